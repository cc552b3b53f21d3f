import EntityStore
import OData
import PlantedBugs
import Twin

/// Keeps the rows of `SellableReleasedProducts`: released products and variants that are registered in the distinct
/// product table and pass the sellable checks (supply-chain-odata.md 7.1).
struct SellableProducts {
  private static let view = "SellableReleasedProduct"
  let context: CompanyContext

  /// Whether the distinct product table was filled.
  var isPopulated: Bool { get throws { try isDone(Self.table) } }

  /// Whether new releases register themselves and changes show: behind the first filling of the table (inferred), and at version 1611 only
  /// once its one-time job has refreshed the list, too (inferred: "product list will be refreshed", S2).
  var keepsItselfUp: Bool {
    get throws { try isPopulated && (!context.has("populateProspectToCash") || isDone(Self.oneTimeJob)) }
  }

  func markPopulated() throws { try mark(Self.table) }
  func keepUp() throws { try mark(Self.oneTimeJob) }

  private static let table = "DistinctProductTable"
  private static let oneTimeJob = "SalesPopulateProspectToCash"

  private func isDone(_ name: String) throws -> Bool {
    try context.findShared("SystemState", .string(name))?.text("Value") == "Populated"
  }

  private func mark(_ name: String) throws {
    guard try !isDone(name) else { return }
    var record = context.newRecord("SystemState")
    record["Name"] = .string(name)
    record["Value"] = "Populated"
    try context.save(record)
  }

  /// Enters the products of a released item into the distinct product table.
  /// - Returns: how many were new there.
  func register(_ item: Row) throws -> Int {
    var added = 0
    if PlantedBug.newProductNotListed.isOn, item.text("ItemNumber").hasPrefix("P") { return 0 }
    for (number, _) in try products(of: item) where try context.findShared("DistinctProduct", .string(number)) == nil {
      var record = context.newRecord("DistinctProduct")
      record["ProductNumber"] = .string(number)
      record["ItemNumber"] = item["ItemNumber"]
      try context.save(record)
      added += 1
    }
    return added
  }

  /// Brings the view's rows of one released item up to date.
  func refresh(_ item: Row) throws {
    let isSellable = try failure(of: item) == nil
    for (number, variant) in try products(of: item) {
      let isShown = try isSellable && context.findShared("DistinctProduct", .string(number)) != nil
      if isShown { try show(number, item, variant) } else { try hide(number) }
    }
  }

  /// Brings the rows of every released item of the company up to date, after a change of set-up.
  func refreshAll() throws {
    guard try keepsItselfUp else { return }
    for item in try context.rows("ReleasedProductV2") { try refresh(item) }
  }

  func hide(_ number: String) throws {
    if let row = try context.find(Self.view, .string(number)) { try context.store.delete(row) }
  }

  /// Why a released item is not sellable; `nil` when it passes every check.
  private func failure(of item: Row) throws -> String? {
    for check in SellableCheck.allCases where context.twin.configuration.sellableChecks.contains(check) {
      if let failure = try check.failure(of: item, in: context) { return failure }
    }
    return nil
  }

  /// The product numbers an item is sold under: its own, or those of its variants; a master itself is never sold.
  private func products(of item: Row) throws -> [(number: String, variant: Row?)] {
    guard item["ProductSubtype"] == "ProductMaster" else { return [(item.text("ProductNumber"), nil)] }
    return try context.rows(
      "ReleasedProductVariantV2", where: ["ItemNumber"], equal: [item["ItemNumber"]], orderBy: ["ProductVariantNumber"]
    )
    .map { ($0.text("ProductVariantNumber"), $0) }
  }

  private func show(_ number: String, _ item: Row, _ variant: Row?) throws {
    let existing = try context.find(Self.view, .string(number))
    var record = existing.map { Record($0) } ?? context.newRecord(Self.view)
    func own(_ column: String) -> Value {
      guard let variant, variant.table.index(of: column) != nil, !variant.text(column).isEmpty else { return item[column] }
      return variant[column]
    }
    func price(_ column: String) -> Value {
      guard let variant, !variant.number(column).isZero else { return item[column] }
      return variant[column]
    }
    record["dataAreaId"] = .string(context.company)
    record["ProductNumber"] = .string(number)
    record["ProductName"] = own("ProductName")
    record["ProductDescription"] = own("ProductDescription")
    for column in [
      "ProductType", "FieldServiceProductType", "InventoryUnitSymbol", "SalesUnitSymbol", "IsSalesStopped", "IsStockedProduct",
    ] {
      record[column] = item[column]
    }
    record["SalesPrice"] = price("SalesPrice")
    record["UnitCost"] = price("UnitCost")
    record["InventoryUnitDecimalPrecision"] = try precision(of: item.text("InventoryUnitSymbol"))
    record["SalesUnitDecimalPrecision"] = try precision(of: item.text("SalesUnitSymbol"))
    record["CurrencyCode"] = .string(try context.accountingCurrency())
    try context.save(record)
  }

  private func precision(of unit: String) throws -> Value {
    .int(try context.findShared("UnitOfMeasure", .string(unit))?.integer("DecimalPrecision") ?? 0)
  }
}
