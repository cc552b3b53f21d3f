import Twin

extension SalesErrorCatalog {
  /// The limit on requests (sales-web-api.md 6.1) [sourced: D:api-limits].
  func throttled() -> ServiceError {
    ServiceError(status: 429, code: "0x80072322", message: "Number of requests exceeded the limit of 6000 over time window of 300 seconds.")
  }
}
