import EntityStore
import OData

/// Units of measure as products, price list items and lines see them.
enum Units {
  /// - Throws: ProductInvalidUnit when the unit is not of the product's unit group.
  static func check(_ unit: GUID?, of product: Row, _ work: Work) throws {
    guard let unit else { throw SalesErrors.productInvalidUnit }
    // The product's own default unit was checked when it was set.
    if product["_defaultuomid_value"] == .guid(unit) { return }
    let row = try work.existing("uom", unit)
    guard row["_uomscheduleid_value"] == product["_defaultuomscheduleid_value"] else { throw SalesErrors.productInvalidUnit }
  }
}
