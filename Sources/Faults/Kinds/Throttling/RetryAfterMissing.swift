import OData
import Twin

extension Fault {
  static let retryAfterMissing = Fault(
    "retry-after-missing", .throttling, "Answers 429 without a Retry-After.",
    reach: FaultReach(.instead), .inferred, "RFC 6585, 4: the header may be there",
    goodEngine: "Waits a while of its own, and does not ask again at once.",
    act: { strike, _ in TwinAnswer(strike.throttled(.requests, headers: [:])) })
}
