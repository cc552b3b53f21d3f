import OData
import Twin

/// Service protection, with the limit that was reached in the product's words (sales-web-api.md 6.1, supply-chain-odata.md 5.13).
extension Fault {
  static let throttledRequests = throttled(
    "throttled-requests", .requests, "Answers 429: too many requests within five minutes.")
  static let throttledExecutionTime = throttled(
    "throttled-execution-time", .executionTime, "Answers 429: the requests of five minutes took too long together.")
  static let throttledConcurrency = throttled(
    "throttled-concurrency", .concurrency, "Answers 429: too many requests at the same time.",
    goodEngine: "Waits, and has fewer requests under way afterwards.")
  static let priorityThrottling = throttled(
    "priority-throttling", .resources,
    "Answers 429 because the environment is busy: calls of low priority are turned away first.", systems: ["supplyChain"],
    goodEngine: "Waits as it is told and slows down: others use the resources, and asking more often does not free any.")

  private static let usual = "Waits as long as it is told, sends nothing meanwhile, and asks again: a refused request was not carried out."

  private static func throttled(
    _ name: String, _ measure: ExceededLimit.Measure, _ summary: String, systems: [String] = FaultReach.bothSystems,
    goodEngine: String = usual
  ) -> Fault {
    Fault(
      name, .throttling, summary,
      parameters: [
        FaultParameter("retryAfter", .number(0...86_400, default: 5, drawn: 1...300), "seconds of the Retry-After header"),
        FaultParameter("code", .text(default: nil), "another code in the envelope than that limit's, such as 0x8005F103"),
      ],
      reach: FaultReach(.instead, systems: systems), .sourced, "service protection API limits of both products",
      goodEngine: goodEngine,
      act: { strike, _ in
        TwinAnswer(strike.throttled(measure, headers: ["Retry-After": String(strike.values.number("retryAfter"))]))
      })
  }
}

extension FaultStrike {
  /// The product's refusal for a limit that was reached.
  func throttled(_ measure: ExceededLimit.Measure, headers: HTTPHeaders) -> HTTPResponse {
    let error = words(measure)
    return refusal(ServiceError(status: error.status, code: values.text("code") ?? error.code, message: error.message, headers: headers))
  }

  private func words(_ measure: ExceededLimit.Measure) -> ServiceError {
    let errors = service.product.errors
    guard let protection = service.product.rules.protection else { return errors.throttled() }
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
