import OData

/// What an external engine tells of its run: everything in it is optional, and what is missing is not judged.
struct ExternalResult {
  static let version: Int64 = 1

  /// A run's figures that a result may tell.
  static let figures: [(name: String, path: any WritableKeyPath<TaskOutcome, Int> & Sendable)] = [
    ("read", \.read), ("created", \.created), ("updated", \.updated), ("unchanged", \.unchanged), ("skipped", \.skipped),
    ("failed", \.failed),
  ]

  var status: String?
  var problems: [String] = []
  var tasks: [TaskOutcome] = []
  /// Figures that every task tells.
  var told: Set<String> = []
  /// Rows that could not be moved, with the keys they are known by.
  var waiting: [WaitingRow] = []

  /// - Throws: `UnusableAnswer` for what is no such document.
  init(_ bytes: [UInt8]) throws {
    if bytes.allSatisfy({ [0x20, 0x09, 0x0A, 0x0D].contains($0) }) { return }
    let json: JSON
    do {
      json = try JSON(decoding: bytes)
    } catch {
      throw UnusableAnswer(message: "the engine's result is no JSON: \(error)")
    }
    guard json["version"]?.numberValue?.exactInt64 == Self.version else {
      throw UnusableAnswer(
        message: "the engine's result has \"version\": \(json["version"]?.text ?? "none"); version \(Self.version) is known")
    }
    status = json["status"]?.stringValue
    if let status, !["Completed", "Warning", "Error"].contains(status) {
      throw UnusableAnswer(message: "the engine's result has the status '\(status)'; there are Completed, Warning and Error")
    }
    problems = (json["problems"]?.arrayValue ?? []).compactMap(\.stringValue)
    let given = json["tasks"]?.arrayValue ?? []
    told = given.isEmpty ? [] : Set(Self.figures.map(\.name) + ["failures"])
    for task in given { try read(task) }
    if told.isSuperset(of: ["created", "updated"]) { told.insert("writes") }
    if status != nil { told.formUnion(["status", "problems"]) }
  }

  private mutating func read(_ json: JSON) throws {
    guard let name = json["task"]?.stringValue else { throw UnusableAnswer(message: "a task of the engine's result has no \"task\"") }
    var outcome = TaskOutcome(task: name)
    for figure in Self.figures {
      switch json[figure.name] {
      case nil: told.remove(figure.name)
      case .number(let number)?:
        guard let count = number.exactInt64, count >= 0 else { fallthrough }
        outcome[keyPath: figure.path] = Int(count)
      default: throw UnusableAnswer(message: "\"\(figure.name)\" of task \(name) in the engine's result is no count")
      }
    }
    if json["failures"] == nil { told.remove("failures") }
    for failure in json["failures"]?.arrayValue ?? [] {
      let (source, key) = (failure["sourceKey"]?.stringValue ?? "", failure["key"]?.stringValue ?? "")
      guard let reason = failure["reason"]?.stringValue, !source.isEmpty || !key.isEmpty else {
        throw UnusableAnswer(message: "a failure of task \(name) in the engine's result needs a \"key\" or \"sourceKey\", and a \"reason\"")
      }
      outcome.failures.append((key.isEmpty ? source : key, reason))
      waiting.append(WaitingRow(sourceKey: source, destinationKey: key, reason: reason))
    }
    tasks.append(outcome)
  }
}
