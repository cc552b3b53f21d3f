import EntityStore
import OData
import Twin

/// LockSalesOrderPricing, UnlockSalesOrderPricing and LockInvoicePricing [locking exists: ER:salesorder, WET:invoice; refusing a
/// second time: ERR].
enum PricingLock {
  static func set(_ locked: Bool, _ kind: DocumentKind, _ row: Row, _ work: Work) throws {
    if row["ispricelocked"] == .bool(locked) { throw locked ? SalesErrors.entityLocked : SalesErrors.entityUnlocked }
    var document = try Document(kind, row, work)
    document.header["ispricelocked"] = .bool(locked)
    try document.mirrorToLines()
    _ = try work.update(&document.header)
  }
}
