import EntityStore
import OData

/// The organization row: settings, base currency, and the rows a bare system starts with.
struct Organization {
  let row: Row

  var id: GUID { row["organizationid"].guidValue ?? .zero }
  var baseCurrency: GUID { row["_basecurrencyid_value"].guidValue ?? .zero }
  var administrator: GUID { row["administrator_user"].guidValue ?? .zero }
  var businessUnit: GUID { row["root_business_unit"].guidValue ?? .zero }
  var defaultTeam: GUID { row["default_team"].guidValue ?? .zero }

  /// The version of the Prospect to cash solution that the rows were last made ready for; `nil` for none.
  var solutionVersion: String? { row["solution_version"].stringValue }

  var discountMethod: DiscountMethod { row["discountcalculationmethod"].intValue.flatMap(DiscountMethod.init) ?? .lineItem }
  /// "Use system pricing calculation" (R-SET-2).
  var usesSystemPricing: Bool { row["oobpricecalculationenabled"].boolValue ?? true }
  var isPriceListMandatory: Bool { row["ispricelistmandatory"].boolValue ?? true }
  var createsProductsActive: Bool { row["createproductswithoutparentinactivestate"].boolValue ?? true }
  /// Decimals of unit prices, list prices and costs.
  var pricingDecimals: Int { Int(row["pricingdecimalprecision"].intValue ?? 2) }
}
