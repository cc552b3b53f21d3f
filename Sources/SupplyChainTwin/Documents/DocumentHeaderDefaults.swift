import EntityStore
import OData
import Twin

/// What the header of an order or a quotation takes from its customer (supply-chain-odata.md 7.2, 7.4).
struct DocumentHeaderDefaults {
  let kind: DocumentKind
  let context: CompanyContext

  /// The parts of an address that make it one, without the country code: the templates always send that.
  private static let addressParts = ["Street", "City", "ZipCode", "StateId", "State"]
  private static let deliveryAddress = AddressBlock(prefix: "DeliveryAddress")
  private static let invoiceAddress = AddressBlock(prefix: "InvoiceAddress")

  func validateFields(_ record: Record) throws {
    let table = context.definition(kind.headerTable)
    try Self.deliveryAddress.validate(record, table, context.errors)
    try Self.invoiceAddress.validate(record, table, context.errors)
    guard record.isNew, record.isGiven(kind.number), !record.isBlank(kind.number) else { return }
    guard try NumberSequences(context: context).allowsManualNumbers(kind.numberSequence) else {
      throw context.errors.fieldRefused(
        table, column: kind.number, "Number sequence \(kind.numberSequence.rawValue) does not allow numbers to be entered manually.")
    }
  }

  func fill(_ record: inout Record) throws {
    Self.deliveryAddress.complete(&record)
    Self.invoiceAddress.complete(&record)
    if record.isNew { try fillNew(&record) }
    if record.isGiven("TotalDiscountAmount"), record.isChanged("TotalDiscountAmount") {
      let amount = try context.rounding(of: record.text("CurrencyCode")).rounded(record.number("TotalDiscountAmount"))
      record["EnteredDiscountAmount"] = .decimal(amount)
      record["TotalDiscountAmount"] = .decimal(amount)
    }
    if record.isOpen("DefaultShippingSiteId"), !record.isBlank("DefaultShippingWarehouseId") {
      let warehouse = record.text("DefaultShippingWarehouseId")
      record["DefaultShippingSiteId"] = .string(try StorageDimensions(context: context).site(ofWarehouse: warehouse))
    }
    record[kind.formattedDeliveryAddress] = .string(Self.deliveryAddress.formatted(record))
    record["FormattedInvoiceAddress"] = .string(Self.invoiceAddress.formatted(record))
  }

  func validateWrite(_ record: Record) throws {
    let table = context.definition(kind.headerTable)
    if let stored = record.stored, !kind.openStatuses.contains(stored.text(kind.status)) {
      throw context.errors.rowRefused(
        table, "\(stored.text(kind.number)) has status \(stored.text(kind.status)) and cannot be changed.")
    }
    try StorageDimensions(context: context).validate(
      site: record.text("DefaultShippingSiteId"), warehouse: record.text("DefaultShippingWarehouseId"), for: table)
  }

  private func fillNew(_ record: inout Record) throws {
    if record.isBlank(kind.number) {
      record[kind.number] = .string(
        try NumberSequences(context: context).next(kind.numberSequence) { try context.find(kind.headerTable, .string($0)) == nil })
    }
    let today = Value.timestamp(context.today)
    if !record.isGiven("RequestedShippingDate") { record["RequestedShippingDate"] = today }
    if !record.isGiven(kind.receiptDate) { record[kind.receiptDate] = today }
    guard !record.isBlank(kind.customer), let customer = try context.find("CustomerV2", record[kind.customer]) else { return }
    try refuseBlocked(customer)
    record.fill("InvoiceCustomerAccountNumber", customer.text("InvoiceAccount"))
    // An order always has somebody who pays.
    if record.isBlank("InvoiceCustomerAccountNumber") { record["InvoiceCustomerAccountNumber"] = customer["CustomerAccount"] }
    try record.fill(
      "CurrencyCode", customer.text("SalesCurrencyCode").isEmpty ? context.accountingCurrency() : customer.text("SalesCurrencyCode"))
    record.fill("LanguageId", customer.text("LanguageId"))
    record.fill("PaymentTermsName", customer.text("PaymentTerms"))
    record.fill("DeliveryModeCode", customer.text("DeliveryMode"))
    record.fill("DeliveryTermsCode", customer.text("DeliveryTerms"))
    record.fill("Email", customer.text("PrimaryContactEmail"))
    record.fill("SalesTaxGroupCode", customer.text("SalesTaxGroup"))
    record.fill("PriceCustomerGroupCode", customer.text("DiscountPriceGroupId"))
    record.fill("LineDiscountCustomerGroupCode", customer.text("LineDiscountCode"))
    record.fill("MultilineDiscountCustomerGroupCode", customer.text("MultiLineDiscountCode"))
    record.fill("TotalDiscountCustomerGroupCode", customer.text("TotalDiscountCode"))
    if !record.isGiven("ArePricesIncludingSalesTax") { record["ArePricesIncludingSalesTax"] = customer["IsSalesTaxIncludedInPrices"] }
    record.fill(kind.name, name(of: customer))
    if record.isOpen("DefaultShippingSiteId"), record.isOpen("DefaultShippingWarehouseId") {
      record["DefaultShippingSiteId"] = customer["SiteId"]
      record["DefaultShippingWarehouseId"] = customer["WarehouseId"]
    }
    try fillAddresses(&record, customer)
  }

  private func fillAddresses(_ record: inout Record, _ customer: Row) throws {
    if !Self.deliveryAddress.isGiven(record, parts: Self.addressParts + ["CountryRegionISOCode", "CountryRegionId"]) {
      copyAddress(from: customer, preferring: "DeliveryAddress", to: Self.deliveryAddress.prefix, &record)
      record.fill("DeliveryAddressName", name(of: customer))
    }
    guard !Self.invoiceAddress.isGiven(record, parts: Self.addressParts) else { return }
    let account = record["InvoiceCustomerAccountNumber"]
    let payer = account == customer["CustomerAccount"] ? customer : try context.find("CustomerV2", account) ?? customer
    copyAddress(from: payer, preferring: "InvoiceAddress", to: Self.invoiceAddress.prefix, &record)
  }

  /// From the customer's own address of that purpose, or from the primary one where it has none.
  private func copyAddress(from customer: Row, preferring purpose: String, to prefix: String, _ record: inout Record) {
    let hasOwn = Self.addressParts.contains { customer.table.index(of: purpose + $0) != nil && !customer.text(purpose + $0).isEmpty }
    let source = hasOwn ? purpose : "Address"
    for (from, to) in [
      ("Street", "Street"), ("City", "City"), ("State", "StateId"), ("ZipCode", "ZipCode"), ("County", "CountyId"),
      ("CountryRegionId", "CountryRegionId"), ("CountryRegionISOCode", "CountryRegionISOCode"), ("DistrictName", "DistrictName"),
    ] { record[prefix + to] = customer[source + from] }
  }

  private func name(of customer: Row) -> String {
    guard customer.text("PartyType") == "Person" else { return customer.text("OrganizationName") }
    return ["PersonFirstName", "PersonMiddleName", "PersonLastName"].map(customer.text).filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// A customer on hold for everything takes no documents (text proposed).
  private func refuseBlocked(_ customer: Row) throws {
    guard customer["OnHoldStatus"] == "All" else { return }
    throw context.errors.fieldRefused(
      context.definition(kind.headerTable), column: kind.customer, "Customer '\(customer.text("CustomerAccount"))' is on hold.")
  }
}
