import Ambient
import EntityStore
import OData
import Testing

@testable import SupplyChainTwin

/// The life cycle of quotations as the documentation tells it, written down a second time: what the model must say.
@Suite("Life cycle of quotations")
struct QuotationLifeCycleTests {
  static let actions = ["send", "confirm", "lose", "cancel"]
  static let reached: [QuotationStatus] = [.created, .sent, .confirmed, .lost, .cancelled]

  /// From each status, where each action leads.
  private static let steps: [QuotationStatus: [String: QuotationStatus]] = [
    .created: ["send": .sent, "confirm": .confirmed, "lose": .lost, "cancel": .cancelled],
    .sent: ["confirm": .confirmed, "lose": .lost, "cancel": .cancelled],
    .confirmed: [:], .lost: [:], .cancelled: [:],
  ]
  private static let path: [QuotationStatus: [String]] = [
    .created: [], .sent: ["send"], .confirmed: ["send", "confirm"], .lost: ["send", "lose"], .cancelled: ["cancel"],
  ]

  private let quotation = TestCompany.quotation("QUO-1")

  private func company(in status: QuotationStatus) throws -> TestCompany {
    let company = try TestCompany()
    try company.post(
      "CDSSalesQuotationHeaders", ["SalesQuotationNumber": "QUO-1", "RequestingCustomerAccountNumber": "ACC-01000-BVRCPS"])
    for _ in 1...2 { try company.post("CDSSalesQuotationLines", ["SalesQuotationNumber": "QUO-1", "ProductNumber": "D0001"]) }
    for action in try #require(Self.path[status]) { try company.act(action, on: quotation) }
    return company
  }

  @Test("The moves of the model are those of the documentation, no more and no less")
  func moves() {
    var found: [QuotationStatus: [String: QuotationStatus]] = [:]
    for status in Self.reached { found[status] = [:] }
    for move in QuotationLifeCycle.moves { found[move.from, default: [:]][move.action] = move.to }
    #expect(found == Self.steps)
    #expect(QuotationLifeCycle.moves.count == 7)
    #expect(Set(QuotationLifeCycle.moves.map(\.action)) == Set(Self.actions))
  }

  @Test("Five statuses can be reached; Reset, Modified, Submitted, Approved and Revised are members of the enumeration only")
  func reachable() {
    #expect(Set([QuotationLifeCycle.start] + QuotationLifeCycle.moves.map(\.to)) == Set(Self.reached))
    #expect(Set(QuotationStatus.allCases).subtracting(Self.reached) == [.reset, .modified, .submitted, .approved, .revised])
  }

  @Test("In every status every action does what the life cycle says, on header and lines, or changes nothing", arguments: reached, actions)
  func steps(status: QuotationStatus, action: String) throws {
    let company = try company(in: status)
    let before = company.twin.store.version
    let response = company.send(.post, "\(quotation)/Microsoft.Dynamics.DataEntities.\(action)")
    let expected = try #require(Self.steps[status])[action]
    if expected == nil {
      #expect(response.status == 400)
      #expect(response.infolog?.hasSuffix("Quotation QUO-1 has status \(status.rawValue).") == true)
      #expect(company.twin.store.version == before)
    } else {
      #expect([200, 204].contains(response.status), "\(response.text)")
    }
    let after = (expected ?? status).rawValue
    #expect(try company.get(quotation).text("SalesQuotationStatus") == after)
    #expect(try company.rows("CDSSalesQuotationLines").map { $0.text("SalesQuotationStatus") } == [after, after])
  }

  @Test("Only a created quotation can be edited: header, lines, new lines and deleted ones", arguments: reached)
  func edits(status: QuotationStatus) throws {
    let company = try company(in: status)
    let isOpen = status == .created
    let line = "CDSSalesQuotationLines(dataAreaId='usmf',SalesQuotationNumber='QUO-1',LineCreationSequenceNumber=1)"
    #expect(company.send(.patch, quotation, ["CustomersReference": "x"]).status == (isOpen ? 204 : 400))
    #expect(company.send(.patch, line, ["RequestedSalesQuantity": 4]).status == (isOpen ? 204 : 400))
    let added = company.send(.post, "CDSSalesQuotationLines", ["SalesQuotationNumber": "QUO-1", "ProductNumber": "D0001"])
    #expect(added.status == (isOpen ? 201 : 400))
    #expect(company.send(.delete, line).status == (isOpen ? 204 : 400))
    // What changes nothing is no edit.
    try company.patch(quotation, ["RequestingCustomerAccountNumber": "ACC-01000-BVRCPS"])
  }

  @Test("All but a sent quotation can be deleted, with their lines", arguments: reached)
  func deletion(status: QuotationStatus) throws {
    let company = try company(in: status)
    #expect(company.send(.delete, quotation).status == (status == .sent ? 400 : 204))
    #expect(try company.rows("CDSSalesQuotationLines").count == (status == .sent ? 2 : 0))
  }

  @Test("A status that a client sends along is not taken", arguments: QuotationStatus.allCases)
  func statusIsNotWritten(status: QuotationStatus) throws {
    let company = try company(in: .created)
    try company.patch(quotation, ["SalesQuotationStatus": .string(status.rawValue)])
    #expect(try company.get(quotation).text("SalesQuotationStatus") == "Created")
  }

  @Test("A quotation without lines can be lost or cancelled, neither sent nor confirmed")
  func noLines() throws {
    let company = try company(in: .created)
    for number in 1...2 {
      let line = "CDSSalesQuotationLines(dataAreaId='usmf',SalesQuotationNumber='QUO-1',LineCreationSequenceNumber=\(number))"
      #expect(company.send(.delete, line).status == 204)
    }
    for action in ["send", "confirm"] {
      let response = company.send(.post, "\(quotation)/Microsoft.Dynamics.DataEntities.\(action)")
      #expect(response.infolog?.hasSuffix("Quotation QUO-1 has no lines.") == true)
    }
    try company.act("lose", on: quotation)
  }

  @Test("An order that cannot be made leaves the quotation as it is")
  func refusedOrder() throws {
    let company = try company(in: .sent)
    try company.patch("ReleasedProductsV2(dataAreaId='usmf',ItemNumber='D0001')", ["IsSalesStopped": "Yes"])
    let before = company.twin.store.version
    #expect(company.send(.post, "\(quotation)/Microsoft.Dynamics.DataEntities.confirm").status == 400)
    #expect(company.twin.store.version == before)
    #expect(try company.rows("CDSSalesOrderHeaders").isEmpty)
  }

  @Test("Expiry and follow-up dates are kept, and an expired quotation can still be confirmed; the day of confirmation is noted")
  func dates() throws {
    let company = try company(in: .created)
    try company.patch(
      quotation, ["SalesQuotationExpiryDate": "2018-04-10T12:00:00Z", "SalesQuotationFollowUpDate": "2018-04-06T12:00:00Z"])
    try company.act("send", on: quotation)
    company.clock.advance(milliseconds: 30 * 86_400_000)
    try company.act("confirm", on: quotation)
    let header = try company.get(quotation)
    #expect(header.text("SalesQuotationExpiryDate") == "2018-04-10T12:00:00Z")
    #expect(header.text("SalesQuotationFollowUpDate") == "2018-04-06T12:00:00Z")
    #expect(header.text("SalesQuotationConfirmationDate") == "2018-05-03T12:00:00Z")
  }

  @Test("A new quotation expires and is followed up so many days from today as the parameters have it, unless it brings its dates")
  func defaultDates() throws {
    let company = try company(in: .created)
    #expect(try company.get(quotation).text("SalesQuotationExpiryDate") == "1900-01-01T12:00:00Z")
    try company.post("SalesPriceParameters", ["DaysUntilQuotationExpiry": 30, "DaysUntilQuotationFollowUp": 7])
    let header = try company.post("CDSSalesQuotationHeaders", ["RequestingCustomerAccountNumber": "ACC-01000-BVRCPS"])
    #expect(header.text("SalesQuotationExpiryDate") == "2018-05-03T12:00:00Z")
    #expect(header.text("SalesQuotationFollowUpDate") == "2018-04-10T12:00:00Z")
    let own = try company.post(
      "CDSSalesQuotationHeaders",
      ["RequestingCustomerAccountNumber": "ACC-01000-BVRCPS", "SalesQuotationExpiryDate": "2018-12-24T12:00:00Z"])
    #expect(own.text("SalesQuotationExpiryDate") == "2018-12-24T12:00:00Z")
  }

  @Test("The order takes the dates, references and delivery limits of its quotation, and each knows the other's number")
  func order() throws {
    let company = try company(in: .created)
    try company.patch(quotation, ["CustomersReference": "PO 7", "ReceiptDateRequested": "2018-06-01T12:00:00Z"])
    try company.patch(
      "CDSSalesQuotationLines(dataAreaId='usmf',SalesQuotationNumber='QUO-1',LineCreationSequenceNumber=2)",
      ["AllowedOverdeliveryPercentage": 5, "RequestedSalesQuantity": 40])
    let number = try #require(try company.act("confirm", on: quotation)?.stringValue)
    let order = try company.get(TestCompany.order(number))
    #expect(order.text("QuotationNumber") == "QUO-1")
    #expect(order.text("CustomersOrderReference") == "PO 7")
    #expect(order.text("RequestedReceiptDate") == "2018-06-01T12:00:00Z")
    #expect(order.text("SalesOrderProcessingStatus") == "Active")
    #expect(try company.get(quotation).text("GeneratedSalesOrderNumber") == number)
    let line = try company.get(TestCompany.line(number, 2))
    #expect(line.number("AllowedOverdeliveryPercentage") == 5)
    #expect(line.number("OrderedSalesQuantity") == 40)
  }
}
