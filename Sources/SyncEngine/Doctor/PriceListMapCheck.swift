import OData

/// R-SET-6: the price list of a document is found by its currency.
struct PriceListMapCheck: SetupCheck {
  let rule = "R-SET-6"
  let title = "Orders and invoices find a price list for every currency in use"
  let place = "the mappings of T7 and T8, row pricelevelid.name"
  let remedy = "Map each currency to a price list in Sales."
  let byHand = "Compare the currencies of orders and invoices with the value map of pricelevelid.name and the price lists."

  func examine(_ ends: SetupEnds) async throws -> SetupVerdict {
    let lists = try await ends.salesRows("pricelevels", ["name"], expand: "transactioncurrencyid($select=isocurrencycode)")
    var currencies: [String: String] = [:]
    for list in lists {
      if let name = list["name"]?.stringValue {
        currencies[name.lowercased()] = list["transactioncurrencyid"]?["isocurrencycode"]?.stringValue
      }
    }
    var missing: Set<String> = []
    var count = 0
    for (template, set) in [("T7", "CDSSalesOrderHeaders"), ("T8", "ExternallyMaintainedCustomerSalesInvoiceHeaders")] {
      guard let row = ends.row(template, "pricelevelid.name") else { continue }
      let used = try await ends.companyRows(set, ["CurrencyCode"]).texts("CurrencyCode")
      count += used.count
      missing.formUnion(used.filter { currencies[row.applied(to: row.source == nil ? "" : $0).lowercased()] != $0 })
    }
    return .missing(missing, { "no price list is found for \($0)" }, otherwise: "\(count) currencies in use find a price list")
  }
}
