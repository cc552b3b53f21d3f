/// `msdynce_processingstatus` of an order. Labels and meaning [sourced: P2C:sales-order-template-mapping-direct-two-ways],
/// numbers [proposed]; the model file has them all.
enum ProcessingStatus {
  static let draft: Int64 = 192_350_000
  static let active: Int64 = 192_350_001
}
