import Twin

extension SalesErrorCatalog {
  /// The limit on requests, for throttling that somebody sets up (sales-web-api.md 6.1) [sourced: D:api-limits].
  func throttled() -> ServiceError { throttled(ExceededLimit(.requests, limit: 6000, windowSeconds: 300)) }

  /// Codes and words [sourced: D:api-limits].
  func throttled(_ exceeded: ExceededLimit) -> ServiceError {
    let (limit, window) = (exceeded.limit, exceeded.windowSeconds)
    return switch exceeded.measure {
    // There is no limit on resources here.
    case .requests, .resources:
      ServiceError(
        status: 429, code: "0x80072322", message: "Number of requests exceeded the limit of \(limit) over time window of \(window) seconds."
      )
    case .executionTime:
      // Two blanks before the unit, as published.
      ServiceError(
        status: 429, code: "0x80072321",
        message: "Combined execution time of incoming requests exceeded limit of \(limit.grouped)  milliseconds over time window of "
          + "\(window) seconds. Decrease number of concurrent requests or reduce the duration of requests and try again later.")
    case .concurrency:
      ServiceError(status: 429, code: "0x80072326", message: "Number of concurrent requests exceeded the limit of \(limit).")
    }
  }
}
