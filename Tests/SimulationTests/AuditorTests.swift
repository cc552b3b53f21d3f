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

  @Test("What is changed in the midst of a run may have come over or not")
  func meanwhile() {
    let change = Fact.changed(.account, "account1", field: "name", "Fourth")
    let edit = Fact.copyEdited(.account, "account1", field: "name", "Edited")
    let disturbed = [Self.entered, Self.ran, Fact.ranMeanwhile(.accounts, allData: false, [change]), edit, Self.ran]
    #expect(Self.allowed(disturbed) == ["Edited", "Fourth"])
    // In the end it has.
    #expect(Self.allowed(Array(disturbed.dropLast(2)) + [Self.ran]) == ["Fourth"])
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

  @Test("Invoices together come to the order, charges on the first of them")
  func invoices() {
    let whole = Self.books(Self.order + [.charged(order: "SO-1", 7), .invoiced("SO-1", .rest, invoice: "i")]).orders[0]
    #expect(whole.invoices.map(\.amount) == [142])
    let parts = Self.books(
      Self.order + [.invoiced("SO-1", .of(line: 1, quantity: 1), invoice: "i"), .invoiced("SO-1", .rest, invoice: "j")]
    ).orders[0]
    // The second has the line with a discount, which is not for an auditor to spread.
    #expect(parts.invoices.map(\.amount) == [10, nil])
  }
}
