import EntityStore
import OData
import Twin

/// The product on a line: which one, whether it may stand there, and what the line takes over from it.
enum LineProduct {
  /// Checks product, unit and quantity and fills in names and unit.
  /// - Returns: the product; `nil` for a write-in line.
  static func apply(_ line: inout Record, _ kind: DocumentKind, _ work: Work) throws -> Row? {
    let isNewProduct = line.isNew || line.changes("_productid_value")
    guard let id = line.guid("_productid_value") else {
      // A new line without a product but with a name is a write-in unless it says otherwise [inferred].
      let isNamed = line.text("productdescription") != nil || line.text("productname") != nil
      if line.isNew, isNamed, !line.sends("isproductoverridden") { line.set("isproductoverridden", true) }
      line.set("is_foreign", true)
      if line.text("productdescription") == nil, line.text("productname") == nil, !line.isNew { return nil }
      line.set("productname", line["productdescription"].isNull ? line["productname"] : line["productdescription"])
      setLineName(&line, kind)
      return nil
    }
    if line.isNew ? line.bool("isproductoverridden") : line.original?["isproductoverridden"] == true {
      throw SalesErrors.invalid("A write-in line of a \(kind.header) cannot have a product: leave out productid or isproductoverridden.")
    }
    guard let product = try work.row("product", id) else { throw SalesErrors.productDoesNotExist }
    if isNewProduct { try requireUsable(product, kind) }
    if line["_uomid_value"].isNull { line["_uomid_value"] = product["_defaultuomid_value"] }
    if isNewProduct || line.changes("_uomid_value") { try Units.check(line.guid("_uomid_value"), of: product, work) }
    if let quantity = line["quantity"].decimalValue, quantity.normalized.scale > Int(product["quantitydecimal"].intValue ?? 0) {
      throw SalesErrors.quantityDecimals
    }
    if isNewProduct {
      if !line.sends("productname") || line["productname"].isNull { line.set("productname", product["name"]) }
      setLineName(&line, kind)
    }
    line.set("is_foreign", .bool(product["msdynce_ismaintainedexternally"] != true))
    return product
  }

  private static func setLineName(_ line: inout Record, _ kind: DocumentKind) {
    guard !line.sends(kind.lineNameColumn) || line[kind.lineNameColumn].isNull else { return }
    line.set(kind.lineNameColumn, line.text("productname").map { .string(String($0.prefix(100))) } ?? .null)
  }

  /// Drafts cannot be added to quotes and orders (R-PRO-10), retired products neither [inferred]; code and text [proposed].
  private static func requireUsable(_ product: Row, _ kind: DocumentKind) throws {
    let state = product["statecode"].intValue ?? ProductStates.active
    guard state == ProductStates.draft || state == ProductStates.retired else { return }
    let label = state == ProductStates.draft ? "Draft" : "Retired"
    throw SalesErrors.invalid(
      "Product '\(product["productnumber"])' is in state \(label) and cannot be added to a \(kind.header). Activate the product first.")
  }
}
