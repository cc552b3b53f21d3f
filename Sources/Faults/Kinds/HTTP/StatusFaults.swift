import OData
import Twin

/// Refusals with nothing but a status to tell them apart.
extension Fault {
  static let serverError = status(
    500, "server-error", "The service breaks down over the request and answers 500.",
    goodEngine:
      "Records the reason with the rows of the request and tries them at the next run. A read that fails ends the task, which keeps "
      + "its position.")
  static let badGateway = status(
    502, "bad-gateway", "A gateway in front of the service gets nothing useful from it and answers 502.", isGateway: true,
    goodEngine: "What the service behind the gateway did is not known: reads are repeated, writes are read back.")
  static let gatewayTimeOut = status(
    504, "gateway-time-out", "A gateway in front of the service gives up waiting and answers 504.", isGateway: true,
    goodEngine: "What the service behind the gateway did is not known: reads are repeated, writes are read back.")
  static let requestTimeOut = status(
    408, "request-time-out", "The service gives up waiting for the request and answers 408.", isGateway: true,
    goodEngine: "Sends it again: reads at once, writes once their key was read back.")

  static let httpError = Fault(
    "http-error", .http, "Answers with any error, in the product's envelope.",
    parameters: [
      FaultParameter("status", .number(400...599, default: 500), "HTTP status"),
      FaultParameter("code", .text(default: ""), "code in the envelope, such as 0x8005F103"),
      FaultParameter("message", .text(default: "An unexpected error occurred (injected fault)."), "message in the envelope"),
    ],
    reach: FaultReach(.instead), .proposed, "for what no other fault says",
    goodEngine: "Tells rows, requests and services apart: what is wrong with one row stops no other.",
    act: { strike, _ in
      let (code, message) = (strike.values.text("code") ?? "", strike.values.text("message") ?? "")
      return TwinAnswer(strike.refusal(ServiceError(status: Int(strike.values.number("status")), code: code, message: message)))
    })

  static let serviceUnavailable = Fault(
    "service-unavailable", .http, "The service is too busy or under maintenance and answers 503.",
    parameters: [
      FaultParameter("retryAfter", .number(0...86_400, default: 0, drawn: 0...120), "seconds of the Retry-After header; 0 for no header")
    ],
    reach: FaultReach(.instead), .sourced, "RFC 9110, 15.6.4",
    goodEngine: "Waits as long as it is told, or a while of its own, and asks again.",
    act: { strike, _ in
      let seconds = strike.values.number("retryAfter")
      let headers: HTTPHeaders = seconds == 0 ? [:] : ["Retry-After": String(seconds)]
      return TwinAnswer(
        strike.refusal(ServiceError(status: 503, message: "The service is unavailable (injected fault).", headers: headers)))
    })

  private static func status(
    _ status: Int, _ name: String, _ summary: String, isGateway: Bool = false, goodEngine: String
  ) -> Fault {
    Fault(
      name, .http, summary, reach: FaultReach(.instead), .sourced, "RFC 9110, 15", goodEngine: goodEngine,
      act: { strike, _ in
        if isGateway {
          let reason = HTTPResponse.reason(status)
          let page = "<html><head><title>\(status) \(reason)</title></head><body><h1>\(reason)</h1></body></html>"
          return TwinAnswer(HTTPResponse(status, headers: ["Content-Type": "text/html"], body: Array(page.utf8)))
        }
        return TwinAnswer(strike.refusal(ServiceError(status: status, message: "An unexpected error occurred (injected fault).")))
      })
  }
}
