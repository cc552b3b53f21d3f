import OData
import Twin

/// Delta links of Sales that lead nowhere any more (sales-web-api.md 5.14).
extension Fault {
  static let deltaLinkExpired = delta(
    "delta-link-expired", "The delta link is older than the days that changes are kept.",
    goodEngine: "Reads once more from where the task stood by row version, and goes on with a new link; nothing is missed.",
    refusal: { $0.expiredDeltaToken() })
  static let deltaReset = delta(
    "delta-reset", "Change tracking was switched off and on again: the delta link means nothing any more.",
    goodEngine: "As for an expired link: what changed in between is found by row version.",
    refusal: { $0.badDeltaToken() })

  private static func delta(
    _ name: String, _ summary: String, goodEngine: String, refusal: @escaping @Sendable (any ErrorCatalog) -> ServiceError
  ) -> Fault {
    Fault(
      name, .delta, summary, reach: FaultReach([.read], .instead, systems: ["sales"], isFor: isDelta), .sourced,
      "use change tracking to synchronize data with external systems", goodEngine: goodEngine,
      act: { strike, _ in TwinAnswer(strike.refusal(refusal(strike.service.product.errors))) })
  }

  static let isDelta: @Sendable (HTTPRequest) -> Bool = { $0.target.contains("deltatoken") }
}
