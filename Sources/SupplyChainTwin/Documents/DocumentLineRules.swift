import EntityStore
import OData
import Twin

/// Lines of orders and quotations (supply-chain-odata.md 7.4, 7.5, 7.9).
struct DocumentLineRules: EntityRules {
  let kind: DocumentKind

  private var isOrder: Bool { kind.lineTable == DocumentKind.order.lineTable }

  private static let address = AddressBlock(prefix: "DeliveryAddress")
  private static let addressColumns = [
    "Name", "Description", "Street", "StreetNumber", "City", "StateId", "ZipCode", "CountyId", "CountryRegionId", "CountryRegionISOCode",
    "DistrictName",
  ].map { "DeliveryAddress" + $0 }

  func validateFields(_ record: Record, in context: CompanyContext) throws {
    let table = context.definition(kind.lineTable)
    try Self.address.validate(record, table, context.errors)
    if record.isChanged("ProductNumber"), !record.isBlank("ProductNumber"),
      try SaleProduct.find(record.text("ProductNumber"), in: context) == nil
    {
      throw context.errors.unknownForeignKey(
        table, column: "ProductNumber", value: record.text("ProductNumber"), relatedTable: "Released products")
    }
  }

  func setDefaults(_ record: inout Record, in context: CompanyContext) throws {
    guard let header = try context.find(kind.headerTable, record[kind.number]) else {
      throw context.errors.requiredMissing(column: kind.number, table: context.definition(kind.lineTable))
    }
    if record.isNew { try takeFromHeader(&record, header, in: context) }
    let pricing = LinePricing(kind: kind, header: header, context: context)
    let product = pricing.needsProduct(record) ? try SaleProduct.find(record.text("ProductNumber"), in: context) : nil
    if let product, record.isChanged("ProductNumber") {
      takeFromProduct(&record, product)
      try fillStorage(&record, header, product, in: context)
    }
    if record.isChanged("ShippingWarehouseId"), record.isBlank("ShippingSiteId") {
      record["ShippingSiteId"] = .string(try StorageDimensions(context: context).site(ofWarehouse: record.text("ShippingWarehouseId")))
    }
    Self.address.complete(&record)
    record["FormattedDeliveryAddress"] = .string(Self.address.formatted(record))
    try pricing.price(&record, product)
    if isOrder { OrderLineProgress.follow(&record) }
    if !record.changes.isEmpty { for flag in kind.lineFlags { record[flag] = "No" } }
  }

  // MARK: Defaults

  private func takeFromHeader(_ record: inout Record, _ header: Row, in context: CompanyContext) throws {
    if !context.has("lineNumbers") {
      record["LineCreationSequenceNumber"] = 0
    } else if record["LineCreationSequenceNumber"] == 0 {
      record["LineCreationSequenceNumber"] = .int(try nextNumber(header, in: context))
    }
    for column in kind.repeatedOnLines { record[column] = header[column] }
    if isOrder {
      record["SalesOrderLineStatus"] = .string(OrderStatus.backorder.rawValue)
      record["SalesOrderNumberHeader"] = header[kind.number]
      record["InventoryLotId"] = .string(InventoryLot.next(in: context))
    }
    for (own, theirs) in [("RequestedShippingDate", "RequestedShippingDate"), ("RequestedReceiptDate", kind.receiptDate)]
    where !record.isGiven(own) { record[own] = header[theirs] }
    record.fill("DeliveryModeCode", header.text("DeliveryModeCode"))
    record.fill("DeliveryTermsId", header.text("DeliveryTermsCode"))
    if !Self.addressColumns.contains(where: { record.isGiven($0) && !record.isBlank($0) }) {
      for column in Self.addressColumns { record[column] = header[column] }
    }
  }

  /// The next number of the document, never one that was in use before (supply-chain-odata.md 7.9, inferred).
  private func nextNumber(_ header: Row, in context: CompanyContext) throws -> Int64 {
    let last = try TotalsFlags(kind: kind, context: context).lines(of: header).last?.integer("LineCreationSequenceNumber") ?? 0
    return max(last, header.integer("LineNumberFloor")) + 1
  }

  private func takeFromProduct(_ record: inout Record, _ product: SaleProduct) {
    record["ItemNumber"] = product.item["ItemNumber"]
    record["SalesTaxItemGroupCode"] = product.item["SalesSalesTaxItemGroupCode"]
    if !record.isGiven("ProductName") { record["ProductName"] = .string(product.name) }
    if !record.isGiven("SalesUnitSymbol") { record["SalesUnitSymbol"] = .string(product.salesUnit) }
    if record.isNew, !record.isGiven(kind.quantity) { record[kind.quantity] = .decimal(1) }
  }

  /// Site and warehouse: from the line, else from the header, else from the product (S3, S29).
  private func fillStorage(_ record: inout Record, _ header: Row, _ product: SaleProduct, in context: CompanyContext) throws {
    let storage = StorageDimensions(context: context)
    let offers = [
      (header.text("DefaultShippingSiteId"), header.text("DefaultShippingWarehouseId")),
      (product.item.text("DefaultSalesSiteId"), product.item.text("DefaultSalesWarehouseId")),
    ]
    for (site, warehouse) in offers {
      let offeredSite = site.isEmpty && !warehouse.isEmpty ? try storage.site(ofWarehouse: warehouse) : site
      if record.isOpen("ShippingWarehouseId"), !warehouse.isEmpty,
        record.isOpen("ShippingSiteId") || record.text("ShippingSiteId").equalsIgnoringASCIICase(offeredSite)
      {
        record["ShippingWarehouseId"] = .string(warehouse)
        record["ShippingSiteId"] = .string(offeredSite)
      }
      if !record.isBlank("ShippingWarehouseId"), record.isOpen("ShippingSiteId") {
        record["ShippingSiteId"] = .string(try storage.site(ofWarehouse: record.text("ShippingWarehouseId")))
      }
      record.fill("ShippingSiteId", offeredSite)
    }
  }

  // MARK: Checks

  func validateWrite(_ record: Record, in context: CompanyContext) throws {
    let table = context.definition(kind.lineTable)
    if record.isNew, !table.keyIsUnique { try LineNumbers.refuseRepeated(record, in: context) }
    guard let header = try context.find(kind.headerTable, record[kind.number]) else { return }
    guard kind.openStatuses.contains(header.text(kind.status)) else {
      throw context.errors.rowRefused(
        table, "\(header.text(kind.number)) has status \(header.text(kind.status)) and cannot be changed.")
    }
    if isOrder { try OrderLineProgress(context: context).validate(record, of: header, table) }
    guard !record.isBlank("ShippingSiteId") else { throw context.errors.siteIsMandatory(table) }
    try StorageDimensions(context: context).validate(
      site: record.text("ShippingSiteId"), warehouse: record.text("ShippingWarehouseId"), for: table)
    try validateProduct(record, table, in: context)
  }

  private func validateProduct(_ record: Record, _ table: TableDefinition, in context: CompanyContext) throws {
    guard record.isChanged("ProductNumber") || record.isChanged("SalesUnitSymbol"),
      let product = try SaleProduct.find(record.text("ProductNumber"), in: context)
    else { return }
    if product.item.isYes("IsSalesStopped") {
      throw context.errors.rowRefused(table, "Item '\(product.item.text("ItemNumber"))' is blocked for 'Sales order'.")
    }
    let unit = record.text("SalesUnitSymbol")
    guard !unit.isEmpty else { throw context.errors.requiredMissing(column: "SalesUnitSymbol", table: table) }
    let inventoryUnit = product.item.text("InventoryUnitSymbol")
    guard try inventoryUnit.isEmpty || UnitConversions(context: context).canConvert(unit, inventoryUnit) else {
      throw context.errors.rowRefused(table, "Unit '\(unit)' cannot be converted to '\(inventoryUnit)'.")
    }
  }

  func validateDelete(_ row: Row, in context: CompanyContext) throws {
    let table = context.definition(kind.lineTable)
    if let header = try context.find(kind.headerTable, row[kind.number]), !kind.openStatuses.contains(header.text(kind.status)) {
      throw context.errors.deleteRefused(
        table, "\(header.text(kind.number)) has status \(header.text(kind.status)) and cannot be changed.")
    }
    if isOrder { try OrderLineProgress(context: context).validateDelete(row, table) }
  }

  // MARK: Effects

  func didWrite(_ row: Row, before: Row?, in context: CompanyContext) throws {
    guard let header = try context.find(kind.headerTable, row[kind.number]) else { return }
    // A status that follows clears the flags itself.
    if isOrder, try OrderLineProgress(context: context).didWrite(row, before: before, of: header) { return }
    try TotalsFlags(kind: kind, context: context).clear(header)
  }

  func didDelete(_ row: Row, in context: CompanyContext) throws {
    guard let header = try context.find(kind.headerTable, row[kind.number]) else { return }
    let floor = max(header.integer("LineNumberFloor"), row.integer("LineCreationSequenceNumber"))
    let kept = try context.set(header, [("LineNumberFloor", .int(floor))])
    let columns = [kind.number, "LineCreationSequenceNumber"]
    for charge in try context.rows(kind.lineChargeTable, where: columns, equal: columns.map { row[$0] }) {
      try context.store.delete(charge)
    }
    if isOrder { try OrderProgress.refresh(kept, in: context) } else { try TotalsFlags(kind: kind, context: context).clear(kept) }
  }
}
