import OData
import StrictYAML
import SyncEngine

/// `doctor: direct`, `doctor: cds`: looks at the setup of both systems. `expect:` names rules with their result (`R-SET-2: failed`), or
/// a matcher of the whole sentence with what was found, the remedy and its place.
struct DoctorStep: StepKind {
  static let keyword = "doctor"
  static let keys = ["expect"]
  static let summary = "look at the setup of both systems and check what is found"

  let era: TemplateEra
  let expectations: [(rule: YAML.Scalar, expected: Expected, isResult: Bool)]
  let position: SourcePosition

  init?(_ map: MapReader, _ context: ReadingContext) {
    guard let text = map.requiredText(Self.keyword) else { return nil }
    position = text.position
    guard let era = TemplateEra(rawValue: text.text) else {
      let known = TemplateEra.allCases.map(\.rawValue)
      context.report(
        text.position,
        "'\(text.text)' are no templates\(Suggestion.phrase(for: text.text, among: known)); there are \(known.joined(separator: " and "))")
      return nil
    }
    self.era = era
    let members = map.value("expect").flatMap { MapReader($0, what: "'expect' of doctor", keys: nil, context.collector) }?.members ?? []
    expectations = members.map { key, value in
      var isResult: Bool { if case .scalar = value { true } else { false } }
      return (key, Expected(value, context.collector), isResult)
    }
  }

  func perform(_ run: ScenarioRun) async throws {
    let findings = try await run.world.engine.examineSetup(era)
    if expectations.isEmpty, let failed = findings.first(where: { $0.result == .failed }) {
      throw ScenarioFailure(position, "the setup is not as it should be: \(failed)")
    }
    for (rule, expected, isResult) in expectations {
      guard let finding = findings.first(where: { $0.rule == rule.text }) else {
        throw ScenarioFailure(
          rule.position, "there is no check '\(rule.text)'\(Suggestion.phrase(for: rule.text, among: findings.map(\.rule)))")
      }
      do {
        try expected.check(.string(isResult ? finding.result.rawValue : "\(finding)"), what: rule.text, run)
      } catch var failure as ScenarioFailure {
        failure.message += "\n    \(finding)"
        throw failure
      }
    }
  }
}
