import Twin

extension MetadataRules {
  /// Finance and operations has no nulls: what must have a value starts with the empty one (supply-chain-odata.md 5, sourced).
  static let supplyChain = MetadataRules(
    fillsRequiredColumns: true, defaultScale: 6, serverColumns: ["ModifiedDateTime", "CreatedDateTime"])
}
