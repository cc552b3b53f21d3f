import OData
import Testing

@testable import Simulation

struct AuditorTests {
  private static func books(_ facts: [Fact]) -> Auditor {
    var books = Auditor(customers: ["US-004"])
    for fact in facts { books.note(fact) }
    return books
  }

  private static let entered = Fact.entered(.account, "account1", ["name": "Coho"], account: nil)
  private static let ran = Fact.ran(.accounts, allData: false)

  private static func allowed(_ facts: [Fact]) -> [JSON]? { books(facts).masters[.account]?["account1"]?.allowed("name") }

  @Test("A change overwrites what was edited in the copy, and what has not changed leaves the edit alone")
  func sourceWins() {
    let edit = Fact.copyEdited(.account, "account1", field: "name", "Edited")
    #expect(Self.allowed([Self.entered, Self.ran, edit, Self.ran]) == ["Edited"])
    let change = Fact.changed(.account, "account1", field: "name", "Fourth")
    #expect(Self.allowed([Self.entered, Self.ran, edit, change, Self.ran]) == ["Fourth"])
    #expect(Self.allowed([Self.entered, Self.ran, change, edit, Self.ran]) == ["Fourth"])
  }

  @Test("What was changed and changed back was never changed")
  func changedBack() {
    let facts: [Fact] = [
      Self.entered, Self.ran, .copyEdited(.account, "account1", field: "name", "Edited"),
      .changed(.account, "account1", field: "name", "Fourth"), .changed(.account, "account1", field: "name", "Coho"), Self.ran,
    ]
    #expect(Self.allowed(facts) == ["Edited"])
  }

  @Test("A run with all data overwrites every copy")
  func allData() {
    let edit = Fact.copyEdited(.account, "account1", field: "name", "Edited")
    #expect(Self.allowed([Self.entered, Self.ran, edit, .ran(.accounts, allData: true)]) == ["Coho"])
  }

  @Test("A run with all data that something went wrong in may be made up for by the next one, over what was edited in between")
  func triedAgain() {
    let edit = Fact.copyEdited(.account, "account1", field: "name", "Edited")
    let struck = Fact.ranUnderFaults(.accounts, allData: true)
    #expect(Self.allowed([Self.entered, Self.ran, struck, edit, Self.ran]) == ["Coho", "Edited"])
    #expect(Self.allowed([Self.entered, Self.ran, struck, Self.ran, edit, Self.ran]) == ["Edited"])
    #expect(Self.allowed([Self.entered, Self.ran, .ranUnderFaults(.accounts, allData: false), edit, Self.ran]) == ["Edited"])
  }

  @Test("What is changed in the midst of a run may have come over or not")
  func meanwhile() {
    let change = Fact.changed(.account, "account1", field: "name", "Fourth")
    let edit = Fact.copyEdited(.account, "account1", field: "name", "Edited")
    let disturbed = [Self.entered, Self.ran, Fact.ranMeanwhile(.accounts, allData: false, [change]), edit, Self.ran]
    #expect(Self.allowed(disturbed) == ["Edited", "Fourth"])
    // In the end it has.
    #expect(Self.allowed(Array(disturbed.dropLast(2)) + [Self.ran]) == ["Fourth"])
  }

  @Test("A copy that is edited right before it is written is what its source is, but for what its source never told")
  func editedBeforeWritten() {
    let change = Fact.changed(.account, "account1", field: "name", "Fourth")
    let phone = Fact.entered(.account, "account1", ["name": "Coho", "telephone1": .null], account: nil)
    let struck = Fact.ranAgainstEdits(.account, field: "name", "Edited")
    #expect(Self.allowed([Self.entered, Self.ran, change, struck]) == ["Fourth"])
    #expect(Self.allowed([Self.entered, Self.ran, struck]) == ["Coho"])
    let told = Self.books([phone, Self.ran, change, .ranAgainstEdits(.account, field: "telephone1", "555")])
    #expect(told.masters[.account]?["account1"]?.allowed("telephone1") == ["555", .null])
  }

  @Test("An account of another number is another one, and what its old number stood for stays")
  func renumbered() {
    let number = Fact.renumbered(.account, "account1", to: "K-1")
    let books = Self.books([Self.entered, Self.ran, .ranMeanwhile(.accounts, allData: false, [number])])
    #expect(books.living(.account) == ["K-1", "US-004"])
    #expect(books.copiesLeftBehind == [.account: 1])
    #expect(books.masters[.account]?["K-1"]?.isThere == false)
    var later = books
    later.note(Self.ran)
    #expect(later.masters[.account]?["K-1"]?.allowed("name") == ["Coho"])
  }

  @Test("A contact goes where its account is")
  func contactNeedsAccount() {
    let contact = Fact.entered(.contact, "contact1", ["lastname": "Kim"], account: "account1")
    let early = Self.books([Self.entered, contact, .ran(.contacts, allData: false)])
    #expect(early.masters[.contact]?["contact1"]?.mayBeThere == false)
    let late = Self.books([Self.entered, contact, Self.ran, .ran(.contacts, allData: false)])
    #expect(late.masters[.contact]?["contact1"]?.isThere == true)
  }

  @Test("A quote goes over while it is active, and not once it is won or lost")
  func quotes() {
    let quote: [Fact] = [
      Self.ran, .quoteOpened("quote1", customer: "US-004"),
      .quoteLine("quote1", Fact.Line(product: "D0014", quantity: 2, price: 10, discount: 1)),
    ]
    let run = Fact.ran(.quotes, allData: false)
    #expect(Self.books(quote + [run]).quotes[0].isThere == [false])
    #expect(Self.books(quote + [.quoteActivated("quote1"), run]).quotes[0].isThere == [true])
    #expect(Self.books(quote + [.quoteActivated("quote1"), .quoteLost("quote1"), run]).quotes[0].isThere == [false])
    let won = Self.books(quote + [.quoteActivated("quote1"), .quoteWon("quote1", order: "order1")])
    #expect(won.orders[0].total == 19)
  }

  private static let order: [Fact] = [
    .orderOpened("SO-1", customer: "US-004", isFromSales: false),
    .orderLine("SO-1", Fact.Line(product: "D0014", quantity: 4, price: 10, discount: 0)),
    .orderLine("SO-1", Fact.Line(product: "D0016", quantity: 1, price: 100, discount: 5)),
  ]

  @Test(
    "The status of an order follows from its documents",
    arguments: [
      ([], .active), ([.confirmed("SO-1")], .confirmed), ([.confirmed("SO-1"), .picked("SO-1")], .picked),
      ([.packed("SO-1", .of(line: 1, quantity: 3))], .partiallyDelivered), ([.packed("SO-1", .rest)], .delivered),
      ([.packed("SO-1", .rest), .invoiced("SO-1", .of(line: 1, quantity: 1), invoice: "i")], .partiallyInvoiced),
      ([.invoiced("SO-1", .rest, invoice: "i")], .invoiced), ([.cancelled("SO-1")], .cancelled),
      ([.packed("SO-1", .of(line: 1, quantity: 3)), .remainderCancelled("SO-1")], .delivered),
      (
        [
          .packed("SO-1", .of(line: 1, quantity: 3)), .remainderCancelled("SO-1"),
          .invoiced("SO-1", .of(line: 1, quantity: 3), invoice: "i"),
        ], .invoiced
      ),
    ] as [([Fact], AuditedOrder.Status)])
  func status(_ facts: [Fact], _ status: AuditedOrder.Status) {
    #expect(Self.books(Self.order + facts).orders[0].status == status)
  }

  @Test("A field of which nobody knows what it held is cleared in the copy or left alone")
  func clearedFromTheBeginning() {
    let facts: [Fact] = [
      Self.ran, .copyEdited(.account, "US-004", field: "description", "Edited"),
      .changed(.account, "US-004", field: "description", .null), Self.ran,
    ]
    #expect(Self.books(facts).masters[.account]?["US-004"]?.allowed("description") == ["Edited", .null])
  }

  @Test("A discount is agreed on for each unit, and follows the quantity however often that changes")
  func discountFollows() {
    let changes = [2, 12].map { Fact.lineChanged(order: "SO-1", line: 1, .quantity($0)) }
    let order = Self.books(
      [
        .orderOpened("SO-1", customer: "US-004", isFromSales: false),
        .orderLine("SO-1", Fact.Line(product: "D0014", quantity: 5, price: 1000, discount: ExactDecimal("655.08") ?? 0)),
      ] + changes
    ).orders[0]
    // 131.02 for each unit, 2 cents too much.
    #expect(order.total == ExactDecimal("10427.78"))
  }

  @Test("A line is known by its number, also where those before it are not there")
  func lineNumbers() {
    let order = Self.books([
      .orderOpened("SO-1", customer: "US-004", isFromSales: false),
      .orderLine("SO-1", Fact.Line(number: 2, product: "D0014", quantity: 4, price: 10, discount: 0)),
      .packed("SO-1", .of(line: 2, quantity: 1)), .lineChanged(order: "SO-1", line: 2, .price(9)),
      .lineChanged(order: "SO-1", line: 1, .price(1)), .invoiced("SO-1", .of(line: 2, quantity: 3), invoice: "i"),
    ]).orders[0]
    #expect(order.total == 36)
    #expect(order.invoices.map(\.amount) == [27])
  }

  @Test("Invoices together come to the order to the cent, and a charge is on the first behind it")
  func invoices() {
    func amounts(_ facts: [Fact]) -> [ExactDecimal] { Self.books(Self.order + facts).orders[0].invoices.map(\.amount) }
    let first = Fact.invoiced("SO-1", .of(line: 1, quantity: 1), invoice: "i")
    let rest = Fact.invoiced("SO-1", .rest, invoice: "j")
    #expect(amounts([.charged(order: "SO-1", 7), rest]) == [142])
    #expect(amounts([first, .charged(order: "SO-1", 7), rest]) == [10, 132])
    // 4 x 10 - 0.06: half a cent goes up, and is missing at the end.
    let discount = Fact.lineChanged(order: "SO-1", line: 1, .discount(ExactDecimal("0.06") ?? 0))
    #expect(amounts([discount, first, rest]) == [ExactDecimal("9.99"), ExactDecimal("124.95")])
    #expect(amounts([.packed("SO-1", .of(line: 1, quantity: 3)), .remainderCancelled("SO-1"), rest]) == [30])
  }
}
