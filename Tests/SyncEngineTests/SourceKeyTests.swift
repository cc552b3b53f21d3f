import OData
import Testing

@testable import SyncEngine

/// Rows by the texts of their key.
struct SourceKeyTests {
  private static let type = EntityType(
    name: "Invoice", key: ["dataAreaId", "InvoiceNumber", "InvoiceDate", "Line"],
    properties: [
      Property(name: "dataAreaId", type: .string), Property(name: "InvoiceNumber", type: .string),
      Property(name: "InvoiceDate", type: .dateTimeOffset), Property(name: "Line", type: .int64),
    ])

  @Test("Texts become literals of their column's type, as data files and the ledger write them")
  func conditions() {
    let columns = ["InvoiceNumber", "InvoiceDate", "Line"]
    let wanted = "(InvoiceNumber eq 'O''Hara' and InvoiceDate eq 2018-04-03T12:00:00Z and Line eq 7)"
    for date in ["2018-04-03 12:00:00", "2018-04-03T12:00:00Z"] {
      #expect(SourceKey.condition(["O'Hara", date, "7"], columns, Self.type) == wanted)
    }
    #expect(SourceKey.condition(["A"], ["InvoiceNumber"], Self.type) == "InvoiceNumber eq 'A'")
  }

  @Test("What is no value of its column, or is one too many, names no row: then everything is read")
  func misfits() {
    #expect(SourceKey.condition(["seven"], ["Line"], Self.type) == nil)
    #expect(SourceKey.condition(["some day"], ["InvoiceDate"], Self.type) == nil)
    // A number with a comma in it.
    #expect(SourceKey.condition(["usmf", "A", "1", "2018-04-03T12:00:00Z", "7"], Self.type.key, Self.type) == nil)
    #expect(SourceKey.condition([], [], Self.type) == nil)
  }
}
