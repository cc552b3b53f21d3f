import OData
import StrictYAML

/// What an answer must be. Everything that is not mentioned may be anything.
struct ContractExpectation: Sendable {
  /// What one step of a batch must be answered with.
  enum Part: Sendable {
    case response(ContractExpectation)
    case changeSet([ContractExpectation], SourcePosition)
  }

  let position: SourcePosition
  let status: Expected?
  /// `null` for a header that must not be there.
  let headers: [(name: YAML.Scalar, expected: Expected)]
  /// Paths into the JSON body: `error/code`, `value/0/@odata.etag`, `value/#` for the number of elements.
  let members: [(path: YAML.Scalar, expected: Expected)]
  /// Paths that must lead nowhere.
  let absent: [YAML.Scalar]
  /// The body as text.
  let text: Expected?
  let isEmpty: Bool
  let parts: [Part]?

  static let keys = ["status", "headers", "body", "absent", "text", "empty", "parts"]

  init?(_ yaml: YAML, what: String, _ collector: DiagnosticCollector) {
    guard let map = MapReader(yaml, what: what, keys: Self.keys, collector) else { return nil }
    position = map.position
    status = map.value("status").map { Expected($0, collector) }
    headers = Self.pairs(map, "headers")
    members = Self.pairs(map, "body")
    absent = map.texts("absent")
    text = map.value("text").map { Expected($0, collector) }
    isEmpty = map.flag("empty") ?? false
    parts = map.has("parts") ? map.list("parts").compactMap { Self.part($0, collector) } : nil
    if map.members.isEmpty { map.report(map.position, "\(what) expects nothing") }
  }

  private static func pairs(_ map: MapReader, _ key: String) -> [(YAML.Scalar, Expected)] {
    guard let yaml = map.value(key) else { return [] }
    guard case .map(let members, _) = yaml else {
      map.report(yaml.position, "'\(key)' is a mapping, not \(yaml.kind)")
      return []
    }
    return members.map { ($0.key, Expected($0.value, map.collector)) }
  }

  private static func part(_ yaml: YAML, _ collector: DiagnosticCollector) -> Part? {
    if case .map(let members, let position) = yaml, members.count == 1, members[0].key.text == "changeset",
      case .list(let parts, _) = members[0].value
    {
      return .changeSet(parts.compactMap { ContractExpectation($0, what: "a part", collector) }, position)
    }
    return ContractExpectation(yaml, what: "a part", collector).map { .response($0) }
  }

  /// - Throws: `ScenarioFailure` for the first thing that is not as expected.
  func check(_ response: HTTPResponse, _ names: ContractNames) throws {
    try status?.check(.number(ExactDecimal(response.status)), what: "the status", names)
    for (name, expected) in headers {
      try expected.check(response.headers[name.text].map { .string($0) } ?? .null, what: "the header \(name.text)", names)
    }
    if isEmpty, !response.body.isEmpty { throw ScenarioFailure(position, "the body was to be empty") }
    try text?.check(.string(response.text), what: "the body", names)
    try checkBody(response, names)
    try checkParts(response, names)
  }

  private func checkBody(_ response: HTTPResponse, _ names: ContractNames) throws {
    guard !members.isEmpty || !absent.isEmpty else { return }
    guard let body = try? JSON(decoding: response.body.withoutMark) else { throw ScenarioFailure(position, "the body is not JSON") }
    for (path, expected) in members {
      guard let value = MemberPath(path.text).value(in: body) else {
        throw ScenarioFailure(path.position, "the body has no '\(path.text)'")
      }
      try expected.check(value, what: path.text, names)
    }
    for path in absent where MemberPath(path.text).value(in: body) != nil {
      throw ScenarioFailure(path.position, "the body was not to have '\(path.text)'")
    }
  }

  private func checkParts(_ response: HTTPResponse, _ names: ContractNames) throws {
    guard let parts else { return }
    let answers: [BatchAnswer]
    do {
      answers = try BatchFormat.parseResponse(body: response.body, contentType: response.headers["Content-Type"] ?? "")
    } catch {
      throw ScenarioFailure(position, "the body is not the answer to a batch: \(error)")
    }
    guard answers.count == parts.count else {
      throw ScenarioFailure(position, "the batch was to be answered in \(parts.count) parts; it is in \(answers.count)")
    }
    for (part, answer) in zip(parts, answers) {
      switch (part, answer) {
      case (.response(let expectation), .response(let answer)): try expectation.check(answer.response, names)
      case (.changeSet(let expectations, let position), .changeSet(let answers)):
        guard expectations.count == answers.count else {
          throw ScenarioFailure(position, "the change set was to have \(expectations.count) answers; it has \(answers.count)")
        }
        for (expectation, answer) in zip(expectations, answers) { try expectation.check(answer.response, names) }
      case (.response(let expectation), .changeSet):
        throw ScenarioFailure(expectation.position, "this part was to be one answer; it is that of a change set")
      case (.changeSet(_, let position), .response):
        throw ScenarioFailure(position, "this part was to be the answer of a change set; it is a single one")
      }
    }
  }
}

extension [UInt8] {
  /// The text behind a byte-order mark, which Dataverse puts before plain counts.
  var withoutMark: [UInt8] { starts(with: [0xEF, 0xBB, 0xBF]) ? Array(dropFirst(3)) : self }
}
