import OData
import Testing

/// One row of every table that clients may write, and how another is made.
struct EveryTable {
  let sales: SalesClient
  let catalog: SalesClient.Catalog
  private(set) var bodies: [(table: String, set: String, body: JSON)] = []

  init() throws {
    sales = try SalesClient()
    catalog = try sales.catalog()
    let list: JSON = .string("/pricelevels(\(catalog.priceList))")
    func row(_ set: String, _ body: JSON) throws -> JSON {
      .string("/\(set)(\(try sales.create(set, body)))")
    }
    let customer = JSON.string("/accounts(\(catalog.account))")
    let header: JSON = ["name": "Bikes", "customerid_account@odata.bind": customer, "pricelevelid@odata.bind": list]
    func line(_ parent: String, _ set: String) throws -> JSON {
      [
        "\(parent)id@odata.bind": try row(set, header), "productid@odata.bind": .string("/products(\(catalog.bike))"), "quantity": 2,
      ]
    }
    let discounts = try row("discounttypes", ["name": "Volume"])
    let group = JSON.string("/uomschedules(\(catalog.unitGroup))")
    let unit = try row("uoms", ["name": "box", "quantity": 10, "uomscheduleid@odata.bind": group])
    bodies = [
      ("account", "accounts", ["name": "Fabrikam"]), ("contact", "contacts", ["lastname": "Doe"]),
      ("campaign", "campaigns", ["name": "Spring"]), ("lead", "leads", ["lastname": "Doe"]),
      ("uomschedule", "uomschedules", ["name": "Mass"]), ("uom", "uoms", ["name": "kg", "uomscheduleid@odata.bind": group]),
      (
        "product", "products",
        [
          "productnumber": "P-1", "name": "Pump", "defaultuomid@odata.bind": .string("/uoms(\(catalog.each))"),
          "defaultuomscheduleid@odata.bind": group,
        ]
      ), ("pricelevel", "pricelevels", ["name": "Retail"]),
      (
        "productpricelevel", "productpricelevels",
        [
          "pricelevelid@odata.bind": list, "productid@odata.bind": .string("/products(\(catalog.bell))"), "uomid@odata.bind": unit,
          "amount": 1,
        ]
      ), ("discounttype", "discounttypes", ["name": "Bulk"]),
      ("discount", "discounts", ["discounttypeid@odata.bind": discounts, "lowquantity": 1, "highquantity": 9]),
      (
        "transactioncurrency", "transactioncurrencies",
        ["isocurrencycode": "EUR", "currencyname": "Euro", "currencysymbol": "€", "exchangerate": 2]
      ), ("opportunity", "opportunities", header), ("opportunityproduct", "opportunityproducts", try line("opportunity", "opportunities")),
      ("quote", "quotes", header), ("quotedetail", "quotedetails", try line("quote", "quotes")),
      ("salesorder", "salesorders", header), ("salesorderdetail", "salesorderdetails", try line("salesorder", "salesorders")),
      ("invoice", "invoices", header), ("invoicedetail", "invoicedetails", try line("invoice", "invoices")),
      ("quoteclose", "quotecloses", ["subject": "Done"]), ("orderclose", "ordercloses", ["subject": "Done"]),
      ("opportunityclose", "opportunitycloses", ["subject": "Done"]), ("team", "teams", ["name": "Sellers"]),
      ("systemuser", "systemusers", ["lastname": "Doe"]), ("businessunit", "businessunits", ["name": "North"]),
    ]
  }

  static let names = [
    "account", "contact", "campaign", "lead", "uomschedule", "uom", "product", "pricelevel", "productpricelevel", "discounttype",
    "discount",
    "transactioncurrency", "opportunity", "opportunityproduct", "quote", "quotedetail", "salesorder", "salesorderdetail", "invoice",
    "invoicedetail", "quoteclose", "orderclose", "opportunityclose", "team", "systemuser", "businessunit",
  ]

  /// - Returns: set and body of a new row.
  func row(_ table: String) throws -> (set: String, body: JSONObject) {
    let entry = try #require(bodies.first { $0.table == table })
    return (entry.set, try #require(entry.body.objectValue))
  }
}
