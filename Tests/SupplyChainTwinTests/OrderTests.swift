import EntityStore
import OData
import SupplyChainTwin
import Testing

@Suite struct OrderTests {
  @Test("A minimal header takes everything else from its customer")
  func headerDefaults() throws {
    let company = try TestCompany()
    try company.post("SalesOrderOriginCodes", ["OriginCode": "SalesOrder", "OriginType": "SalesOrderIntegration"])
    let order = try company.post("CDSSalesOrderHeaders", ["OrderingCustomerAccountNumber": "ACC-01000-BVRCPS"])
    #expect(order.text("SalesOrderNumber") == "SO-000001")
    #expect(order.text("InvoiceCustomerAccountNumber") == "ACC-01000-BVRCPS")
    #expect(order.text("CurrencyCode") == "USD")
    #expect(order.text("LanguageId") == "en-us")
    #expect(order.text("DefaultShippingSiteId") == "1")
    #expect(order.text("DefaultShippingWarehouseId") == "13")
    #expect(order.text("SalesOrderOriginCode") == "SalesOrder")
    #expect(order.text("SalesOrderOriginType") == "SalesOrderIntegration")
    #expect(order.text("OrderingCustomerIsExternallyMaintained") == "Yes")
    #expect(order.text("InvoiceCustomerIsExternallyMaintained") == "Yes")
    #expect(order.text("SalesOrderStatus") == "Backorder")
    #expect(order.text("SalesOrderProcessingStatus") == "Active")
    #expect(order.text("DeliveryAddressCity") == "Redmond")
    #expect(order.text("InvoiceAddressCountryRegionId") == "USA")
    #expect(order.text("RequestedShippingDate") == "2018-04-03T12:00:00Z")
    #expect(order.text("OrderCreationDateTime") == "2018-04-03T08:00:00Z")
  }

  @Test("An address that was sent is kept, and the invoice goes to the invoice account")
  func addresses() throws {
    let company = try TestCompany()
    try company.customer("PAYER", ["InvoiceAddressCity": "Boston", "InvoiceAddressStreet": "2 Bill St", "IsExternallyMaintained": "No"])
    try company.customer("ACC-2", ["InvoiceAccount": "PAYER"])
    let order = try company.post(
      "CDSSalesOrderHeaders",
      ["OrderingCustomerAccountNumber": "ACC-2", "DeliveryAddressCity": "Tacoma", "DeliveryAddressCountryRegionISOCode": "US"])
    #expect(order.text("DeliveryAddressCity") == "Tacoma")
    #expect(order.text("DeliveryAddressStreet") == "")
    #expect(order.text("DeliveryAddressCountryRegionId") == "USA")
    #expect(order.text("InvoiceCustomerAccountNumber") == "PAYER")
    #expect(order.text("InvoiceAddressCity") == "Boston")
    #expect(order.text("InvoiceCustomerIsExternallyMaintained") == "No")
  }

  @Test("An empty value that is sent on purpose suppresses the default")
  func explicitEmpty() throws {
    let company = try TestCompany()
    let order = try company.post(
      "CDSSalesOrderHeaders",
      ["OrderingCustomerAccountNumber": "ACC-01000-BVRCPS", "SalesOrderName": "", "SalesOrderNumber": "", "DefaultShippingWarehouseId": ""])
    #expect(order.text("SalesOrderName") == "")
    #expect(order.text("DefaultShippingWarehouseId") == "")
    #expect(order.text("SalesOrderNumber") == "SO-000001")
  }

  @Test("Computed amounts that a template sends along are not taken")
  func computedColumns() throws {
    let company = try TestCompany()
    let order = try company.post("CDSSalesOrderHeaders", ["OrderingCustomerAccountNumber": "ACC-01000-BVRCPS", "OrderTotalAmount": 999])
    #expect(order.number("OrderTotalAmount") == 0)
  }

  @Test("An order number can be given only where the number sequence is manual")
  func manualNumbers() throws {
    let company = try TestCompany()
    try company.patch("NumberSequences(dataAreaId='usmf',NumberSequenceCode='Sales_SalesOrder')", ["IsManual": "No"])
    let response = company.send(
      .post, "CDSSalesOrderHeaders", ["SalesOrderNumber": "ORD-1", "OrderingCustomerAccountNumber": "ACC-01000-BVRCPS"])
    #expect(response.infolog?.contains("does not allow numbers to be entered manually") == true)
  }

  @Test("The sequence steps over numbers that are taken")
  func takenNumbers() throws {
    let company = try TestCompany()
    try company.orderWithLine("SO-000001")
    #expect(
      try company.post("CDSSalesOrderHeaders", ["OrderingCustomerAccountNumber": "ACC-01000-BVRCPS"]).text("SalesOrderNumber")
        == "SO-000002")
  }

  @Test("A minimal line takes unit, quantity, price and dimensions from product and header")
  func lineDefaults() throws {
    let company = try TestCompany()
    try company.post("CDSSalesOrderHeaders", ["SalesOrderNumber": "ORD-1", "OrderingCustomerAccountNumber": "ACC-01000-BVRCPS"])
    let line = try company.post("CDSSalesOrderLines", ["SalesOrderNumber": "ORD-1", "ProductNumber": "D0001"])
    #expect(line.number("LineCreationSequenceNumber") == 1)
    #expect(line.text("SalesUnitSymbol") == "ea")
    #expect(line.number("OrderedSalesQuantity") == 1)
    #expect(line.number("SalesPrice") == 100)
    #expect(line.number("LineAmount") == 100)
    #expect(line.text("ShippingSiteId") == "1")
    #expect(line.text("ShippingWarehouseId") == "13")
    #expect(line.text("ProductName") == "Product D0001")
    #expect(line.text("CurrencyCode") == "USD")
    #expect(line.text("SalesOrderLineStatus") == "Backorder")
    #expect(line.text("DeliveryAddressCity") == "Redmond")
  }

  @Test("Line numbers are never used again, not even the last one's")
  func lineNumbers() throws {
    let company = try TestCompany()
    try company.orderWithLine("ORD-1")
    func add() throws -> ExactDecimal? {
      try company.post("CDSSalesOrderLines", ["SalesOrderNumber": "ORD-1", "ProductNumber": "D0001"]).number("LineCreationSequenceNumber")
    }
    #expect(try add() == 2)
    #expect(company.send(.delete, TestCompany.line("ORD-1", 2)).status == 204)
    #expect(try add() == 3)
  }

  @Test("A line's own warehouse decides its site; a product's warehouse serves where the header has none")
  func storage() throws {
    let company = try TestCompany()
    try company.orderWithLine("ORD-1")
    let own = try company.post("CDSSalesOrderLines", ["SalesOrderNumber": "ORD-1", "ProductNumber": "D0001", "ShippingWarehouseId": "24"])
    #expect(own.text("ShippingSiteId") == "2")
    try company.customer("NOWHERE", ["SiteId": "", "WarehouseId": ""])
    try company.product("D0002", ["DefaultSalesWarehouseId": "24"])
    try company.post("CDSSalesOrderHeaders", ["SalesOrderNumber": "ORD-2", "OrderingCustomerAccountNumber": "NOWHERE"])
    let fromProduct = try company.post("CDSSalesOrderLines", ["SalesOrderNumber": "ORD-2", "ProductNumber": "D0002"])
    #expect(fromProduct.text("ShippingSiteId") == "2")
    #expect(fromProduct.text("ShippingWarehouseId") == "24")
  }

  @Test("A line without a site is refused with the text of the product")
  func missingSite() throws {
    let company = try TestCompany()
    try company.customer("NOWHERE", ["SiteId": "", "WarehouseId": ""])
    try company.post("CDSSalesOrderHeaders", ["SalesOrderNumber": "ORD-2", "OrderingCustomerAccountNumber": "NOWHERE"])
    let response = company.send(.post, "CDSSalesOrderLines", ["SalesOrderNumber": "ORD-2", "ProductNumber": "D0001"])
    #expect(response.status == 400)
    #expect(
      response.infolog
        == writeFailed(
          "SalesOrderLineCDSEntity",
          "Warning: Inventory dimension Site is mandatory and must "
            + "consequently be specified.; Error: Update has been canceled.."))
  }

  @Test(
    "References of a line are checked",
    arguments: [
      ("SalesOrderNumber", "NONE", "Sales orders"), ("ProductNumber", "NONE", "Released products"), ("SalesUnitSymbol", "nope", "Units"),
      ("ShippingWarehouseId", "99", "Warehouses"),
    ])
  func references(column: String, value: String, related: String) throws {
    let company = try TestCompany()
    try company.orderWithLine("ORD-1")
    var body: JSONObject = ["SalesOrderNumber": "ORD-1", "ProductNumber": "D0001"]
    body[column] = .string(value)
    let response = company.send(.post, "CDSSalesOrderLines", .object(body))
    #expect(response.status == 400)
    #expect(response.infolog?.contains("is not found in the related table '\(related)'") == true, "\(response.text)")
  }

  @Test("A stopped product cannot be sold")
  func stoppedProduct() throws {
    let company = try TestCompany()
    try company.orderWithLine("ORD-1")
    try company.product("D0002", ["IsSalesStopped": "Yes"])
    let response = company.send(.post, "CDSSalesOrderLines", ["SalesOrderNumber": "ORD-1", "ProductNumber": "D0002"])
    #expect(response.infolog?.contains("Item 'D0002' is blocked for 'Sales order'.") == true)
  }

  @Test("A discount on no quantity is refused")
  func discountOnNothing() throws {
    let company = try TestCompany()
    try company.orderWithLine("ORD-1")
    let response = company.send(
      .post, "CDSSalesOrderLines",
      ["SalesOrderNumber": "ORD-1", "ProductNumber": "D0001", "OrderedSalesQuantity": 0, "TotalDiscountAmount": 1])
    #expect(response.status == 400)
    #expect(response.infolog?.contains("the quantity is zero") == true)
  }

  @Test("A new quantity sent with the same discount splits it anew; alone it keeps the discount per unit")
  func changedQuantity() throws {
    let company = try TestCompany()
    try company.orderWithLine("ORD-1", discount: 10)
    try company.patch(TestCompany.line("ORD-1", 1), ["OrderedSalesQuantity": 4, "TotalDiscountAmount": 10])
    var line = try company.get(TestCompany.line("ORD-1", 1))
    #expect(line.number("LineDiscountAmount") == decimal("2.50"))
    #expect(line.number("LineAmount") == 390)
    try company.patch(TestCompany.line("ORD-1", 1), ["OrderedSalesQuantity": 8])
    line = try company.get(TestCompany.line("ORD-1", 1))
    #expect(line.number("LineDiscountAmount") == decimal("2.50"))
    #expect(line.number("TotalDiscountAmount") == 20)
    #expect(line.number("LineAmount") == 780)
  }

  @Test("A PATCH that changes nothing writes nothing and keeps the totals")
  func unchanged() throws {
    let company = try TestCompany()
    try company.orderWithLine("ORD-1", discount: 10)
    try company.act("calculateSalesTotals", on: "CDSSalesOrderHeaders")
    let version = company.twin.store.version
    try company.patch(TestCompany.line("ORD-1", 1), ["OrderedSalesQuantity": 3, "TotalDiscountAmount": 10, "ProductNumber": "D0001"])
    try company.patch(TestCompany.order("ORD-1"), ["OrderingCustomerAccountNumber": "ACC-01000-BVRCPS", "DeliveryAddressCity": "Redmond"])
    #expect(company.twin.store.version == version)
    #expect(try company.get(TestCompany.order("ORD-1")).text("AreTotalsUpdated") == "Yes")
  }

  enum Change: CaseIterable { case header, line, newLine, deletedLine, charge, confirmation }

  @Test("Every change of an order clears the flag of its totals, on the header and on all lines", arguments: Change.allCases)
  func clearedTotals(change: Change) throws {
    let company = try TestCompany()
    try company.orderWithLine("ORD-1")
    try company.post("CDSSalesOrderLines", ["SalesOrderNumber": "ORD-1", "ProductNumber": "D0001"])
    try company.act("calculateSalesTotals", on: "CDSSalesOrderHeaders")
    switch change {
    case .header: try company.patch(TestCompany.order("ORD-1"), ["CustomersOrderReference": "x"])
    case .line: try company.patch(TestCompany.line("ORD-1", 2), ["SalesPrice": 90])
    case .newLine: try company.post("CDSSalesOrderLines", ["SalesOrderNumber": "ORD-1", "ProductNumber": "D0001"])
    case .deletedLine: #expect(company.send(.delete, TestCompany.line("ORD-1", 2)).status == 204)
    case .charge: try company.post("SalesOrderHeaderCharges", ["SalesOrderNumber": "ORD-1", "FixedChargeAmount": 5])
    case .confirmation: try company.act("confirm", on: TestCompany.order("ORD-1"))
    }
    #expect(try company.get(TestCompany.order("ORD-1")).text("AreTotalsUpdated") == "No")
    for line in try company.rows("CDSSalesOrderLines") {
      #expect(line.text("AreSalesOrderTotalsUpdated") == "No")
      #expect(line.text("AreTotalsCalculated") == "No")
    }
  }

  @Test("Deleting an order deletes its lines and charges")
  func deletion() throws {
    let company = try TestCompany()
    try company.orderWithLine("ORD-1")
    try company.post("SalesOrderHeaderCharges", ["SalesOrderNumber": "ORD-1", "FixedChargeAmount": 5])
    #expect(company.send(.delete, TestCompany.order("ORD-1")).status == 204)
    #expect(try company.rows("CDSSalesOrderLines").isEmpty)
    #expect(try company.rows("SalesOrderHeaderCharges").isEmpty)
  }

  @Test("A customer on hold takes no orders")
  func onHold() throws {
    let company = try TestCompany()
    try company.customer("US-002", ["OnHoldStatus": "All"])
    #expect(
      company.send(.post, "CDSSalesOrderHeaders", ["OrderingCustomerAccountNumber": "US-002"]).infolog?.contains("is on hold") == true)
  }
}
