import OData
import Twin

extension Fault {
  static let halfBody = Fault(
    "half-body", .connection,
    "The request is carried out, and the body of its answer ends early, under the status and headers of the whole.",
    parameters: [FaultParameter("percent", .number(0...99, default: 50, drawn: 0...99), "how much of the body is left, in hundredths")],
    reach: FaultReach(.after), .sourced, "RFC 9112, 8: incomplete messages",
    goodEngine:
      "Takes an answer that cannot be read for no answer: a page is asked for again, a write is in doubt and its key is read back.",
    act: { strike, proceed in
      var answer = proceed(strike.request)
      guard case .response(var response) = answer.outcome else { return answer }
      response.body = Array(response.body.prefix(response.body.count * Int(strike.values.number("percent")) / 100))
      answer.outcome = .response(response)
      return answer
    })
}
