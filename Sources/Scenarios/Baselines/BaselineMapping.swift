import OData
public import StrictYAML
import Twin

/// The mapping file of a baseline: which file feeds which entity set, and how. docs/baselines.md is its manual.
public struct BaselineMapping: Sendable {
  public let file: SourceFile
  public let name: String
  let loads: [BaselineLoad]

  /// - Throws: `MalformedFile` with every complaint.
  public init(_ file: SourceFile, schemas: WorldSchemas) throws(MalformedFile) {
    self.file = file
    let yaml = try YAML(file)
    let collector = DiagnosticCollector()
    let context = ReadingContext(collector: collector, schemas: schemas)
    guard let map = MapReader(yaml, what: "a baseline file", keys: ["baseline", "about", "loads"], collector) else {
      try collector.throwIfAny()
      throw MalformedFile([Diagnostic(yaml.position, "not a baseline")])
    }
    name = map.requiredText("baseline")?.text ?? ""
    if map.required("loads") != nil, map.list("loads").isEmpty {
      collector.report(map.keyPosition("loads"), "a baseline needs at least one load")
    }
    var loads: [BaselineLoad] = []
    for element in map.list("loads") {
      guard let load = BaselineLoad(element, context) else { continue }
      if loads.contains(where: { $0.name == load.name }) { collector.report(load.position, "there are two loads called '\(load.name)'") }
      if case .load(let parent) = load.parent?.owner, !loads.contains(where: { $0.name == parent }) {
        let hint = Suggestion.phrase(for: parent, among: loads.map(\.name))
        collector.report(load.position, "'\(load.name)' names the parent load '\(parent)', which is not above it\(hint)")
      }
      loads.append(load)
    }
    self.loads = loads
    try collector.throwIfAny()
  }
}

/// One load: a file, an entity set, and how columns become properties.
struct BaselineLoad: Sendable {
  static let keys = [
    "load", "stage", "into", "file", "rows", "key", "columns", "constants", "others", "when", "parent", "comments", "badRows",
  ]

  let name: String
  let stage: String
  let entity: EntityPath
  /// Where the rows are: in a file, named from the baseline's folder, or in the mapping file itself.
  enum Source: Sendable {
    case file(String)
    case rows(DelimitedText)
  }

  let source: Source
  /// Properties whose values must differ from row to row.
  let key: [String]
  let columns: [(property: YAML.Scalar, expression: ColumnExpression)]
  /// Columns that feed the property or lookup of their own name: all of them where there are no `columns`.
  let takesOthers: Bool
  let conditions: [ColumnCondition]
  let parent: LoadParent?
  /// How many bad rows are known of and no failure; `nil` for any number.
  let badRowsAllowed: Int?
  /// Lines that start with `#` are comments.
  let hasComments: Bool
  let position: SourcePosition

  init?(_ yaml: YAML, _ context: ReadingContext) {
    guard let map = MapReader(yaml, what: "load", keys: Self.keys, context.collector), let name = map.requiredText("load"),
      let into = map.requiredText("into"), let entity = EntityPath(into, context), let source = Self.source(map, context)
    else { return nil }
    self.name = name.text
    self.entity = entity
    self.source = source
    position = map.position
    stage = map.text("stage")?.text ?? Baseline.firstStage
    for property in map.texts("key") where entity.type.property(property.text) == nil {
      let hint = Suggestion.phrase(for: property.text, among: entity.type.properties.map(\.name))
      context.report(property.position, "\(entity.text) has no property '\(property.text)'\(hint)")
    }
    key = map.texts("key").map(\.text)
    var columns: [(property: YAML.Scalar, expression: ColumnExpression)] = []
    for section in ["columns", "constants"] {
      guard let yaml = map.value(section) else { continue }
      guard case .map(let members, _) = yaml else {
        context.report(yaml.position, "'\(section)' must be a mapping of properties, not \(yaml.kind)")
        continue
      }
      for (property, value) in members {
        let isLookup = entity.type.property(property.text) == nil
        let expression =
          section == "columns"
          ? ColumnExpression(value, context)
          : isLookup ? ColumnExpression.constantBind(value, context) : ColumnExpression.constant(value, context)
        guard let expression else { continue }
        Self.checkProperty(property, expression, entity, context)
        columns.append((property, expression))
      }
    }
    self.columns = columns
    takesOthers = map.word("others", among: ["same", "ignore"]).map { $0 == "same" } ?? !map.has("columns")
    conditions = ColumnCondition.read(map.value("when"), context)
    badRowsAllowed = map.text("badRows")?.text == "allowed" ? nil : map.integer("badRows") ?? 0
    hasComments = map.flag("comments") ?? false
    parent = map.value("parent").flatMap { LoadParent($0, context) }
  }

  private static func source(_ map: MapReader, _ context: ReadingContext) -> Source? {
    guard map.has("rows") else { return map.requiredText("file").map { .file($0.text) } }
    if map.has("file") { context.report(map.keyPosition("file"), "a load has either 'file' or 'rows', not both") }
    var header: [String] = []
    var rows: [(line: Int, values: [String: String])] = []
    for row in map.list("rows") {
      guard case .map(let members, let position) = row else {
        context.report(row.position, "a row must be a mapping of properties to values, not \(row.kind)")
        continue
      }
      var values: [String: String] = [:]
      for (property, value) in members {
        guard case .scalar(let scalar) = value else {
          context.report(value.position, "'\(property.text)' of a row must be a value, not \(value.kind)")
          continue
        }
        if !header.contains(property.text) { header.append(property.text) }
        values[property.text] = scalar.text
      }
      rows.append((position.line, values))
    }
    return .rows(
      DelimitedText(header: header, records: rows.map { row in .init(line: row.line, fields: header.map { row.values[$0] ?? "" }) }))
  }

  private static func checkProperty(
    _ property: YAML.Scalar, _ expression: ColumnExpression, _ entity: EntityPath, _ context: ReadingContext
  ) {
    let schema = context.schema(of: entity)
    if case .bind(let target, _) = expression.form {
      if schema.lookup(property.text, to: target, on: entity.type) == nil {
        let lookups = entity.type.navigationProperties.filter { !$0.isCollection }.map(\.name)
        context.report(
          property.position, "\(entity.text) has no lookup '\(property.text)'\(Suggestion.phrase(for: property.text, among: lookups))")
      }
    } else if entity.type.property(property.text) == nil {
      context.report(
        property.position,
        "\(entity.text) has no property '\(property.text)'\(Suggestion.phrase(for: property.text, among: schema.names(of: entity.type)))")
    }
  }
}

/// A condition on a column: rows that do not meet it are left out, which is no error.
struct ColumnCondition: Sendable {
  let column: YAML.Scalar
  let values: [String]
  let isNegated: Bool

  /// Reads `when: {Discontinued: 0}`, `{Country: [USA, Canada]}`, `{Region: {not: ""}}`.
  static func read(_ yaml: YAML?, _ context: ReadingContext) -> [ColumnCondition] {
    guard let yaml else { return [] }
    guard case .map(let members, _) = yaml else {
      context.report(yaml.position, "'when' must be a mapping of columns to values, not \(yaml.kind)")
      return []
    }
    return members.map { column, value in
      var (value, isNegated) = (value, false)
      if case .map(let inner, _) = value, inner.count == 1, inner[0].key.text == "not" { (value, isNegated) = (inner[0].value, true) }
      switch value {
      case .scalar(let scalar): return ColumnCondition(column: column, values: [scalar.text], isNegated: isNegated)
      case .list(let elements, _):
        let texts = elements.compactMap { element -> String? in
          if case .scalar(let scalar) = element { return scalar.text }
          context.report(element.position, "a value of 'when' must be text, not \(element.kind)")
          return nil
        }
        return ColumnCondition(column: column, values: texts, isNegated: isNegated)
      case .map:
        context.report(value.position, "a condition is a value, a list of values, or {not: …}")
        return ColumnCondition(column: column, values: [], isNegated: isNegated)
      }
    }
  }

  func holds(_ value: String) -> Bool { values.contains(value) != isNegated }
}
