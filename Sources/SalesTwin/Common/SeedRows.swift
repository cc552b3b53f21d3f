import Ambient
import EntityStore
import OData
import Twin

/// The rows every system has before anybody used it: organization, root business unit with its default team, an
/// administrator, the base currency. Their identifiers come from the ambient stream, so one seed gives one set.
struct SeedRows {
  let model: ServiceModel
  let store: EntityStore
  let ambient: Ambient
  let configuration: SalesConfiguration

  func write() throws {
    let organization = ambient.newGUID()
    let unit = ambient.newGUID()
    let team = ambient.newGUID()
    let administrator = ambient.newGUID()
    let currency = ambient.newGUID()
    let settings = configuration.settings
    let base = configuration.baseCurrency
    try insert(
      "transactioncurrency",
      [
        ("transactioncurrencyid", .guid(currency)), ("isocurrencycode", .string(base.code)), ("currencyname", .string(base.name)),
        ("currencysymbol", .string(base.symbol)), ("currencyprecision", .int(Int64(base.precision))), ("exchangerate", .decimal(1)),
      ], administrator)
    try insert("businessunit", [("businessunitid", .guid(unit)), ("name", .string(configuration.organizationName))], administrator)
    try insert(
      "team",
      [
        ("ownerid", .guid(team)), ("teamid", .guid(team)), ("name", .string(configuration.organizationName)), ("isdefault", true),
        ("_businessunitid_value", .guid(unit)), ("_administratorid_value", .guid(administrator)),
      ], administrator)
    try insert(
      "systemuser",
      [
        ("ownerid", .guid(administrator)), ("systemuserid", .guid(administrator)), ("firstname", "System"), ("lastname", "Administrator"),
        ("fullname", "System Administrator"), ("domainname", "admin@contoso.onmicrosoft.com"), ("_businessunitid_value", .guid(unit)),
      ], administrator)
    try insert(
      "organization",
      [
        ("organizationid", .guid(organization)), ("name", .string(configuration.organizationName)),
        ("_basecurrencyid_value", .guid(currency)), ("administrator_user", .guid(administrator)), ("root_business_unit", .guid(unit)),
        ("default_team", .guid(team)), ("discountcalculationmethod", .int(settings.discountCalculationMethod)),
        ("oobpricecalculationenabled", .bool(settings.systemPricing)), ("ispricelistmandatory", .bool(settings.isPriceListMandatory)),
        ("createproductswithoutparentinactivestate", .bool(settings.createProductsActive)),
        ("pricingdecimalprecision", .int(Int64(settings.pricingDecimals))),
      ], administrator)
    try SecuritySeed(
      model: model, store: store,
      catalog: model.derived.value("security catalog") { try SecurityCatalog(directory: SalesTwin.modelDirectory) }
    ).write(
      unit: unit, team: team, administrator: administrator, teamHasRole: configuration.teamHasRole, at: ambient.now)
  }

  private func insert(_ name: String, _ values: [(String, Value)], _ administrator: GUID) throws {
    guard let table = model.table(name) else { preconditionFailure("the Sales model has no table \(name)") }
    var record = Record(new: table, Draft(model.schema(name)))
    for (column, value) in values { record[column] = value }
    record["createdon"] = .timestamp(ambient.now)
    record["modifiedon"] = .timestamp(ambient.now)
    record["_createdby_value"] = .guid(administrator)
    record["_modifiedby_value"] = .guid(administrator)
    _ = try store.insert(record.schema, record.values)
  }
}
