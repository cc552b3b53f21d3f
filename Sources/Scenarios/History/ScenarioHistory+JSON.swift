import OData

/// A history as JSON, and back. Members that say nothing are left out; moments are ISO 8601.
extension ScenarioHistory {
  var json: JSON {
    var object: JSONObject = ["entries": .array(entries.map(\.json))]
    if leftOut > 0 { object.append("leftOut", .number(ExactDecimal(leftOut))) }
    return .object(object)
  }

  /// `nil` for anything that `json` does not write.
  init?(_ json: JSON) {
    guard let array = json["entries"]?.arrayValue else { return nil }
    entries = array.compactMap { Entry($0) }
    guard entries.count == array.count else { return nil }
    leftOut = json.whole("leftOut")
  }
}

extension ScenarioHistory.Entry {
  fileprivate var json: JSON {
    switch self {
    case .part(let title): return ["part": .string(title)]
    case .step(let step):
      var object: JSONObject = ["step": .string(step.title), "line": .number(ExactDecimal(step.line))]
      object.append("depth", step.depth)
      object.append("began", .string("\(step.began)"))
      if let ended = step.ended, ended != step.began { object.append("ended", .string("\(ended)")) }
      if step.isFailed { object.append("failed", true) }
      return .object(object)
    case .execution(let execution):
      var object: JSONObject = ["execution": .string(execution.project), "began": .string("\(execution.began)")]
      if let ended = execution.ended, ended != execution.began { object.append("ended", .string("\(ended)")) }
      if let status = execution.status { object.append("status", .string(status)) }
      object.append("tasks", .array(execution.tasks.map(\.json)))
      if !execution.problems.isEmpty { object.append("problems", .array(execution.problems.map(JSON.string))) }
      object.append("moreProblems", execution.moreProblems)
      return .object(object)
    case .crossing(let crossing):
      var object: JSONObject = [
        "from": .string(crossing.sender), "to": .string(crossing.system.rawValue), "method": .string(crossing.method),
        "what": .string(crossing.what), "status": crossing.status.map { .number(ExactDecimal($0)) } ?? .null,
        "count": .number(ExactDecimal(crossing.count)), "bytes": .number(ExactDecimal(crossing.bytes)), "at": .string("\(crossing.time)"),
      ]
      if crossing.isBatched { object.append("batched", true) }
      if let refusal = crossing.refusal { object.append("refusal", .string(refusal)) }
      return .object(object)
    }
  }

  fileprivate init?(_ json: JSON) {
    func moment(_ name: String) -> Timestamp? { json[name]?.stringValue.flatMap { Timestamp($0) } }
    if let title = json["part"]?.stringValue {
      self = .part(title)
    } else if let title = json["step"]?.stringValue {
      guard let began = moment("began") else { return nil }
      self = .step(
        .init(
          title: title, line: json.whole("line"), depth: json.whole("depth"), began: began, ended: moment("ended") ?? began,
          isFailed: json["failed"] == true))
    } else if let project = json["execution"]?.stringValue {
      guard let began = moment("began") else { return nil }
      var execution = ScenarioHistory.Execution(project: project, began: began)
      execution.ended = moment("ended") ?? began
      execution.status = json["status"]?.stringValue
      execution.tasks = (json["tasks"]?.arrayValue ?? []).map { ScenarioHistory.Task($0) }
      execution.problems = json.texts("problems")
      execution.moreProblems = json.whole("moreProblems")
      self = .execution(execution)
    } else {
      guard let sender = json["from"]?.stringValue, let system = json["to"]?.stringValue.flatMap({ SystemName(rawValue: $0) }),
        let method = json["method"]?.stringValue, let what = json["what"]?.stringValue, let time = moment("at")
      else { return nil }
      self = .crossing(
        .init(
          sender: sender, system: system, method: method, what: what, status: json["status"]?.numberValue?.exactInt64.map { Int($0) },
          isBatched: json["batched"] == true, count: json.whole("count"), bytes: json.whole("bytes"), time: time,
          refusal: json["refusal"]?.stringValue))
    }
  }
}

extension ScenarioHistory.Task {
  private static let figures: [(name: String, path: any WritableKeyPath<Self, Int> & Sendable)] = [
    ("read", \.read), ("created", \.created), ("updated", \.updated), ("unchanged", \.unchanged), ("skipped", \.skipped),
    ("failed", \.failed), ("moreFailures", \.moreFailures),
  ]

  fileprivate var json: JSON {
    var object: JSONObject = ["task": .string(task)]
    for (name, path) in Self.figures { object.append(name, self[keyPath: path]) }
    if !failures.isEmpty { object.append("failures", .array(failures.map(JSON.string))) }
    return .object(object)
  }

  fileprivate init(_ json: JSON) {
    self.init(task: json["task"]?.stringValue ?? "")
    for (name, path) in Self.figures { self[keyPath: path] = json.whole(name) }
    failures = json.texts("failures")
  }
}

extension JSONObject {
  /// Adds a count, unless it is nought.
  fileprivate mutating func append(_ name: String, _ count: Int) {
    if count != 0 { append(name, .number(ExactDecimal(count))) }
  }
}

extension JSON {
  /// 0 where there is no such number.
  func whole(_ name: String) -> Int { Int(self[name]?.numberValue?.exactInt64 ?? 0) }
  func texts(_ name: String) -> [String] { (self[name]?.arrayValue ?? []).compactMap(\.stringValue) }
}
