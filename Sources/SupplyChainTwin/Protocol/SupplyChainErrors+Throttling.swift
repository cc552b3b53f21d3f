import Twin

extension SupplyChainErrors {
  /// The limit on resources, the only one current versions have [sourced: S14]; its shape is that of other errors [inferred]
  /// (supply-chain-odata.md 5.13).
  func throttled() -> ServiceError {
    ServiceError(
      status: 429, message: "This request could not be processed at this time due to system experiencing high resource utilization.")
  }
}
