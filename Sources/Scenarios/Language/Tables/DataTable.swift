import Ambient
import OData
import StrictYAML

/// Rows a scenario works with: written in place, in a file, or made by a generator.
///
/// ```yaml
/// [{sku: A, quantity: 1}, {sku: B, quantity: 2}]           # rows
/// {columns: [sku, quantity], rows: [[A, 1], [B, 2]]}       # the same as a table
/// {file: lines.csv}                                        # or .jsonl, .table.yaml
/// {count: 50, values: {name: "Customer ${number}", accountnumber: {numbered: C-001}, size: {draw: [small, large]}}}
/// ```
enum DataTable: Sendable {
  case rows([Literal])
  case read([JSONObject])
  case generated(count: Int, [(column: String, value: GeneratedValue)])

  static let keys = ["columns", "rows", "file", "count", "values"]
  static let countMax = 100_000

  init?(_ yaml: YAML, _ context: ReadingContext) {
    switch yaml {
    case .list(let elements, _):
      self = .rows(elements.compactMap { Self.row($0, context) })
    case .map:
      guard let map = MapReader(yaml, what: "a table", keys: Self.keys, context.collector) else { return nil }
      guard map.members.allSatisfy({ Self.keys.contains($0.key.text) }) else { return nil }
      let forms = ["file", "rows", "count"].filter(map.has)
      guard forms.count == 1 else {
        context.report(map.position, "a table has one of: file, rows (with columns), count (with values)")
        return nil
      }
      switch forms[0] {
      case "file":
        guard let rows = Self.file(map, context) else { return nil }
        self = .read(rows)
      case "rows": self = .rows(Self.table(map, context))
      default:
        guard let count = map.integer("count") else { return nil }
        guard (0...Self.countMax).contains(count) else {
          context.report(map.keyPosition("count"), "'count' must be from 0 to \(Self.countMax), not \(count)")
          return nil
        }
        if map.required("values") == nil { return nil }
        self = .generated(
          count: count,
          MapReader.members(of: map, "values").compactMap { column, value in
            GeneratedValue(value, context.collector).map { (column.text, $0) }
          })
      }
    case .scalar(let scalar):
      context.report(scalar.position, "a table is a list of rows or a mapping with one of: file, rows, count")
      return nil
    }
  }

  private static func row(_ yaml: YAML, _ context: ReadingContext) -> Literal? {
    guard case .map = yaml else {
      context.report(yaml.position, "a row must be a mapping of columns to values, not \(yaml.kind)")
      return nil
    }
    return Literal(yaml, context.collector)
  }

  private static func table(_ map: MapReader, _ context: ReadingContext) -> [Literal] {
    guard map.has("columns") else { return map.list("rows").compactMap { row($0, context) } }
    let columns = map.texts("columns")
    return map.list("rows").compactMap { element in
      guard case .list(let values, let position) = element, values.count == columns.count else {
        context.report(element.position, "a row of this table must be a list of \(columns.count) values")
        return nil
      }
      return .map(zip(columns, values).map { ($0, Literal($1, context.collector)) }, position)
    }
  }

  private static func file(_ map: MapReader, _ context: ReadingContext) -> [JSONObject]? {
    guard let name = map.requiredText("file") else { return nil }
    guard TableFile.endings.contains(where: { name.text.hasSuffix($0) }) else {
      context.report(name.position, "a table's file ends in \(TableFile.endings.joined(separator: ", ")), not '\(name.text)'")
      return nil
    }
    do {
      return try TableFile(SourceFile(reading: context.path(name.text))).rows.map(\.values)
    } catch {
      for diagnostic in error.diagnostics { context.report(name.position, "in this table: \(diagnostic)") }
      return nil
    }
  }

  func rows(_ run: ScenarioRun) throws -> [JSON] {
    switch self {
    case .rows(let rows): return try rows.map { try $0.json(run) }
    case .read(let rows): return rows.map { .object($0) }
    case .generated(let count, let values):
      var draws = run.generator()
      return try (0..<count).map { index in
        let names = NumberedNames(outer: run, number: index + 1)
        return .object(JSONObject(try values.map { .init($0.column, try $0.value.json(index, names, &draws)) }))
      }
    }
  }
}

/// The names a generated row may use: its `number`, from 1, and all that is captured.
struct NumberedNames<Outer: Names>: Names {
  static var number: String { "number" }

  let outer: Outer
  let number: Int

  func captured(_ name: String) -> Captured? {
    name == Self.number ? Captured(.number(ExactDecimal(number))) : outer.captured(name)
  }

  var all: [String] { outer.all + [Self.number] }
}
