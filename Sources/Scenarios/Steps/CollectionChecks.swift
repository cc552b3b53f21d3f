import OData
import StrictYAML

/// What an expectation may say of many records at once.
struct CollectionChecks: Sendable {
  static let keys = ["count", "rows", "unordered", "each", "any", "sum"]

  let count: Expected?
  let rows: [PropertyExpectations]?
  let unordered: [PropertyExpectations]?
  let each: PropertyExpectations?
  let any: PropertyExpectations?
  let sums: [(key: YAML.Scalar, expected: Expected)]
  private let entity: EntityPath?
  private let rowsPosition: SourcePosition

  init(_ map: MapReader, _ entity: EntityPath?, _ context: ReadingContext) {
    self.entity = entity
    count = map.value("count").map { Expected($0, context.collector) }
    func list(_ key: String) -> [PropertyExpectations]? {
      map.has(key) ? map.list(key).map { PropertyExpectations($0, entity, context) } : nil
    }
    rows = list("rows")
    unordered = list("unordered")
    rowsPosition = map.has("rows") ? map.keyPosition("rows") : map.keyPosition("unordered")
    each = map.value("each").map { PropertyExpectations($0, entity, context) }
    any = map.value("any").map { PropertyExpectations($0, entity, context) }
    switch map.value("sum") {
    case .map(let members, _):
      if let entity {
        for (key, _) in members where entity.type.property(key.text) == nil {
          let hint = Suggestion.phrase(for: key.text, among: entity.type.properties.map(\.name))
          context.report(key.position, "\(entity.text) has no property '\(key.text)'\(hint)")
        }
      }
      sums = members.map { ($0.key, Expected($0.value, context.collector)) }
    case let other:
      if let other { context.report(other.position, "'sum' must be a mapping of properties to sums, not \(other.kind)") }
      sums = []
    }
  }

  var isEmpty: Bool { count == nil && rows == nil && unordered == nil && each == nil && any == nil && sums.isEmpty }

  /// Every description of a record in it.
  var expectations: [PropertyExpectations] { (rows ?? []) + (unordered ?? []) + [each, any].compactMap { $0 } }

  /// Lookups any of the checks follows.
  var expand: [String: Set<String>] {
    expectations.reduce(into: [:]) { result, expectations in
      result.merge(expectations.expand) { $0.union($1) }
    }
  }

  func check(_ actual: [JSON], what: String, at position: SourcePosition, _ run: ScenarioRun) throws {
    try count?.check(.number(ExactDecimal(actual.count)), what: "count of \(what)", run)
    let records = try actual.map { json in
      guard let record = json.objectValue else { throw ScenarioFailure(position, "\(what) holds \(json.described), not records") }
      return record
    }
    if let rows { try checkOrdered(rows, records, what, run) }
    if let unordered { try checkUnordered(unordered, records, what, run) }
    if let each { for record in records { try each.check(record, subject: subject(of: record, run), run) } }
    if let any, try !records.contains(where: { try any.fits($0, run) }) {
      // With one record the difference is worth showing.
      if records.count == 1 { try any.check(records[0], subject: subject(of: records[0], run), run) }
      throw ScenarioFailure(any.members.first?.key.position ?? position, "none of the \(records.count) records of \(what) fits 'any'")
    }
    for (key, expected) in sums {
      let sum = try records.reduce(ExactDecimal.zero) { sum, record in
        let value = record[key.text] ?? .null
        if value.isNull { return sum }
        guard let number = value.numberValue else {
          throw ScenarioFailure(key.position, "'\(key.text)' is \(value.described); only numbers add up")
        }
        return sum + number
      }
      try expected.check(.number(sum), what: "sum of \(key.text) over \(records.count) records of \(what)", run)
    }
  }

  private func checkOrdered(_ expected: [PropertyExpectations], _ records: [JSONObject], _ what: String, _ run: ScenarioRun) throws {
    try checkCount(expected.count, records.count, what)
    for (row, record) in zip(expected, records) { try row.check(record, subject: subject(of: record, run), run) }
  }

  private func checkUnordered(_ expected: [PropertyExpectations], _ records: [JSONObject], _ what: String, _ run: ScenarioRun) throws {
    try checkCount(expected.count, records.count, what)
    var rest = records
    for (index, row) in expected.enumerated() {
      guard let match = try rest.firstIndex(where: { try row.fits($0, run) }) else {
        let position = row.members.first?.key.position ?? rowsPosition
        // With one record left the difference is worth showing; with several the reader needs to know which row it was.
        if rest.count == 1 { try row.check(rest[0], subject: subject(of: rest[0], run), run) }
        throw ScenarioFailure(position, "no record of \(what) fits row \(index + 1)")
      }
      rest.remove(at: match)
    }
  }

  private func checkCount(_ expected: Int, _ actual: Int, _ what: String) throws {
    guard expected != actual else { return }
    throw ScenarioFailure(
      rowsPosition, "the count of \(what) is not as expected",
      comparison: .init(what: "count of \(what)", expected: "\(expected) (number)", actual: "\(actual) (number)"))
  }

  private func subject(of record: JSONObject, _ run: ScenarioRun) -> RecordSubject? {
    guard let entity else { return nil }
    let key = run.client(entity).schema.businessKey(entity.set).compactMap { name in record[name].map { (name, $0) } }
    return key.isEmpty ? nil : RecordSubject(system: entity.system, entitySet: entity.set, key: key)
  }
}
