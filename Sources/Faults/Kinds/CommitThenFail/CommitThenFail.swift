import OData
import Twin

extension Fault {
  static let commitThenFail = Fault(
    "commit-then-fail", .commitThenFail, "The request is carried out, and the answer says that it failed.",
    parameters: [FaultParameter("status", .number(400...599, default: 504, drawn: 502...504), "HTTP status of the answer")],
    reach: FaultReach([.write, .batch], .after), .inferred, "what a gateway's time-out looks like to a client",
    goodEngine: "Takes the write for in doubt and reads the key back; what is there was made by it and is not made again.",
    act: { strike, proceed in
      var answer = proceed(strike.request)
      let error = ServiceError(status: Int(strike.values.number("status")), message: "The answer was lost (injected fault).")
      answer.outcome = .response(strike.refusal(error))
      return answer
    })
}
