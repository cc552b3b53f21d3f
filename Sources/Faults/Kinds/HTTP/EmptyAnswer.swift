import OData
import Twin

extension Fault {
  static let emptyAnswer = Fault(
    "empty-answer", .http, "The request is carried out, and the answer is a 200 with nothing in it.",
    reach: FaultReach(.after), .inferred, "gateways that lose the body of an answer keep its status",
    goodEngine: "Takes an answer that cannot be read for no answer, whatever its status says.",
    act: { strike, proceed in
      var answer = proceed(strike.request)
      answer.outcome = .response(HTTPResponse(200, headers: ["Content-Length": "0"]))
      return answer
    })
}
