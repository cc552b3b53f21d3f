import OData

/// R-SET-10: every account fails with a default that the company does not have.
struct CompanyDefaultsCheck: SetupCheck {
  let rule = "R-SET-10"
  let title = "Customer group, site and warehouse of the defaults exist in the company"
  let place = "the mappings of T1 and T3; Supply Chain: customer groups, sites, warehouses"
  let remedy = "Set the defaults to what the company has, or make it there."
  let byHand = "Compare the defaults of the mappings with the customer groups, sites and warehouses of the company."

  func examine(_ ends: SetupEnds) async throws -> SetupVerdict {
    let places = [
      ("T1", "CUSTOMERGROUPID", "CustomerGroups", "CustomerGroupId"), ("T3", "CUSTOMERGROUPID", "CustomerGroups", "CustomerGroupId"),
      ("T1", "SITEID", "OperationalSites", "SiteId"), ("T1", "WAREHOUSEID", "Warehouses", "WarehouseId"),
    ]
    var missing: Set<String> = []
    for (template, destination, set, column) in places {
      guard let value = ends.row(template, destination)?.applied(to: ""), !value.isEmpty else { continue }
      let known = try await ends.companyRows(set, [column]).texts(column)
      if !known.contains(where: { $0.equalsFolded(value) }) { missing.insert("\(value) (\(column))") }
    }
    return .missing(missing, { "the company has no \($0)" }, otherwise: "the defaults are there")
  }
}
