import EntityStore
import OData
import Twin

/// GetQuantityDecimal: how many decimals a quantity of a product may have on a document [parameters and result sourced: reference of
/// the function].
enum QuantityDecimal {
  static func run(_ parameters: JSONObject, _ work: Work) throws -> OperationResult {
    guard let (product, _) = try EntityReference.row(parameters["Product"], of: ["product"], "Product", work),
      let (unit, _) = try EntityReference.row(parameters["UoM"], of: ["uom"], "UoM", work)
    else { throw work.twin.errors.badBody("GetQuantityDecimal needs Product and UoM.", table: nil) }
    try Units.check(unit["uomid"].guidValue, of: product, work)
    return .value(
      ["Quantity": JSON(Value.int(product["quantitydecimal"].intValue ?? 0))], type: "Microsoft.Dynamics.CRM.GetQuantityDecimalResponse")
  }
}
