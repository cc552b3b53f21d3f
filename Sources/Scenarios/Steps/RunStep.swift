import OData
import StrictYAML
import SyncEngine

/// `run: accounts`: runs a project of the engine. `overrides:` edits its template, `expect:` says how it must end,
/// `as:` keeps the outcome.
struct RunStep: StepKind {
  static let keyword = "run"
  static let keys = ["project", "overrides", "allData", "pageSize", "consent", "notify", "meanwhile", "expect", "as"]
  static let summary = "run a project of the engine and check how it ended"

  /// Figures of an execution a scenario may expect something of.
  static let figures = ["status", "read", "created", "updated", "unchanged", "skipped", "failed", "writes", "problems", "failures"]

  let request: ProjectRequest
  let expectations: [(key: YAML.Scalar, expected: Expected)]
  let tasks: [(task: YAML.Scalar, expectations: [(key: YAML.Scalar, expected: Expected)])]
  let clauses: [ClauseExpectations]
  let name: String?
  let meanwhile: [Meanwhile]
  let position: SourcePosition

  init?(_ map: MapReader, _ context: ReadingContext) {
    guard let template = map.requiredText(Self.keyword), let request = Self.request(map, Self.keyword, context) else { return nil }
    position = template.position
    name = map.text("as")?.text
    self.request = request
    meanwhile = map.list("meanwhile").compactMap { Meanwhile($0, context) }
    var expectations: [(key: YAML.Scalar, expected: Expected)] = []
    var tasks: [(task: YAML.Scalar, expectations: [(key: YAML.Scalar, expected: Expected)])] = []
    var clauses: [ClauseExpectations] = []
    if let yaml = map.value("expect"),
      let expect = MapReader(yaml, what: "'expect' of a run", keys: Self.figures + ["tasks", "clauses"], context.collector)
    {
      clauses += ClauseExpectations(expect, task: nil, context).map { [$0] } ?? []
      expectations = Self.expectations(expect, context)
      if case .map(let members, _) = expect.value("tasks") {
        for (task, value) in members {
          let what = "expectation of task '\(task.text)'"
          guard let inner = MapReader(value, what: what, keys: Self.figures + ["clauses"], context.collector)
          else { continue }
          clauses += ClauseExpectations(inner, task: task, context).map { [$0] } ?? []
          tasks.append((task, Self.expectations(inner, context)))
        }
      } else if let other = expect.value("tasks") {
        context.report(other.position, "'tasks' must be a mapping of task names to expectations, not \(other.kind)")
      }
    }
    self.expectations = expectations
    self.tasks = tasks
    self.clauses = clauses
  }

  private static func expectations(_ map: MapReader, _ context: ReadingContext) -> [(key: YAML.Scalar, expected: Expected)] {
    map.members.filter { figures.contains($0.key.text) }.map { ($0.key, Expected($0.value, context.collector)) }
  }

  /// The project a step is about: the template under the step's own key, and what is different from it.
  static func request(_ map: MapReader, _ key: String, _ context: ReadingContext) -> ProjectRequest? {
    guard let template = map.requiredText(key) else { return nil }
    let isFile = template.text.hasSuffix(".yaml") || template.text.hasSuffix(".yml")
    if !isFile, !ProjectNames.isKnown(template.text) {
      let hint = Suggestion.phrase(for: template.text, among: ProjectNames.aliases)
      context.report(
        template.position,
        "'\(template.text)' is no template\(hint); there are \(ProjectNames.aliases.joined(separator: ", ")), and files of projects (.yaml)"
      )
    }
    var request = ProjectRequest(
      template: template.text, overrides: map.list("overrides").flatMap { overrides($0, context) }, allData: map.flag("allData") ?? false,
      pageSize: map.integer("pageSize"), name: map.text("project")?.text)
    if isFile {
      guard let written = written(template, context) else { return nil }
      (request.written, request.template, request.name) = (written, written.project.templateName, written.project.name)
      if let name = map.text("project") {
        context.report(name.position, "a project of a file has the name the file gives it")
      }
    }
    request.hasConsent = map.flag("consent") ?? true
    let known = NotificationSettings.Occasion.allCases.map(\.rawValue)
    for word in map.texts("notify") {
      if let occasion = NotificationSettings.Occasion(rawValue: word.text) {
        request.notifiesOf.insert(occasion)
      } else {
        let hint = Suggestion.phrase(for: word.text, among: known)
        context.report(word.position, "'\(word.text)' is nothing to be told of\(hint); there are \(known.joined(separator: ", "))")
      }
    }
    return request
  }

  /// The project in a file, by its path from the folder of the scenario.
  private static func written(_ path: YAML.Scalar, _ context: ReadingContext) -> WrittenProject? {
    guard let file = path.file(report: context.report) else { return nil }
    do {
      return WrittenProject(path: file.path, project: try ProjectFile.read(file, catalog: TemplateCatalog.builtIn()))
    } catch let error as MalformedFile {
      for complaint in error.diagnostics { context.report(complaint.position, complaint.message) }
    } catch {
      context.report(path.position, "\(error)")
    }
    return nil
  }

  static func overrides(_ yaml: YAML, _ context: ReadingContext) -> [ProjectOverride] {
    guard
      let map = MapReader(
        yaml, what: "override", keys: ["task", "default", "constant", "valueMap", "filter", "map", "unmap", "empty", "advancedQuery"],
        context.collector)
    else { return [] }
    let task = map.text("task")?.text ?? ""
    var edits: [ProjectOverride.Edit] = []
    for (field, value) in pairs(map, "default", context) { edits.append(.defaultValue(field: field, value: value)) }
    for (field, value) in pairs(map, "constant", context) { edits.append(.constant(field: field, value: value)) }
    if case .map(let fields, _) = map.value("valueMap") {
      for (field, entries) in fields {
        guard case .map(let members, _) = entries else {
          context.report(entries.position, "the value map of '\(field.text)' must be a mapping, not \(entries.kind)")
          continue
        }
        var table: [String: String] = [:]
        for (from, to) in members { if case .scalar(let scalar) = to { table[from.text] = scalar.text } }
        edits.append(.valueMap(field: field.text, entries: table))
      }
    }
    if let filter = map.value("filter"), case .scalar(let scalar) = filter { edits.append(.filter(scalar.text)) }
    for (source, field) in pairs(map, "map", context) { edits.append(.map(source: source, field: field)) }
    edits += map.texts("unmap").map { .unmap(field: $0.text) }
    if map.has("advancedQuery") { edits.append(.advancedQuery(ProjectFile.query(map))) }
    edits += map.texts("empty").map { .empty(field: $0.text) }
    if edits.isEmpty {
      context.report(map.position, "an override needs one of: default, constant, valueMap, filter, map, unmap, empty, advancedQuery")
    }
    return edits.map { ProjectOverride(task: task, edit: $0) }
  }

  private static func pairs(_ map: MapReader, _ key: String, _ context: ReadingContext) -> [(String, String)] {
    guard let yaml = map.value(key) else { return [] }
    guard case .map(let members, _) = yaml else {
      context.report(yaml.position, "'\(key)' of an override must be a mapping, not \(yaml.kind)")
      return []
    }
    return members.compactMap { member in
      guard case .scalar(let scalar) = member.value else {
        context.report(member.value.position, "'\(member.key.text)' must have a text, not \(member.value.kind)")
        return nil
      }
      return (member.key.text, scalar.text)
    }
  }

  func perform(_ run: ScenarioRun) async throws {
    if !meanwhile.isEmpty, !run.world.engine.canBeInterrupted {
      throw NotForThisEngine(reason: "it does something in the midst of a run")
    }
    for interruption in meanwhile { interruption.arm(run) }
    let outcome = try await run.execute(request, at: position)
    if try run.world.interruptions.finish() > 0 {
      throw ScenarioFailure(meanwhile.first?.position ?? position, "the engine did not ask for that page")
    }
    if let name { run.capture(name, outcome.json) }
    // A run nobody expects anything of must at least not fail: silence would hide it.
    if expectations.isEmpty, tasks.isEmpty, clauses.isEmpty, outcome.status != "Completed" {
      throw ScenarioFailure(
        position, "the run of \(outcome.project) ended in \(outcome.status)\(outcome.firstReasons)",
        comparison: .init(what: "status", expected: "\"Completed\" (text)", actual: "\"\(outcome.status)\" (text)"))
    }
    if outcome.isRepetition { return }
    for (key, expected) in expectations where isJudged(key.text, outcome, run) {
      try check(expected, outcome.figure(key.text), "\(key.text) of the run of \(outcome.project)", outcome, run)
    }
    for (task, expectations) in tasks {
      let judged = expectations.filter { isJudged($0.key.text, outcome, run) }
      if judged.isEmpty, outcome.told != nil { continue }
      guard let figures = outcome.tasks.first(where: { $0.task == task.text }) else {
        let known = outcome.tasks.map(\.task)
        throw ScenarioFailure(
          task.position,
          "the run has no task '\(task.text)'\(Suggestion.phrase(for: task.text, among: known)); it has \(known.joined(separator: ", "))")
      }
      for (key, expected) in judged {
        try check(expected, figures.figure(key.text), "\(key.text) of task \(task.text)", outcome, run)
      }
    }
    for expectation in clauses where isJudged("clauses", outcome, run) { try expectation.check(outcome, run) }
  }

  /// Whether the engine tells that figure; a report says which ones it does not.
  private func isJudged(_ figure: String, _ outcome: ProjectOutcome, _ run: ScenarioRun) -> Bool {
    if figure == "writes", outcome.observedWrites != nil { return true }
    guard let told = outcome.told, !told.contains(figure) else { return true }
    run.leaveUnjudged("\(figure) of \(outcome.project)")
    return false
  }

  private func check(_ expected: Expected, _ actual: JSON, _ what: String, _ outcome: ProjectOutcome, _ run: ScenarioRun) throws {
    do {
      try expected.check(actual, what: what, run)
    } catch var failure as ScenarioFailure {
      failure.message += outcome.firstReasons
      throw failure
    }
  }
}

extension ProjectOutcome {
  func figure(_ name: String) -> JSON {
    func sum(_ path: KeyPath<TaskOutcome, Int>) -> JSON { .number(ExactDecimal(tasks.reduce(0) { $0 + $1[keyPath: path] })) }
    return switch name {
    case "status": .string(status)
    case "read": sum(\.read)
    case "created": sum(\.created)
    case "updated": sum(\.updated)
    case "unchanged": sum(\.unchanged)
    case "skipped": sum(\.skipped)
    case "failed": sum(\.failed)
    case "writes": .number(ExactDecimal(writes))
    case "problems": .string(problems.joined(separator: "; "))
    default: .string(tasks.flatMap(\.failures).map { "\($0.key): \($0.reason)" }.joined(separator: "; "))
    }
  }

  /// What kept tasks from reading anything, for messages.
  private var silence: String {
    tasks.flatMap { task in
      (task.filterCounts?.lines ?? []).enumerated().map { "\n    \($0 == 0 ? "\(task.task): \($1)" : $1)" }
    }.joined()
  }

  var json: JSON {
    var object = JSONObject(RunStep.figures.map { .init($0, figure($0)) })
    object.append(
      "tasks",
      .array(
        tasks.map { task in
          .object(
            JSONObject(
              [.init("task", .string(task.task))]
                + RunStep.figures.filter { $0 != "status" && $0 != "problems" }.map { .init($0, task.figure($0)) }))
        }))
    return .object(object)
  }

  /// The first reasons why rows failed or the project did not start, for messages.
  var firstReasons: String {
    let reasons = problems + tasks.flatMap { task in task.failures.map { "\(task.task) \($0.key): \($0.reason)" } }
    return reasons.prefix(5).map { "\n    \($0)" }.joined() + (reasons.count > 5 ? "\n    and \(reasons.count - 5) more" : "") + silence
  }
}

extension TaskOutcome {
  func figure(_ name: String) -> JSON {
    switch name {
    case "read": .number(ExactDecimal(read))
    case "created": .number(ExactDecimal(created))
    case "updated": .number(ExactDecimal(updated))
    case "unchanged": .number(ExactDecimal(unchanged))
    case "skipped": .number(ExactDecimal(skipped))
    case "failed": .number(ExactDecimal(failed))
    case "writes": .number(ExactDecimal(created + updated))
    default: .string(failures.map { "\($0.key): \($0.reason)" }.joined(separator: "; "))
    }
  }
}
