import EntityStore
import OData
import PlantedBugs
import Twin

/// What the headers of opportunities, quotes, orders and invoices have in common. What sets them apart stands in `HeaderSpecifics`.
struct DocumentHeaderRules: TableRules {
  let kind: DocumentKind
  let specifics: any HeaderSpecifics

  /// Columns the pricing engine computes; a client's values count only while system pricing is off.
  static let computed = [
    "totalamount", "totalamountlessfreight", "totaldiscountamount", "totallineitemamount", "totallineitemdiscountamount", "totaltax",
    "pricingerrorcode",
  ]

  func create(_ record: inout Record, _ work: Work) throws -> Row {
    try StateModel.resolve(&record)
    try specifics.prepare(&record, work)
    let currency = try work.applyCurrency(&record, fallback: try fallbackCurrency(record, work))
    try checkPriceList(record, work)
    try DocumentNumber.fill(&record, kind, work)
    try setCustomer(&record, work)
    prepareAmounts(&record, currency, work)
    CompositeAddress.refresh(&record)
    var document = Document(kind, record, currency, work)
    try document.total()
    let row = try work.insert(&document.header)
    try specifics.created(row, work)
    // The Freight Tax line of an order needs its header first.
    document = Document(kind, Record(changing: row, of: record.table), currency, work)
    return try document.finish() ?? row
  }

  func update(_ record: inout Record, _ work: Work) throws -> Row {
    guard let original = record.original else { return try create(&record, work) }
    let before = try Document(kind, original, work)
    try specifics.beforeUpdate(&record, work)
    try StateModel.resolve(&record)
    let isOpen = before.isEditable || Document(kind, record, before.currency, work).isEditable
    if !isOpen, !record.sendsOnly(["statecode", "statuscode"]) { throw specifics.refusalWhenClosed }
    try StateModel.checkUpdate(record)
    if PlantedBug.quoteStaysDraft.isOn, kind == .quote { record.discard("statecode") }
    if let change = record.stateChange { specifics.moving(&record, to: change.to, work) }

    let currency = try work.applyCurrency(&record)
    if record.changes("_pricelevelid_value") || record.changes("_transactioncurrencyid_value") { try checkPriceList(record, work) }
    if record.changes("_customerid_value") || record.sends("_customerid_value") { try setCustomer(&record, work) }
    if record.sends("_ownerid_value") { try work.stampOwner(&record) }
    prepareAmounts(&record, currency, work)
    CompositeAddress.refresh(&record)
    var document = Document(kind, record, currency, work)
    if record.changes("_pricelevelid_value") || record.changes("_transactioncurrencyid_value") {
      try LinePricing.recalculate(&document)
    }
    try document.settle()
    try document.mirrorToLines()
    let row = try work.update(&document.header)
    try specifics.updated(row, from: original, work)
    return row
  }

  private func prepareAmounts(_ record: inout Record, _ currency: Currency, _ work: Work) {
    work.roundMoney(&record, currency)
    guard work.organization.usesSystemPricing else { return }
    for column in Self.computed { record.discard(column) }
  }

  /// The price list's currency, then the customer's [inferred].
  private func fallbackCurrency(_ record: Record, _ work: Work) throws -> GUID? {
    if !record["_transactioncurrencyid_value"].isNull { return nil }
    if let list = try work.row("pricelevel", record.guid("_pricelevelid_value")) { return list["_transactioncurrencyid_value"].guidValue }
    guard let type = record.text("customerid_type") else { return nil }
    return try work.row(type, record.guid("_customerid_value"))?["_transactioncurrencyid_value"].guidValue
  }

  private func checkPriceList(_ record: Record, _ work: Work) throws {
    guard let id = record.guid("_pricelevelid_value") else {
      // An opportunity begins without prices; its lines tell what is missing [inferred].
      if work.organization.isPriceListMandatory, kind != .opportunity { throw SalesErrors.priceListMandatory }
      return
    }
    let list = try work.existing("pricelevel", id)
    if list["_transactioncurrencyid_value"] != record["_transactioncurrencyid_value"] { throw SalesErrors.currencyDiffers(kind) }
  }

  /// Mirrors the customer into the read-only account and contact columns and marks a contact as an active customer.
  private func setCustomer(_ record: inout Record, _ work: Work) throws {
    let isContact = record.text("customerid_type") == "contact"
    let customer = record["_customerid_value"]
    record.set("_accountid_value", isContact ? .null : customer)
    record.set("_contactid_value", isContact ? customer : .null)
    if isContact, DocumentKind.ofCustomers.contains(kind), let id = customer.guidValue { try ActiveCustomer.mark(id, work) }
  }
}
