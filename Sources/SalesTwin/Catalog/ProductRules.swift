import EntityStore
import OData
import Twin

/// Products: number, units, states, the three-state flag of the solution, and the price list an imported one lands in.
struct ProductRules: TableRules {
  func create(_ record: inout Record, _ work: Work) throws -> Row {
    try checkNumber(record, work)
    if work.hasSolution {
      // No = entered in Sales; a null that was sent stays null and means "was there before the solution" (R-PRO-4).
      if !record.sends("msdynce_ismaintainedexternally") { record["msdynce_ismaintainedexternally"] = false }
    }
    // The default price list cannot be set while creating [sourced: ER:product]; the solution's import may name one (R-PRO-9).
    if !isImported(record, work) { record.discard("_pricelevelid_value") }
    try checkUnits(record, work)
    try startState(&record, work)
    try work.applyCurrency(&record)
    let row = try work.insert(&record)
    if isImported(record, work) { try PriceListPlacement.place(row, work) }
    return row
  }

  func update(_ record: inout Record, _ work: Work) throws -> Row {
    try ProductStates.check(&record)
    if record.changes("productnumber") { try checkNumber(record, work) }
    if record.changes("_defaultuomid_value") || record.changes("_defaultuomscheduleid_value") { try checkUnits(record, work) }
    try work.applyCurrency(&record)
    let row = try work.update(&record)
    if isImported(record, work), PriceListPlacement.causes.contains(where: { record.sends($0) }) {
      try PriceListPlacement.place(row, work)
    }
    return row
  }

  private func isImported(_ record: Record, _ work: Work) -> Bool {
    work.hasSolution && record.bool("msdynce_ismaintainedexternally")
  }

  private func checkNumber(_ record: Record, _ work: Work) throws {
    guard record.text("productnumber") != nil else { throw SalesErrors.productNumberMissing }
    let same = try work.store.row(record.schema, where: ["productnumber"], equal: [record["productnumber"]])
    if let same, same["productid"] != record["productid"] { throw SalesErrors.productNumberExists }
  }

  private func checkUnits(_ record: Record, _ work: Work) throws {
    // A family has neither unit nor price.
    if record["productstructure"] == 2 { return }
    guard let group = record.guid("_defaultuomscheduleid_value") else { throw SalesErrors.productUnitGroupMissing }
    guard let unit = record.guid("_defaultuomid_value") else { throw SalesErrors.productInvalidUnit }
    guard try work.existing("uom", unit)["_uomscheduleid_value"] == .guid(group) else { throw SalesErrors.productInvalidUnit }
  }

  /// A new product may name its state; else the organization's setting decides, and members of a family start as drafts
  /// (R-SET-18).
  private func startState(_ record: inout Record, _ work: Work) throws {
    if record.sends("statecode") || record.sends("statuscode") { try StateModel.resolve(&record) }
    if record["statecode"].isNull || record["statuscode"].isNull {
      let isActive = record["_parentproductid_value"].isNull && work.organization.createsProductsActive
      record["statecode"] = .int(isActive ? ProductStates.active : ProductStates.draft)
      record["statuscode"] = .int(isActive ? 1 : 0)
    }
  }
}
