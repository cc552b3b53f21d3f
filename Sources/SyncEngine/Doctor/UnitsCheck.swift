import OData

/// R-SET-7: a product or line in a unit the other side does not have fails.
struct UnitsCheck: SetupCheck {
  let rule = "R-SET-7"
  let title = "All units in use exist on both sides and in the value maps"
  let place = "Sales: Product catalog, Unit groups; Supply Chain: Units; the maps of units"
  let remedy = "Make the unit where it is missing, or map it."
  let byHand = "Compare the units of products on both sides with the value maps of units."

  func examine(_ ends: SetupEnds) async throws -> SetupVerdict {
    let sales = try await ends.salesRows("uoms", ["name"]).texts("name")
    let supplyChain = try await ends.sharedRows("UnitsOfMeasure", ["UnitSymbol"]).texts("UnitSymbol")
    let toSales = ends.row("T4", "defaultuomid.name")
    let used = try await ends.companyRows("SellableReleasedProducts", ["SalesUnitSymbol"]).texts("SalesUnitSymbol")
    let foldedSales = Set(sales.map { $0.lowercased() })
    let foldedSupplyChain = Set(supplyChain.map { $0.lowercased() })
    var missing = used.filter { !foldedSales.contains((toSales?.applied(to: $0) ?? $0).lowercased()) }
    let back = ends.row("T6", "SalesUnitSymbol", task: 1)
    let products = try await ends.salesRows("products", ["name"], expand: "defaultuomid($select=name)")
    for unit in Set(products.compactMap { $0["defaultuomid"]?["name"]?.stringValue })
    where !foldedSupplyChain.contains((back?.applied(to: unit) ?? unit).lowercased()) { missing.insert(unit) }
    return .missing(missing, { "the other side has no unit for \($0)" }, otherwise: "\(used.count) units of products are on both sides")
  }
}
