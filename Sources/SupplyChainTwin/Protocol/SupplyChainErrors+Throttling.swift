import Twin

extension SupplyChainErrors {
  /// The limit on resources, the only one current versions have [sourced: S14], for throttling that somebody sets up.
  func throttled() -> ServiceError { throttled(ExceededLimit(.resources, limit: 100, windowSeconds: 300)) }

  /// The words, with the misspelling of the first, are published [sourced: S14]; the shape of the body is that of other errors [inferred]
  /// (supply-chain-odata.md 5.13).
  func throttled(_ exceeded: ExceededLimit) -> ServiceError {
    let (limit, window) = (exceeded.limit, exceeded.windowSeconds)
    let message =
      switch exceeded.measure {
      case .requests: "Number of requests exeeded the limit of \(limit) over the time window of \(window) seconds."
      case .executionTime:
        "Combined execution time of incoming requests exceeded limit of \(limit / 1000) seconds over time window of \(window) seconds. "
          + "Decrease number of concurrent requests or reduce the duration of requests and try again later."
      case .concurrency: "Number of concurrent requests exceeded the limit of \(limit)."
      case .resources: "This request could not be processed at this time due to system experiencing high resource utilization."
      }
    return ServiceError(status: 429, message: message)
  }
}
