import EntityStore
import OData

/// One of the checks of Validate on the released product page (supply-chain-odata.md 7.1; that there are checks is sourced:
/// S4, which ones is inferred).
public enum SellableCheck: String, CaseIterable, Sendable {
  case itemModelGroup, itemGroup, storageDimensionGroup, trackingDimensionGroup, productDimensionGroup, units, unitConversions

  /// Why the product is not sellable; `nil` when it passes.
  func failure(of product: Row, in context: CompanyContext) throws -> String? {
    switch self {
    case .itemModelGroup: missing("ItemModelGroupId", "item model group", product)
    case .itemGroup: missing("ProductGroupId", "item group", product)
    case .storageDimensionGroup: missing("StorageDimensionGroupName", "storage dimension group", product)
    case .trackingDimensionGroup: missing("TrackingDimensionGroupName", "tracking dimension group", product)
    case .productDimensionGroup:
      // Only masters, and with them their variants, vary by product dimensions.
      product["ProductSubtype"] == "ProductMaster" ? missing("ProductDimensionGroupName", "product dimension group", product) : nil
    case .units: try unknownUnit(product, in: context)
    case .unitConversions: try missingConversion(product, in: context)
    }
  }

  private static let unitColumns = ["InventoryUnitSymbol", "SalesUnitSymbol", "PurchaseUnitSymbol"]

  private func missing(_ column: String, _ name: String, _ product: Row) -> String? {
    product.text(column).isEmpty ? "no \(name) is set" : nil
  }

  private func unknownUnit(_ product: Row, in context: CompanyContext) throws -> String? {
    for column in Self.unitColumns {
      let unit = product.text(column)
      if unit.isEmpty { return "\(column) is not set" }
      if try context.findShared("UnitOfMeasure", .string(unit)) == nil { return "unit '\(unit)' is not set up" }
    }
    return nil
  }

  private func missingConversion(_ product: Row, in context: CompanyContext) throws -> String? {
    let units = Self.unitColumns.map(product.text)
    let conversions = UnitConversions(context: context)
    for unit in units.dropFirst() where try !conversions.canConvert(unit, units[0]) {
      return "unit '\(unit)' cannot be converted to '\(units[0])'"
    }
    return nil
  }
}
