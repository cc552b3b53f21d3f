import EntityStore
import OData
import Twin

/// Sites and warehouses: a warehouse lies on one site, so the site follows from it (supply-chain-odata.md 7.4, sourced: S29).
struct StorageDimensions {
  let context: CompanyContext

  /// The site a warehouse lies on; empty when there is no such warehouse.
  func site(ofWarehouse warehouse: String) throws -> String {
    try context.find("Warehouse", .string(warehouse))?.text("OperationalSiteId") ?? ""
  }

  /// - Throws: a refusal when both are set and do not belong together (text proposed).
  func validate(site: String, warehouse: String, for table: TableDefinition) throws {
    guard !site.isEmpty, !warehouse.isEmpty else { return }
    let actual = try self.site(ofWarehouse: warehouse)
    guard actual.equalsIgnoringASCIICase(site) else {
      throw context.errors.rowRefused(table, "Warehouse '\(warehouse)' is not attached to site '\(site)'.")
    }
  }
}
