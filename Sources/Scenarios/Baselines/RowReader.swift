import OData
import StrictYAML
import Twin

/// Turns the rows of one file into payloads, as the load says.
struct RowReader {
  let load: BaselineLoad
  let text: DelimitedText
  let schema: SystemSchema
  private let expressions: [(property: String, expression: ColumnExpression)]
  private var counters: [String: Int] = [:]

  /// A value that cannot be made from a row.
  struct RowError: Error {
    let reason: String
  }

  /// A lookup of a row, still to be resolved.
  struct Binding: Hashable {
    struct Part: Hashable {
      let property: String
      let value: JSON
    }

    let navigation: String
    let targetSet: String
    let key: [Part]
  }

  /// - Throws: `MalformedFile` where the mapping names columns the file does not have, or the file has columns nobody asked for.
  init(_ load: BaselineLoad, _ text: DelimitedText, file: String, mapping: SourceFile, schema: SystemSchema) throws(MalformedFile) {
    self.load = load
    self.text = text
    self.schema = schema
    var problems: [Diagnostic] = []
    func require(_ column: String, _ position: SourcePosition) {
      guard text.index(of: column) == nil else { return }
      problems.append(Diagnostic(position, "\(file) has no column '\(column)'\(Suggestion.phrase(for: column, among: text.header))"))
    }
    for (_, expression) in load.columns { for column in expression.columns { require(column, expression.position) } }
    for condition in load.conditions { require(condition.column.text, condition.column.position) }
    if let parent = load.parent { require(parent.column, load.position) }
    var expressions = load.columns.map { ($0.property.text, $0.expression) }
    if load.takesOthers {
      let used = Set(load.columns.flatMap(\.expression.columns) + load.conditions.map(\.column.text))
      let mapped = Set(load.columns.map(\.property.text))
      for (index, column) in text.header.enumerated() where !used.contains(column) && !mapped.contains(column) {
        let position = SourcePosition(file: file, line: 1, column: index + 1)
        let parts = column.split(separator: ".").map(String.init)
        if load.entity.type.property(column) != nil {
          expressions.append((column, .same(column, position)))
        } else if let name = parts.first, parts.count <= 2, schema.lookup(name, to: nil, on: load.entity.type) != nil {
          expressions.append((name, .bind(column, property: parts.count == 2 ? parts[1] : nil, position)))
        } else {
          let hint = Suggestion.phrase(for: column, among: schema.names(of: load.entity.type))
          problems.append(Diagnostic(position, "column \(index + 1), '\(column)', is no property of \(load.entity.text)\(hint)"))
        }
      }
    }
    self.expressions = expressions
    if !problems.isEmpty { throw MalformedFile(problems) }
  }

  func field(_ column: String, _ record: DelimitedText.Record) -> String {
    guard let index = text.index(of: column), index < record.fields.count else { return "" }
    return record.fields[index]
  }

  /// Whether the conditions let a row in.
  func isIncluded(_ record: DelimitedText.Record) -> Bool {
    load.conditions.allSatisfy { $0.holds(field($0.column.text, record)) }
  }

  /// The properties of a row, and its lookups.
  mutating func read(_ record: DelimitedText.Record) throws(RowError) -> (payload: JSONObject, bindings: [Binding]) {
    guard record.fields.count == text.header.count else {
      throw RowError(reason: "the row has \(record.fields.count) fields, the header has \(text.header.count)")
    }
    var payload = JSONObject()
    var bindings: [Binding] = []
    for (property, expression) in expressions {
      if case .bind(let target, let key) = expression.form {
        if let binding = try bind(property, target, key, expression, record) { bindings.append(binding) }
        continue
      }
      let type = load.entity.type.property(property)?.type
      // An empty field says nothing: the system's own default stands.
      if let value = try value(expression, type, property, record) { payload.append(property, value) }
    }
    return (payload, bindings)
  }

  private mutating func value(
    _ expression: ColumnExpression, _ type: EdmType?, _ property: String, _ record: DelimitedText.Record
  ) throws(RowError) -> JSON? {
    let text: String
    switch expression.form {
    case .constant(let literal):
      guard case .scalar(let scalar) = literal, let json = try? scalar.json(NoNames(), as: type) else {
        throw RowError(reason: "'\(property)' has a constant that is no value")
      }
      return json
    case .column(let column): text = field(column, record)
    case .text(let parts):
      text = parts.map { if case .text(let text) = $0 { text } else if case .column(let column) = $0 { field(column, record) } else { "" } }
        .joined()
    case .date(let column, let pattern):
      let raw = field(column, record)
      if raw.isEmpty {
        text = ""
        break
      }
      guard let date = pattern.date(raw) else {
        throw RowError(reason: "column '\(column)': '\(raw)' is not a date in the format of the mapping")
      }
      // Finance and operations and Dataverse both take date-only columns as moments.
      text = type == .dateTimeOffset ? "\(date)T00:00:00Z" : "\(date)"
    case .counter(let column):
      let group = field(column, record)
      counters[group, default: 0] += 1
      return .number(ExactDecimal(counters[group] ?? 0))
    case .arithmetic(let arithmetic, let operands):
      var result = try number(operands[0], record)
      for operand in operands.dropFirst() {
        let number = try number(operand, record)
        switch arithmetic {
        case .product: result = result * number
        case .sum: result += number
        case .difference: result -= number
        }
      }
      if let decimals = expression.decimals { result = result.rounded(to: decimals) }
      return .number(result)
    case .bind: return nil
    }
    return try fitted(mapped(text, expression), type, expression)
  }

  private func mapped(_ text: String, _ expression: ColumnExpression) throws(RowError) -> String {
    if text.isEmpty { return expression.fallback ?? "" }
    guard let map = expression.valueMap else { return text }
    if let mapped = map[text] { return mapped }
    if expression.keepsOthers { return text }
    if let fallback = expression.fallback { return fallback }
    throw RowError(reason: "column '\(expression.columns.joined(separator: ", "))': '\(text)' is not in the value map")
  }

  private func number(_ operand: ColumnExpression.Operand, _ record: DelimitedText.Record) throws(RowError) -> ExactDecimal {
    switch operand {
    case .number(let number): return number
    case .column(let column):
      let text = field(column, record)
      guard let number = ExactDecimal(text) else { throw RowError(reason: "column '\(column)': '\(text)' is not a number") }
      return number
    }
  }

  private func fitted(_ text: String, _ type: EdmType?, _ expression: ColumnExpression) throws(RowError) -> JSON? {
    if text.isEmpty { return nil }
    let column = expression.columns.joined(separator: ", ")
    switch type {
    case .decimal, .double, .int32, .int64:
      guard var number = ExactDecimal(text) else { throw RowError(reason: "column '\(column)': '\(text)' is not a number") }
      if let decimals = expression.decimals { number = number.rounded(to: decimals) }
      return .number(number)
    case .boolean:
      switch text.lowercased() {
      case "true", "yes", "1": return true
      case "false", "no", "0": return false
      default: throw RowError(reason: "column '\(column)': '\(text)' is not true or false")
      }
    default: return .string(text)
    }
  }

  private func bind(
    _ property: String, _ target: String?, _ key: [ColumnExpression.BindPart], _ expression: ColumnExpression,
    _ record: DelimitedText.Record
  ) throws(RowError) -> Binding? {
    guard let lookup = schema.lookup(property, to: target, on: load.entity.type) else {
      throw RowError(reason: "there is no lookup '\(property)'")
    }
    let type = schema.model.entityType(lookup.targetType)
    let businessKey = schema.businessKey(lookup.targetSet)
    var parts: [Binding.Part] = []
    for part in key {
      guard let name = part.property ?? (businessKey.count == 1 ? businessKey[0] : nil) else {
        throw RowError(reason: "\(lookup.targetSet) has no business key of one property; the mapping must name the properties")
      }
      let text: String
      switch part.source {
      case .column(let column): text = try mapped(field(column, record), expression)
      case .constant(let constant): text = constant
      }
      if text.isEmpty { return nil }
      parts.append(Binding.Part(property: name, value: try fitted(text, type?.property(name)?.type, expression) ?? .null))
    }
    return Binding(navigation: lookup.name, targetSet: lookup.targetSet, key: parts)
  }

  private struct NoNames: Names {
    func captured(_ name: String) -> Captured? { nil }
    var all: [String] { [] }
  }
}
