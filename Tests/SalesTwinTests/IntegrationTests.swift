import Ambient
import OData
import SalesTwin
import Testing

/// What the integration writes, as it writes it: upserts by key with the columns of the published templates.
@Suite("Documents from the integration")
struct IntegrationTests {
  private func order(_ sales: SalesClient, _ catalog: SalesClient.Catalog, _ more: JSON = [:]) throws {
    var body: JSONObject = [
      "customerid_account@odata.bind": "/accounts(accountnumber='C-1')",
      "pricelevelid@odata.bind": .string("/pricelevels(\(catalog.priceList))"),
      "name": "From Supply Chain", "statecode": 0, "statuscode": 1, "msdynce_ismaintainedexternally": true,
      "msdynce_processingstatus": 192_350_002, "totaltax": 0, "freightamount": 0, "discountamount": 0, "totalamount": 12345,
    ]
    for member in more.objectValue?.members ?? [] { body[member.name] = member.value }
    try sales.patch("salesorders(ordernumber='001001')", .object(body))
  }

  private func line(
    _ sales: SalesClient, _ sequence: Int64, _ product: String, quantity: String, price: String, discount: String = "0", tax: String = "0"
  ) throws {
    try sales.patch(
      "salesorderdetails(msdynce_ordernumber='001001',sequencenumber=\(sequence))",
      [
        "salesorderid@odata.bind": "/salesorders(ordernumber='001001')", "productid@odata.bind": .string("/products(\(product))"),
        "quantity": .number(try money(quantity)), "priceperunit": .number(try money(price)), "ispriceoverridden": true,
        "manualdiscountamount": .number(try money(discount)), "tax": .number(try money(tax)), "extendedamount": 77,
        "msdynce_ismaintainedexternally": true, "msdynce_ordernumber": "001001", "description": "from Supply Chain",
      ])
  }

  private func header(_ sales: SalesClient) throws -> JSON { try sales.get("salesorders(ordernumber='001001')") }

  private func freightTax(_ sales: SalesClient) throws -> [JSON] {
    try sales.list("salesorderdetails?$filter=productdescription eq 'Freight Tax'")
  }

  @Test("Tax on header charges arrives as one write-in line Freight Tax, so that Sales' own total matches (R-ORD-14)")
  func freightTaxLine() throws {
    let sales = try SalesClient()
    let catalog = try sales.catalog()
    try order(sales, catalog, ["totaltax": .number(try money("32.25")), "freightamount": 30])
    try line(sales, 1, catalog.bike, quantity: "3", price: "90.00", discount: "10.00", tax: "19.50")
    try line(sales, 2, catalog.bell, quantity: "4", price: "30", tax: "9")
    let header = try header(sales)
    let freight = try freightTax(sales)
    #expect(freight.count == 1)
    #expect(try number(freight[0], "priceperunit") == money("3.75"))
    #expect(freight[0]["isproductoverridden"] == true)
    #expect(freight[0]["sequencenumber"] == .null)
    // 260 + 120 lines, 28.50 line tax, 30 freight, 3.75 freight tax
    #expect(try number(header, "totalamount") == money("442.25"))
    #expect(try number(header, "totaltax") == money("28.50"))
    #expect(try sales.list("salesorderdetails").count == 3)
  }

  @Test("When that tax changes the same line follows; when it becomes zero the line goes (R-ORD-15)")
  func freightTaxChanges() throws {
    let sales = try SalesClient()
    let catalog = try sales.catalog()
    try order(sales, catalog, ["totaltax": 5])
    try line(sales, 1, catalog.bike, quantity: "1", price: "100", tax: "3")
    let first = try freightTax(sales)
    try order(sales, catalog, ["totaltax": 7])
    let second = try freightTax(sales)
    #expect(second.count == 1)
    #expect(second[0]["salesorderdetailid"] == first[0]["salesorderdetailid"])
    #expect(try number(second[0], "priceperunit") == 4)
    #expect(try number(try header(sales), "totalamount") == 107)
    try order(sales, catalog, ["totaltax": 3])
    #expect(try freightTax(sales).isEmpty)
    #expect(try number(try header(sales), "totalamount") == 103)
    try order(sales, catalog, ["totaltax": 4])
    #expect(try freightTax(sales).count == 1)
  }

  @Test("Somebody who deletes or changes the Freight Tax line finds it back as it was")
  func freightTaxStays() throws {
    let sales = try SalesClient()
    let catalog = try sales.catalog()
    try order(sales, catalog, ["totaltax": 5])
    try line(sales, 1, catalog.bike, quantity: "1", price: "100", tax: "3")
    let id = try #require(try freightTax(sales)[0]["salesorderdetailid"]?.stringValue)
    try sales.patch("salesorderdetails(\(id))", ["priceperunit": 50])
    #expect(try number(try freightTax(sales)[0], "priceperunit") == 2)
    #expect(sales.send(.delete, "salesorderdetails(\(id))").status == 204)
    #expect(try freightTax(sales).count == 1)
    #expect(try number(try header(sales), "totalamount") == 105)
  }

  @Test("Whatever order header and lines arrive in, the total holds exactly the tax that was written", arguments: [UInt64(1), 2, 3])
  func totalsAgreeAfterAnyHistory(seed: UInt64) throws {
    let sales = try SalesClient()
    let catalog = try sales.catalog()
    var draws = SeededGenerator(seed: seed)
    var written = ExactDecimal.zero
    func writeHeader() throws {
      written = ExactDecimal(mantissa: Int128(draws.next(below: 4000)), scale: 2)
      try order(sales, catalog, ["totaltax": .number(written), "freightamount": 30])
    }
    try writeHeader()
    for _ in 0..<40 {
      let sequence = Int64(1 + draws.next(below: 4))
      switch draws.next(below: 6) {
      case 0: try writeHeader()
      case 1:
        let line = "salesorderdetails(msdynce_ordernumber='001001',sequencenumber=\(sequence))"
        #expect([204, 404].contains(sales.send(.delete, line).status))
      default:
        let tax = ExactDecimal(mantissa: Int128(draws.next(below: 1500)), scale: 2).description
        let product = draws.next(below: 2) == 0 ? catalog.bike : catalog.bell
        try line(sales, sequence, product, quantity: "\(1 + draws.next(below: 9))", price: "12.50", discount: "0.35", tax: tax)
      }
      let net = try sales.list("salesorderdetails?$filter=sequencenumber ne null")
        .reduce(ExactDecimal.zero) { $0 + (try number($1, "baseamount")) - (try number($1, "manualdiscountamount")) }
      let header = try header(sales)
      #expect(try number(header, "totalamount") == net + 30 + written)
      #expect(try freightTax(sales).count == (try number(header, "totaltax") == written ? 0 : 1))
    }
  }

  @Test("The Freight Tax line does not clear the flag of the order (R-ORD-16)")
  func freightTaxAndFlag() throws {
    let sales = try SalesClient()
    let catalog = try sales.catalog()
    try order(sales, catalog, ["totaltax": 5])
    #expect(try header(sales)["msdynce_hasexternallymaintainedproductsonly"] == false)
    try line(sales, 1, catalog.bike, quantity: "1", price: "100", tax: "3")
    #expect(try header(sales)["msdynce_hasexternallymaintainedproductsonly"] == true)
    #expect(try sales.list("salesorderdetails").allSatisfy { $0["msdynce_orderhasexternallymaintainedproductsonly"] == true })
  }

  @Test("An order from Sales that comes back keeps its line; the integration's status and price win")
  func comesBack() throws {
    let sales = try SalesClient()
    let catalog = try sales.catalog()
    let id = try sales.order(catalog, ["ordernumber": "001001"])
    try sales.line("salesorders", id, product: catalog.bike, quantity: "3", ["manualdiscountamount": 10])
    #expect(sales.send(.post, "salesorders(\(id))/Microsoft.Dynamics.CRM.msdynce_ActivateOrder", [:]).status == 204)
    try order(sales, catalog, ["totaltax": 9, "freightamount": 20])
    try line(sales, 1, catalog.bike, quantity: "3", price: "95", discount: "10", tax: "8")
    let header = try header(sales)
    #expect(header["salesorderid"]?.stringValue == id)
    #expect(try number(header, "msdynce_processingstatus") == 192_350_002)
    #expect(try number(header, "totalamount") == 304)
    #expect(try sales.list("salesorderdetails").count == 2)
  }

  @Test("Writing the same again changes nothing but versions")
  func idempotent() throws {
    let sales = try SalesClient()
    let catalog = try sales.catalog()
    func run() throws {
      try order(sales, catalog, ["totaltax": 5, "freightamount": 30])
      try line(sales, 1, catalog.bike, quantity: "1", price: "100", tax: "3")
    }
    func state() throws -> [JSON] {
      try sales.list("salesorders?$select=totalamount,totaltax,statecode").map {
        ["a": $0["totalamount"] ?? .null, "b": $0["totaltax"] ?? .null]
      }
        + sales.list("salesorderdetails?$orderby=sequencenumber").map {
          ["id": $0["salesorderdetailid"] ?? .null, "e": $0["extendedamount"] ?? .null]
        }
    }
    try run()
    let first = try state()
    try run()
    #expect(try state() == first)
  }

  private func invoice(_ sales: SalesClient, _ catalog: SalesClient.Catalog) throws {
    try sales.patch(
      "invoices(invoicenumber='CIV-1')",
      [
        "customerid_account@odata.bind": "/accounts(accountnumber='C-1')", "salesorderid@odata.bind": "/salesorders(ordernumber='001001')",
        "pricelevelid@odata.bind": .string("/pricelevels(\(catalog.priceList))"), "name": "CIV-1", "msdynce_invoicedate": "2018-04-03",
        "freightamount": 30, "totalamount": 999, "totaltax": 4, "statuscode": 1,
      ])
    try sales.patch(
      "invoicedetails(msdynce_invoicenumber='CIV-1',sequencenumber=1)",
      [
        "invoiceid@odata.bind": "/invoices(invoicenumber='CIV-1')", "productid@odata.bind": .string("/products(\(catalog.bike))"),
        "quantity": 3,
        "priceperunit": 90, "manualdiscountamount": 10, "tax": 4, "ispriceoverridden": true, "extendedamount": 1,
      ])
  }

  @Test("An invoice makes its order Invoiced and belongs to the order's owner (R-INV-3, R-INV-4)")
  func invoiceArrives() throws {
    let sales = try SalesClient()
    let catalog = try sales.catalog()
    let seller = try sales.create("systemusers", ["firstname": "Sam", "lastname": "Seller"])
    try order(sales, catalog, ["ownerid@odata.bind": .string("/systemusers(\(seller))")])
    try line(sales, 1, catalog.bike, quantity: "3", price: "90", discount: "10", tax: "4")
    try invoice(sales, catalog)
    let header = try header(sales)
    #expect(try number(header, "statecode") == 4)
    #expect(try number(header, "statuscode") == 100_003)
    let invoice = try sales.get("invoices(invoicenumber='CIV-1')?$expand=invoice_details")
    #expect(invoice["_ownerid_value"]?.stringValue == seller)
    #expect(try number(invoice, "totalamount") == 294)
    #expect(invoice["invoice_details"]?.arrayValue?.first?["msdynce_invoicenumber"] == "CIV-1")
    #expect(try number(try sales.list("salesorderdetails")[0], "salesorderstatecode") == 4)
  }

  @Test("A later update of the order keeps Invoiced, updates the rest and does not fail (R-ORD-20)")
  func updateAfterInvoice() throws {
    let sales = try SalesClient()
    let catalog = try sales.catalog()
    try order(sales, catalog)
    try line(sales, 1, catalog.bike, quantity: "3", price: "90")
    try invoice(sales, catalog)
    try order(sales, catalog, ["msdynce_processingstatus": 192_350_004, "description": "later"])
    try line(sales, 1, catalog.bike, quantity: "2", price: "90")
    let header = try header(sales)
    #expect(try number(header, "statecode") == 4)
    #expect(try number(header, "statuscode") == 100_003)
    #expect(try number(header, "msdynce_processingstatus") == 192_350_004)
    #expect(header["description"] == "later")
    #expect(try number(header, "totalamount") == 180)
  }

  @Test("A paid invoice is read-only until it is active again")
  func paidInvoice() throws {
    let sales = try SalesClient()
    let catalog = try sales.catalog()
    try order(sales, catalog)
    try invoice(sales, catalog)
    try sales.patch("invoices(invoicenumber='CIV-1')", ["statecode": 2])
    #expect(try sales.refusal(.patch, "invoices(invoicenumber='CIV-1')", ["name": "x"]) == "0x80043b09")
    try sales.patch("invoices(invoicenumber='CIV-1')", ["statecode": 0, "statuscode": 1])
    try sales.patch("invoices(invoicenumber='CIV-1')", ["name": "x"])
  }
}
