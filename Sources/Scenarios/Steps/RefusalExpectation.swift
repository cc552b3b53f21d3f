import OData
import StrictYAML

/// The `fails:` of a step: the step must be refused, and this is how. `fails: true` takes any refusal.
struct RefusalExpectation: Sendable {
  let position: SourcePosition
  let status: Expected?
  let code: Expected?
  let message: Expected?

  init?(_ yaml: YAML, _ context: ReadingContext) {
    position = yaml.position
    if case .scalar(let scalar) = yaml {
      guard scalar.text == "true" else {
        context.report(scalar.position, "'fails' is true or a mapping of status, code and message")
        return nil
      }
      (status, code, message) = (nil, nil, nil)
      return
    }
    guard let map = MapReader(yaml, what: "'fails'", keys: ["status", "code", "message"], context.collector) else { return nil }
    func expected(_ key: String) -> Expected? { map.value(key).map { Expected($0, context.collector) } }
    (status, code, message) = (expected("status"), expected("code"), expected("message"))
  }

  /// Checks what the engine says against it; it has neither status nor code.
  func check(_ refusal: EngineRefusal, _ run: ScenarioRun) throws {
    if status != nil || code != nil { throw ScenarioFailure(position, "the engine refuses without status and code: \(refusal.message)") }
    try message?.check(.string(refusal.message), what: "message of the refusal", as: .string, run)
  }

  /// Checks a refusal against it.
  func check(_ refusal: Refusal, _ run: ScenarioRun) throws {
    do {
      try status?.check(.number(ExactDecimal(refusal.response.status)), what: "status of the refusal", run)
      try code?.check(.string(refusal.code), what: "code of the refusal", as: .string, run)
      try message?.check(.string(refusal.message), what: "message of the refusal", as: .string, run)
    } catch var failure as ScenarioFailure {
      failure.response = refusal.response
      throw failure
    }
  }
}
