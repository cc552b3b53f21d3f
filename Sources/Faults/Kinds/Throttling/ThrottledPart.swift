import OData
import Twin

extension Fault {
  static let throttledPart = Fault(
    "throttled-part", .throttling, "Carries a batch out but for one part, which is answered with 429.",
    parameters: [
      FaultParameter("part", .number(1...1000, default: 1, drawn: 1...20), "which of the parts that are aimed at, counted from 1"),
      FaultParameter("retryAfter", .number(0...86_400, default: 5, drawn: 1...60), "seconds of the Retry-After header of that part"),
    ],
    reach: FaultReach([.batch], .either), .inferred,
    "each part of a batch counts as a request of its own (service protection of Dataverse)",
    goodEngine: "Waits as the part says and sends that part again, and none of the others.",
    act: { strike, proceed in
      let wanted = strike.values.number("part")
      var seen: Int64 = 0
      return strike.answering(proceed) { _ in
        seen += 1
        guard seen == wanted else { return nil }
        return strike.throttled(.requests, headers: ["Retry-After": String(strike.values.number("retryAfter"))])
      }
    })
}
