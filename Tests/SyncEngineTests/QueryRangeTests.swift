import OData
import Testing

@testable import SyncEngine

/// Source filters as finance and operations writes them.
struct QueryRangeTests {
  private static let type = EntityType(
    name: "Order", key: ["Number"],
    properties: [
      Property(name: "Number", type: .string), Property(name: "Amount", type: .decimal), Property(name: "Day", type: .dateTimeOffset),
      Property(name: "Status", type: .enumeration("SalesStatus")),
    ])

  private static func odata(_ text: String) throws -> String { try QueryRange.odata(text, of: type, namespace: "N") }

  @Test(
    "A query range becomes the filter that says the same",
    arguments: [
      ("(Status == SalesStatus::Invoiced)", "(Status eq N.SalesStatus'Invoiced')"),
      ("status != \"Canceled\"", "Status ne N.SalesStatus'Canceled'"),
      ("(number like \"A*\")", "(Number eq 'A*')"), ("Number like \"*A\"", "Number eq '*A'"),
      ("Number like \"*A*\"", "Number eq '*A*'"), ("Number like \"A*B\"", "Number eq 'A*B'"),
      ("((amount > 1000) && (amount <= 2000))", "((Amount gt 1000) and (Amount le 2000))"),
      ("Number == \"1\" || !(Amount < -2.5)", "Number eq '1' or not (Amount lt -2.5)"),
      ("Day >= \"2018-04-03T08:00:00Z\"", "Day ge 2018-04-03T08:00:00Z"),
    ])
  func forms(range: String, filter: String) throws {
    #expect(try Self.odata(range) == filter)
    _ = try ODataParser().parseFilter(filter)
  }

  @Test(
    "What cannot be read is refused with the word at fault",
    arguments: [
      ("(Amount > 1", "')' is missing"), ("Amount = 1", "'='"), ("Colour == \"red\"", "no field 'Colour'"),
      ("Amount > \"much\"", "no value of 'Amount'"),
      ("Amount == A::B", "'Amount' is no enumeration"), ("Amount > 1 2", "'2' is not expected"), ("Amount >", "a value is missing"),
    ])
  func misfits(range: String, word: String) {
    let error = #expect(throws: QueryRange.SyntaxError.self) { try Self.odata(range) }
    #expect(error?.description.contains(word) == true, "\(error?.description ?? "")")
  }
}
