import FoundationEssentials
import Twin

/// What metadata says of tables beyond the model: names for people and developers, type codes, who owns rows.
struct TableNames: Sendable {
  struct Entry: Sendable {
    let schemaName: String
    let label: String
    let plural: String
    let objectTypeCode: Int64
    let ownership: String
  }

  private let entries: [String: Entry]

  /// - Throws: `ModelError` for a damaged file.
  init(directory: String) throws {
    let path = "\(directory)/names.csv"
    guard let data = FileManager.default.contents(atPath: path) else {
      throw ModelError(file: path, line: 1, message: "the file is missing")
    }
    let text = try DelimitedText(Array(data))
    func field(_ record: DelimitedText.Record, _ column: String) throws -> String {
      guard let index = text.index(of: column), index < record.fields.count, !record.fields[index].isEmpty else {
        throw ModelError(file: path, line: record.line, message: "column '\(column)' is empty")
      }
      return record.fields[index]
    }
    var entries: [String: Entry] = [:]
    for record in text.records {
      let code = try field(record, "objectTypeCode")
      guard let number = Int64(code) else { throw ModelError(file: path, line: record.line, message: "'\(code)' is not a number") }
      entries[try field(record, "table")] = Entry(
        schemaName: try field(record, "schemaName"), label: try field(record, "label"), plural: try field(record, "plural"),
        objectTypeCode: number, ownership: try field(record, "ownership"))
    }
    self.entries = entries
  }

  /// - Parameter position: where the table stands in the model; numbers those the file does not know.
  func entry(of table: TableDefinition, position: Int) -> Entry {
    entries[table.name]
      ?? Entry(
        schemaName: MetadataLabels.schemaName(table.name), label: MetadataLabels.words(table.name),
        plural: MetadataLabels.words(table.entitySet), objectTypeCode: 10_000 + Int64(position), ownership: "UserOwned")
  }
}
