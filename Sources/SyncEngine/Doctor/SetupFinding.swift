/// What a setup check has found (data-integration.md 3.1).
public struct SetupFinding: Hashable, Sendable {
  public enum Result: String, Sendable, CaseIterable {
    case ok, warning, failed
    /// The systems do not tell over OData, or not to this caller.
    case unknown
  }

  /// For example `R-SET-2`.
  public let rule: String
  /// What has to be so.
  public let title: String
  public let result: Result
  /// What is so, without a full stop.
  public let found: String
  /// Where it is set.
  public let place: String
  /// What to do; for what is unknown, how a person checks it. Empty where all is well.
  public let remedy: String
}

extension SetupFinding: CustomStringConvertible {
  /// `R-SET-2 failed: it is No. Set Use system pricing calculation to Yes. (Sales: Settings …)`.
  public var description: String { "\(rule) \(result.rawValue): \(found).\(remedy.isEmpty ? "" : " \(remedy) (\(place))")" }
}
