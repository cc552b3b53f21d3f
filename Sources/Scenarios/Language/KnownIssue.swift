public import OData
import StrictYAML

/// A scenario that is known to fail, why, and until when that is put up with: `knownIssue: {reason: …, until: 2027-03-31}`.
///
/// It must fail: one that passes again has lost its reason for the mark, and one whose day is over has been put up with long enough.
public struct KnownIssue: Hashable, Sendable {
  public let reason: String
  /// The last day on which the failure is put up with.
  public let until: CalendarDate
  let position: SourcePosition

  static func read(_ map: MapReader, _ collector: DiagnosticCollector) -> KnownIssue? {
    guard let yaml = map.value("knownIssue"),
      let inner = MapReader(yaml, what: "'knownIssue'", keys: ["reason", "until"], collector),
      let reason = inner.requiredText("reason"), let day = inner.requiredText("until")
    else { return nil }
    guard let until = CalendarDate(day.text) else {
      collector.report(day.position, "'\(day.text)' is no day; write one such as 2027-03-31")
      return nil
    }
    return KnownIssue(reason: reason.text, until: until, position: map.keyPosition("knownIssue"))
  }

  /// What the outcome of a scenario with this mark comes to.
  /// - Parameters:
  ///   - today: `nil` where nobody says; then no mark is over.
  ///   - replay: the command that does it again.
  func judge(_ outcome: ScenarioResult.Outcome, today: CalendarDate?, replay: String) -> (outcome: ScenarioResult.Outcome, note: String?) {
    switch outcome {
    case .passed:
      let message = "the scenario no longer fails; take the mark 'knownIssue' out (\(reason))"
      return (.failed(FailureReport(position: position, message: message, replay: replay)), nil)
    case .failed(var report):
      if let today, until < today {
        report.message = "the mark 'knownIssue' was good until \(until): mend it or set another day (\(reason))\n    \(report.message)"
        return (.failed(report), nil)
      }
      return (.passed, "known issue until \(until): \(reason); it fails with: \(report.message)")
    case .broken, .malformed, .notForThisEngine: return (outcome, nil)
    }
  }
}
