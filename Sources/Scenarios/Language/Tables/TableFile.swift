import FoundationEssentials
import OData
import StrictYAML
import Twin

/// Rows in a file: comma-separated values (`.csv`), a JSON object on each line (`.jsonl`), or a YAML list of mappings (`.table.yaml`).
struct TableFile: Sendable {
  struct Row: Sendable {
    /// Line of the file, from 1.
    let line: Int
    let values: JSONObject
  }

  let rows: [Row]

  /// How names of YAML tables end, so that they are not taken for scenarios.
  static let suffix = ".table.yaml"
  static let csv = ".csv"
  static let endings = [csv, ".jsonl", suffix]
  static let rowsMax = 100_000

  /// - Throws: `MalformedFile` at the place in the file.
  init(_ file: SourceFile) throws(MalformedFile) {
    func refuse(_ line: Int, _ message: String) -> MalformedFile {
      MalformedFile([Diagnostic(SourcePosition(file: file.path, line: line, column: 1), message)])
    }
    if file.path.hasSuffix(Self.csv) {
      let text: DelimitedText
      do { text = try DelimitedText(Array(file.text.utf8), hasComments: false) } catch { throw refuse(error.line, error.message) }
      var rows: [Row] = []
      for record in text.records {
        guard record.fields.count == text.header.count else {
          throw refuse(record.line, "the row has \(record.fields.count) fields, the header has \(text.header.count)")
        }
        rows.append(Row(line: record.line, values: JSONObject(zip(text.header, record.fields).map { .init($0, Self.value($1)) })))
      }
      self.rows = rows
    } else if file.path.hasSuffix(".jsonl") {
      var rows: [Row] = []
      for (index, line) in file.lines.enumerated() where !line.allSatisfy({ $0 == " " || $0 == "\t" }) {
        let json: JSON
        do { json = try JSON(decoding: Array(line.utf8)) } catch { throw refuse(index + 1, "not JSON: \(error)") }
        guard let object = json.objectValue else { throw refuse(index + 1, "a line must hold a JSON object, not \(json.described)") }
        rows.append(Row(line: index + 1, values: object))
      }
      self.rows = rows
    } else {
      let yaml = try YAML(file)
      guard case .list(let elements, _) = yaml else {
        throw refuse(yaml.position.line, "a table must be a list of mappings, not \(yaml.kind)")
      }
      var rows: [Row] = []
      for element in elements {
        guard case .map(let members, let position) = element else {
          throw refuse(element.position.line, "a row must be a mapping of columns to values, not \(element.kind)")
        }
        rows.append(Row(line: position.line, values: JSONObject(members.map { .init($0.key.text, Self.value($0.value)) })))
      }
      self.rows = rows
    }
    guard rows.count <= Self.rowsMax else { throw refuse(1, "the table has \(rows.count) rows; at most \(Self.rowsMax) are read") }
  }

  /// A field as a scenario would write it: numbers that read the same when they are written again are numbers, so that 0012 and 1e3 stay
  /// text; nothing is null.
  private static func value(_ field: String) -> JSON {
    if field.isEmpty { return .null }
    switch field {
    case "true": return true
    case "false": return false
    default:
      if let number = ExactDecimal(field), number.description == field { return .number(number) }
      return .string(field)
    }
  }

  private static func value(_ yaml: YAML) -> JSON {
    switch yaml {
    case .scalar(let scalar): scalar.isQuoted ? .string(scalar.text) : value(scalar.text)
    case .list(let elements, _): .array(elements.map { value($0) })
    case .map(let members, _): .object(JSONObject(members.map { .init($0.key.text, value($0.value)) }))
    }
  }
}

extension TableFile {
  /// As a table of texts: what baselines are read from. Columns are those of any row, in the order they first stand in.
  var delimited: DelimitedText {
    var header: [String] = []
    var known: Set<String> = []
    for row in rows { for member in row.values.members where known.insert(member.name).inserted { header.append(member.name) } }
    return DelimitedText(
      header: header,
      records: rows.map { row in .init(line: row.line, fields: header.map { row.values[$0].map(Self.text) ?? "" }) })
  }

  /// A value as it was written: 10.000 stays so.
  private static func text(_ value: JSON) -> String {
    if case .number(let number) = value { number.description } else { value.bareText }
  }
}
