import OData
import SupplyChainTwin
import Testing

/// What every entity does alike, and what P2C's entities need of set-up.
@Suite("Behaviour of entities")
struct EntityBehaviourTests {
  private func company() throws -> TestCompany {
    let company = try TestCompany()
    try company.orderWithLine("ORD-1")
    return company
  }

  @Test("ISO columns take two letters and refuse the three-letter id, on every address")
  func isoCodes() throws {
    let company = try company()
    try company.post(
      "CDSContactPersons", ["ContactPersonPartyNumber": "CON-1", "AssociatedPartyNumber": "ACC-01000-BVRCPS", "LastName": "B"])
    let customer = "CustomersV2(dataAreaId='usmf',CustomerAccount='ACC-01000-BVRCPS')"
    let contact =
      "CDSContactPersons(dataAreaId='usmf',ContactPersonPartyNumber='CON-1',AssociatedPartyNumber='ACC-01000-BVRCPS')"
    for (target, prefix) in [
      (customer, "Address"), (customer, "DeliveryAddress"), (customer, "InvoiceAddress"), (contact, "PrimaryAddress"),
      (TestCompany.order("ORD-1"), "DeliveryAddress"), (TestCompany.line("ORD-1", 1), "DeliveryAddress"),
    ] {
      let column = "\(prefix)CountryRegionISOCode"
      let refused = company.send(.patch, target, .object([column: .string("USA")]))
      #expect(refused.status == 400, "\(target) \(column)")
      try company.patch(target, .object([column: .string("DE")]))
      #expect(try company.get(target).text("\(prefix)CountryRegionId") == "DEU", "\(target) \(column)")
      let wrongID = company.send(.patch, target, .object(["\(prefix)CountryRegionId": .string("US")]))
      #expect(wrongID.infolog?.contains("is not found in the related table 'Countries/regions'.") == true, "\(target) \(prefix)")
    }
  }

  @Test("An invoice is read by its key with a bare moment")
  func momentInKey() throws {
    let company = try company()
    try company.act("postInvoice", on: TestCompany.order("ORD-1"))
    let invoice = try #require(try company.rows("ExternallyMaintainedCustomerSalesInvoiceHeaders").first)
    let (number, date) = (invoice.text("InvoiceNumber")!, invoice.text("InvoiceDate")!)
    let key = "dataAreaId='usmf',InvoiceNumber='\(number)',InvoiceDate=\(date)"
    #expect(try company.get("ExternallyMaintainedCustomerSalesInvoiceHeaders(\(key))").text("SalesOrderNumber") == "ORD-1")
  }

  @Test("An empty value that is sent keeps its default away")
  func emptyOnPurpose() throws {
    let company = try company()
    let row = try company.customer("US-002", ["SalesTaxGroup": "", "SalesCurrencyCode": ""])
    #expect(row.text("SalesTaxGroup") == "")
    #expect(row.text("SalesCurrencyCode") == "")
  }

  @Test("What the server computes is dropped when a client sends it")
  func computed() throws {
    let company = try company()
    let order = TestCompany.order("ORD-1")
    try company.patch(
      order, ["SalesOrderName": "x", "OrderTotalAmount": 5, "AreTotalsUpdated": "Yes", "SalesOrderProcessingStatus": "Invoiced"])
    let row = try company.get(order)
    #expect(row.text("SalesOrderName") == "x")
    #expect(row.number("OrderTotalAmount") == 0)
    #expect(row.text("AreTotalsUpdated") == "No")
    #expect(row.text("SalesOrderProcessingStatus") == "Active")
  }

  @Test("The time of an order's creation is told as a moment in UTC")
  func moments() throws {
    let row = try company().get(TestCompany.order("ORD-1"))
    #expect(row.text("OrderCreationDateTime") == "2018-04-03T08:00:00Z")
    #expect(row.number("SalesTaker") == 0)
  }

  @Test("The validity of an address has an open end")
  func validity() throws {
    let row = try company().get("CustomersV2(dataAreaId='usmf',CustomerAccount='ACC-01000-BVRCPS')")
    #expect(row.text("AddressValidTo") == "2154-12-31T23:59:59Z")
  }

  @Test("Customers and groups lead to their financial dimensions")
  func dimensions() throws {
    let company = try company()
    let made = try company.post("DimensionSets", ["DisplayValue": "-001--"])
    #expect(made.number("RecordId") != 0)
    try company.patch("CustomersV2(dataAreaId='usmf',CustomerAccount='ACC-01000-BVRCPS')", ["DefaultDimensionDisplayValue": "-001--"])
    let row = try company.get("CustomersV2(dataAreaId='usmf',CustomerAccount='ACC-01000-BVRCPS')?$expand=DimensionSet")
    #expect(row["DimensionSet"]?.text("DisplayValue") == "-001--")
    let group = try company.get("CustomerGroups(dataAreaId='usmf',CustomerGroupId='10')?$expand=DimensionSet")
    #expect(group["DimensionSet"]?.isNull == true)
  }

  @Test("Lines take site and warehouse from the product where the order has none")
  func storage() throws {
    let company = try TestCompany()
    try company.product("D0002", ["DefaultSalesSiteId": "2", "DefaultSalesWarehouseId": "24"])
    try company.customer("US-002", ["SiteId": "", "WarehouseId": ""])
    for (order, customer, site, warehouse) in [("A", "US-002", "2", "24"), ("B", "ACC-01000-BVRCPS", "1", "13")] {
      try company.post(
        "CDSSalesOrderHeaders", ["SalesOrderNumber": .string(order), "OrderingCustomerAccountNumber": .string(customer)])
      let line = try company.post("CDSSalesOrderLines", ["SalesOrderNumber": .string(order), "ProductNumber": "D0002"])
      #expect(line.text("ShippingSiteId") == site)
      #expect(line.text("ShippingWarehouseId") == warehouse)
    }
  }

  @Test(
    "Each check that is switched off lets through what it alone would refuse",
    arguments: [
      (SellableCheck.itemModelGroup, ["ItemModelGroupId": ""]), (.itemGroup, ["ProductGroupId": ""]),
      (.storageDimensionGroup, ["StorageDimensionGroupName": ""]), (.trackingDimensionGroup, ["TrackingDimensionGroupName": ""]),
      (.units, ["InventoryUnitSymbol": "new", "SalesUnitSymbol": "new", "PurchaseUnitSymbol": "new"]),
      (.unitConversions, ["PurchaseUnitSymbol": "box"]),
    ] as [(SellableCheck, [String: String])])
  func checks(check: SellableCheck, changes: [String: String]) throws {
    for isOn in [true, false] {
      let checks = isOn ? Set(SellableCheck.allCases) : Set(SellableCheck.allCases).subtracting([check])
      let company = try TestCompany(SupplyChainConfiguration(sellableChecks: checks))
      var body: JSONObject = [:]
      for (column, value) in changes.sorted(by: { $0.key < $1.key }) { body[column] = .string(value) }
      try company.product("D0002", body)
      try company.act("populateDistinctProductTable", on: "SellableReleasedProducts")
      let found = try company.rows("SellableReleasedProducts?$filter=ProductNumber eq 'D0002'").count
      #expect(found == (isOn ? 0 : 1), "\(check)")
    }
  }
}
