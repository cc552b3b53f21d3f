import OData
import StrictYAML

/// `expect:` looks at what is there now. Of one record (`key:`): `has:` properties, or `absent: true`. Of many (`where:`, all
/// without it): `count:`, `rows:` in order, `unordered:` in any order, `each:` of them, `any:` of them, `sum:` of properties. Of what
/// happened (`expect: requests`, see `WorldLog`): the same of the records that `where:` describes. Of a captured value
/// (`expect: ${…}`): `is:`, `has:`, or any of the checks of many when it is a list.
struct ExpectStep: StepKind {
  static let keyword = "expect"
  static let keys = ["key", "where", "orderBy", "has", "absent", "is", "count", "rows", "unordered", "each", "any", "sum", "during"]
  static let summary = "check a record, a collection or a captured value"
  static let onlyLooks = true

  enum Source: Sendable {
    case record(RecordSelector)
    case collection(EntityPath, RecordCondition?, order: String?)
    case log(WorldLog, where: PropertyExpectations?, ofLastExecution: Bool)
    case value(Interpolation)
  }

  let source: Source
  let position: SourcePosition
  let has: PropertyExpectations?
  let isAbsent: Bool
  let value: Expected?
  let checks: CollectionChecks

  init?(_ map: MapReader, _ context: ReadingContext) {
    guard let scalar = map.requiredText(Self.keyword) else { return nil }
    position = scalar.position
    var entity: EntityPath?
    if scalar.text.hasPrefix("${") {
      source = .value(Interpolation(scalar, context.collector))
    } else if let log = WorldLog(rawValue: scalar.text) {
      let condition = map.value("where").map { PropertyExpectations($0, nil, context) }
      if let condition { log.check(condition, context) }
      if log == .requests { context.groups.lookAtRequests = true }
      source = .log(log, where: condition, ofLastExecution: map.word("during", among: Self.during) == Self.during[1])
    } else {
      guard let path = EntityPath(scalar, context) else { return nil }
      entity = path
      if let yaml = map.value("key") {
        guard let key = RecordSelector(yaml, path, context) else { return nil }
        source = .record(key)
      } else {
        let condition = map.value("where").flatMap { RecordCondition($0, path, context) }
        source = .collection(path, condition, order: map.text("orderBy")?.text)
      }
    }
    has = map.value("has").map { PropertyExpectations($0, entity, context) }
    isAbsent = map.flag("absent") ?? false
    value = map.value("is").map { Expected($0, context.collector) }
    checks = CollectionChecks(map, entity, context)
    if case .log(let log, _, _) = source { for expectations in checks.expectations { log.check(expectations, context) } }
    Self.checkShape(source, map, context)
  }

  /// Which part of what happened is looked at.
  static let during = ["everything", "last run"]

  /// Which keys make sense with which source.
  private static func checkShape(_ source: Source, _ map: MapReader, _ context: ReadingContext) {
    let allowed: [String]
    let what: String
    switch source {
    case .record: (allowed, what) = (["key", "has", "absent"], "of one record")
    case .collection: (allowed, what) = (["where", "orderBy"] + CollectionChecks.keys, "of many records (without 'key')")
    case .log(let log, _, _):
      let range = log == .requests || log == .executions ? ["where", "during"] : ["where"]
      (allowed, what) = (range + CollectionChecks.keys, "of \(log.rawValue)")
    case .value: (allowed, what) = (["is", "has"] + CollectionChecks.keys, "of a captured value")
    }
    for key in keys where map.has(key) && !allowed.contains(key) {
      context.report(
        map.keyPosition(key), "'\(key)' does not go with an expectation \(what); that takes \(allowed.joined(separator: ", "))")
    }
    let checking = allowed.filter { !["key", "where", "orderBy", "during"].contains($0) }
    if !checking.contains(where: map.has) {
      context.report(map.position, "the expectation checks nothing; add one of: \(checking.joined(separator: ", "))")
    }
  }

  func perform(_ run: ScenarioRun) async throws {
    switch source {
    case .record(let key): try await checkRecord(key, run)
    case .collection(let entity, let condition, let order):
      let query = RecordQuery(set: entity.set, filter: try condition?.filter(run), orderBy: order, expand: checks.expand)
      let rows = try await run.client(entity).query(query)
      try checks.check(rows.map(JSON.object), what: entity.text, at: position, run)
    case .log(let log, let condition, let isLast):
      var records = try await log.records(run, ofLastExecution: isLast)
      if let condition { records = try records.filter { try $0.objectValue.map { try condition.fits($0, run) } ?? false } }
      try checks.check(records, what: log.rawValue, at: position, run)
    case .value(let text):
      let json = try text.json(run, as: nil)
      let what = text.segments.count == 1 ? "the value" : "the text"
      try value?.check(json, what: what, run)
      if let has {
        guard let object = json.objectValue else { throw ScenarioFailure(position, "'has' needs a record; this is \(json.described)") }
        try has.check(object, subject: nil, run)
      }
      if checks.isEmpty { return }
      guard let rows = json.arrayValue else { throw ScenarioFailure(position, "this check needs a list; this is \(json.described)") }
      try checks.check(rows, what: "the list", at: position, run)
    }
  }

  private func checkRecord(_ key: RecordSelector, _ run: ScenarioRun) async throws {
    let subject = key.subject(run)
    run.lastSubject = subject
    let record: JSONObject
    do {
      record = try await run.client(key.entity).read(key.entity.set, try await key.predicate(run), expand: has?.expand ?? [:])
    } catch let refusal as Refusal where refusal.response.status == 404 {
      if isAbsent { return }
      throw ScenarioFailure(key.position, "there is no such record in \(key.entity.text)", subject: subject, response: refusal.response)
    } catch let missing as NoSuchRecord where missing.count == 0 {
      if isAbsent { return }
      throw ScenarioFailure(key.position, "\(missing)", subject: subject)
    } catch let missing as NoSuchRecord {
      throw ScenarioFailure(key.position, "\(missing)", subject: subject)
    }
    if isAbsent {
      throw ScenarioFailure(key.position, "there must be no such record in \(key.entity.text), but there is", subject: subject)
    }
    try has?.check(record, subject: subject, run)
  }
}
