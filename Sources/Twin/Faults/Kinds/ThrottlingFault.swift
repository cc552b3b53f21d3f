import OData

/// Service protection: 429 with the time to wait (sales-web-api.md 6.1, supply-chain-odata.md 5.13) [sourced].
struct ThrottlingFault: Fault {
  static let kind = "throttling"
  static let summary = "Answers 429 with Retry-After, as service protection does; the request is not carried out."
  static let parameters = [
    FaultParameter("retryAfterSeconds", .number(0...86_400, default: 5), "seconds of the Retry-After header"),
    FaultParameter(
      "limit", .word(ExceededLimit.Measure.allCases.map(\.rawValue), default: ExceededLimit.Measure.requests.rawValue),
      "which limit of the product the answer names"),
    FaultParameter("code", .text(default: nil), "another code than that limit's, such as 0x8005F103"),
    FaultParameter("header", .word(["sent", "missing"], default: "sent"), "whether Retry-After is there at all"),
  ]

  private let values: FaultValues

  init(_ values: FaultValues) { self.values = values }

  func act(on call: FaultCall, proceed: () -> TwinAnswer) -> TwinAnswer {
    let refusal = refusal(call.service)
    let headers: HTTPHeaders = values.text("header") == "missing" ? [:] : ["Retry-After": String(values.number("retryAfterSeconds"))]
    return call.refusal(
      ServiceError(status: refusal.status, code: values.text("code") ?? refusal.code, message: refusal.message, headers: headers))
  }

  private func refusal(_ service: TwinService) -> ServiceError {
    let errors = service.product.errors
    guard let protection = service.product.rules.protection,
      let measure = values.text("limit").flatMap(ExceededLimit.Measure.init(rawValue:))
    else { return errors.throttled() }
    let limit: Int64? =
      switch measure {
      case .requests: protection.requests
      case .executionTime: protection.executionMilliseconds
      case .concurrency: protection.concurrentRequests
      case .resources: protection.resources.map { _ in 100 }
      }
    // A limit that the product does not have at this version cannot be reached.
    guard let limit else { return errors.throttled() }
    return errors.throttled(ExceededLimit(measure, limit: limit, windowSeconds: protection.windowSeconds))
  }
}
