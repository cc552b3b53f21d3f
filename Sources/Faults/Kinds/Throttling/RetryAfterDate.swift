import Ambient
import OData
import Twin

extension Fault {
  static let retryAfterDate = Fault(
    "retry-after-date", .throttling, "Answers 429 with a Retry-After that names a moment instead of a number of seconds.",
    parameters: [FaultParameter("seconds", .number(0...86_400, default: 45, drawn: 1...300), "how far ahead the moment lies, in seconds")],
    reach: FaultReach(.instead), .sourced, "RFC 9110, 10.2.3: Retry-After is a date or a number of seconds",
    goodEngine: "Reads both forms, and waits until that moment.",
    act: { strike, _ in
      let moment = strike.service.ambient.now.adding(seconds: strike.values.number("seconds"))
      return TwinAnswer(strike.throttled(.requests, headers: ["Retry-After": HTTPDate.text(moment)]))
    })
}
