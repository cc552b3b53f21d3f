import OData
import Testing

@testable import SyncEngine

/// Reading on from the last key instead of by counting rows.
struct KeyRangeTests {
  private static let lines = EntityType(
    name: "Line", key: ["dataAreaId", "Order", "Number"],
    properties: [
      Property(name: "dataAreaId", type: .string), Property(name: "Order", type: .string), Property(name: "Number", type: .int64),
    ])

  private static func row(_ order: String, _ number: Int) -> JSONObject {
    ["dataAreaId": "usmf", "Order": .string(order), "Number": .number(ExactDecimal(number))]
  }

  @Test("The next page is what lies from the last key on, in the order of the key's columns without the company")
  func condition() throws {
    let range = try #require(KeyRange(Self.lines, fixed: ["dataAreaId"], pageSize: 2))
    #expect(range.order == "Order,Number")
    #expect(range.condition(after: [Self.row("A", 1), Self.row("O'B", 2)]) == "Order ge 'O''B' and (Order gt 'O''B' or (Number ge 2))")
  }

  @Test("The last row comes again with the next page and is left out; when it has gone, nothing is")
  func repetition() throws {
    let range = try #require(KeyRange(Self.lines, fixed: ["dataAreaId"], pageSize: 2))
    _ = range.condition(after: [Self.row("A", 1), Self.row("A", 2)])
    #expect(range.new([Self.row("A", 2), Self.row("A", 3)]).count == 1)
    #expect(range.new([Self.row("A", 3), Self.row("B", 1)]).count == 2)
  }

  @Test("Rows that share one key across a page border are all read")
  func shared() throws {
    let range = try #require(KeyRange(Self.lines, fixed: ["dataAreaId"], pageSize: 3))
    _ = range.condition(after: [Self.row("A", 0), Self.row("B", 0), Self.row("B", 0)])
    #expect(range.new([Self.row("B", 0), Self.row("B", 0), Self.row("B", 0)]).count == 1)
  }

  @Test("A page full of one key is followed by the service's own link, or it would come for ever")
  func wholePage() throws {
    let range = try #require(KeyRange(Self.lines, fixed: ["dataAreaId"], pageSize: 2))
    #expect(range.condition(after: [Self.row("B", 0), Self.row("B", 0)]) == nil)
    #expect(range.new([Self.row("B", 0), Self.row("C", 0)]).count == 2)
  }

  @Test("A key with an enumeration in it cannot be compared")
  func enumeration() {
    let type = EntityType(name: "Kind", key: ["Kind"], properties: [Property(name: "Kind", type: .enumeration("NoYes"))])
    #expect(KeyRange(type, fixed: [], pageSize: 2) == nil)
  }
}
