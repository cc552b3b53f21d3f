import OData

/// Service protection: 429 with the time to wait (sales-web-api.md 6.1, supply-chain-odata.md 5.13) [sourced].
struct ThrottlingFault: Fault {
  static let kind = "throttling"
  static let summary = "Answers 429 with Retry-After, as service protection does; the request is not carried out."
  static let parameters = [
    FaultParameter("retryAfterSeconds", .number(0...86_400, default: 5), "seconds of the Retry-After header"),
    FaultParameter("header", .word(["sent", "missing"], default: "sent"), "whether Retry-After is there at all"),
  ]

  private let values: FaultValues

  init(_ values: FaultValues) { self.values = values }

  func act(on call: FaultCall, proceed: () -> TwinAnswer) -> TwinAnswer {
    let refusal = call.service.product.errors.throttled()
    let headers: HTTPHeaders = values.text("header") == "missing" ? [:] : ["Retry-After": String(values.number("retryAfterSeconds"))]
    return call.refusal(ServiceError(status: refusal.status, code: refusal.code, message: refusal.message, headers: headers))
  }
}
