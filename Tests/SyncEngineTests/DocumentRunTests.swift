import OData
import SyncEngine
import Testing

/// Headers, lines and lookups: the tasks that need more than one entity.
struct DocumentRunTests {
  static let active: JSON = 192_350_001
  static let draft: JSON = 192_350_000

  /// An order in Sales with one line.
  @discardableResult
  private func order(_ world: StubWorld, _ number: String, status: JSON, customer: JSONObject) -> (header: JSONObject, line: JSONObject) {
    let header = world.sales.insert(
      "salesorders",
      [
        "ordernumber": .string(number), "name": "Order", "customerid_account": .object(customer), "customerid_contact": .null,
        "msdynce_processingstatus": status, "msdynce_hasexternallymaintainedproductsonly": true, "totalamount": 290,
        "transactioncurrencyid": customer["transactioncurrencyid"] ?? .null,
      ])
    let line = world.sales.insert(
      "salesorderdetails",
      [
        "salesorderid": .object(header), "sequencenumber": 1, "quantity": 3, "priceperunit": 100, "manualdiscountamount": 10,
        "productid": ["productnumber": "D1"], "uomid": ["name": "ea"], "msdynce_orderhasexternallymaintainedproductsonly": true,
      ])
    return (header, line)
  }

  /// Touches the header and what the line shows of it, but not the line: what activation does.
  private func activate(_ world: StubWorld, _ number: String) {
    world.sales.update("salesorders", where: { $0["ordernumber"]?.stringValue == number }) { $0["msdynce_processingstatus"] = Self.active }
    let header = world.sales.tables["salesorders"]!.first { $0["ordernumber"]?.stringValue == number }!
    for index in world.sales.tables["salesorderdetails"]!.indices
    where world.sales.tables["salesorderdetails"]![index]["salesorderid"]?["ordernumber"]?.stringValue == number {
      world.sales.tables["salesorderdetails"]![index]["salesorderid"] = .object(header)
    }
  }

  @Test("An activated order goes to Supply Chain with its lines, the whole line discount included (R-ORD-4, R-ORD-18)")
  func orderGoes() async throws {
    let world = try StubWorld()
    let customer = world.account("A-1", name: "One")
    order(world, "SO-1", status: Self.active, customer: customer)
    let execution = try await world.run("T6")
    #expect(execution.status == .completed)
    let header = try #require(world.supplyChain.tables["CDSSalesOrderHeaders"]?.first)
    #expect(header["OrderingCustomerAccountNumber"] == "A-1")
    #expect(header["DeliveryAddressCountryRegionISOCode"] == "US", "a blank country becomes US")
    #expect(header["CurrencyCode"] == "USD")
    let line = try #require(world.supplyChain.tables["CDSSalesOrderLines"]?.first)
    #expect(line["SalesOrderNumber"] == "SO-1")
    #expect(line["LineCreationSequenceNumber"] == 1)
    #expect(line["ProductNumber"] == "D1")
    #expect(line["TotalDiscountAmount"] == 10)
    #expect(line["SalesUnitSymbol"] == "ea")
  }

  @Test("Lines follow when their order is activated, though activation does not touch them and later lines have gone before")
  func linesFollowActivation() async throws {
    let world = try StubWorld()
    let customer = world.account("A-1", name: "One")
    order(world, "SO-1", status: Self.draft, customer: customer)
    order(world, "SO-2", status: Self.active, customer: customer)
    try await world.run("T6")
    #expect(world.supplyChain.tables["CDSSalesOrderLines"]?.count == 1)
    activate(world, "SO-1")
    let execution = try await world.run("T6")
    #expect(execution.tasks.map(\.created) == [1, 1])
    #expect(world.supplyChain.tables["CDSSalesOrderLines"]?.count == 2)
    #expect(try await world.run("T6").tasks.map(\.read) == [0, 0])
  }

  @Test("The customer of an order may be a contact")
  func contactAsCustomer() async throws {
    let world = try StubWorld()
    let customer = world.account("A-1", name: "One")
    order(world, "SO-1", status: Self.active, customer: customer)
    world.sales.update("salesorders", where: { _ in true }) {
      $0["customerid_account"] = .null
      $0["customerid_contact"] = ["msdynce_contactnumber": "CON-1"]
    }
    try await world.run("T6")
    #expect(world.supplyChain.tables["CDSSalesOrderHeaders"]?.first?["OrderingCustomerAccountNumber"] == "CON-1")
  }

  @Test("A value that does not fit the destination fails its row with the value, the field and a way out")
  func unfitValue() async throws {
    let world = try StubWorld()
    let customer = world.account("A-1", name: "One")
    order(world, "SO-1", status: Self.active, customer: customer)
    world.sales.update("salesorderdetails", where: { _ in true }) { $0["sequencenumber"] = "first" }
    let row = try #require(try await world.run("T6").tasks[1].rows.first)
    #expect(row.outcome == .failed)
    #expect(row.destinationKey == "")
    #expect(
      row.reason == "Cannot convert the value 'first' of sequencenumber for the field LineCreationSequenceNumber: it is no Edm.Int32. "
        + "Correct the value or add it to the value map.")
  }

  // MARK: To Sales

  private func sellable(_ world: StubWorld, _ number: String, unit: String = "ea", company: String = "usmf") {
    world.supplyChain.insert(
      "SellableReleasedProducts",
      [
        "dataAreaId": .string(company), "ProductNumber": .string(number), "ProductName": "P", "SalesUnitSymbol": .string(unit),
        "CurrencyCode": "USD", "SalesPrice": 100, "UnitCost": 60, "ProductType": "Service", "IsStockedProduct": "No",
        "SalesUnitDecimalPrecision": 0,
      ])
  }

  private func unit(_ world: StubWorld, _ name: String, group: String) {
    let groups = world.sales.tables["uomschedules"] ?? []
    let row = groups.first { $0["name"]?.stringValue == group } ?? world.sales.insert("uomschedules", ["name": .string(group)])
    world.sales.insert("uoms", ["name": .string(name), "_uomscheduleid_value": row["uomscheduleid"] ?? .null])
  }

  @Test("Products arrive in Sales with unit, group, currency and type resolved, flagged as maintained externally")
  func products() async throws {
    let world = try StubWorld()
    unit(world, "ea", group: "Default unit")
    sellable(world, "D1")
    sellable(world, "D9", company: "demf")
    let execution = try await world.run("T4")
    #expect(execution.status == .completed, "\(execution)")
    let product = try #require(world.sales.tables["products"]?.first)
    #expect(world.sales.tables["products"]?.count == 1, "only the company of the connection set is read")
    #expect(product["productnumber"] == "D1")
    #expect(product["producttypecode"] == 3)
    #expect(product["isstockitem"] == false)
    #expect(product["msdynce_ismaintainedexternally"] == true)
    #expect(product["transactioncurrencyid"]?["isocurrencycode"] == "USD")
    #expect(product["defaultuomid"]?["name"] == "ea")
    #expect(product["defaultuomscheduleid"]?["name"] == "Default unit")
    #expect(try await world.run("T4").tasks[0].unchanged == 1)
    #expect(world.sales.writes.count == 1, "a second run writes nothing")
  }

  @Test("A lookup that finds nothing fails its row with the published text; curing it lets the row through")
  func missingLookup() async throws {
    let world = try StubWorld()
    unit(world, "ea", group: "Default unit")
    sellable(world, "D1")
    sellable(world, "D2", unit: "pallet")
    let execution = try await world.run("T4")
    #expect(execution.status == .warning)
    #expect(
      execution.tasks[0].rows.map(\.reason) == [
        "Couldn't resolve the guid for the field: defaultuomid.name. The lookup was not found: pallet."
      ])
    unit(world, "pallet", group: "Default unit")
    #expect(try await world.run("T4").upserts == 1)
  }

  @Test("A unit of one name in two groups is told apart by the group the row names; without one it is ambiguous")
  func ambiguousLookup() async throws {
    let world = try StubWorld()
    unit(world, "ea", group: "Default unit")
    unit(world, "ea", group: "Other unit")
    sellable(world, "D1")
    #expect(try await world.run("T4").status == .completed)
    #expect(world.sales.tables["products"]?.first?["defaultuomid"]?["uomid"] == world.sales.tables["uoms"]?[0]["uomid"])

    var project = world.project("T4", name: "without group")
    try project.removeRow(destination: "defaultuomscheduleid.name")
    let execution = try await world.engine.run(project)
    #expect(execution.tasks[0].rows.first?.reason?.contains("The lookup is ambiguous, 2 rows of uoms match: ea.") == true)
  }

  private func invoice(_ world: StubWorld, _ number: String, customer: String, order: String, currency: String = "USD") {
    world.supplyChain.insert(
      "ExternallyMaintainedCustomerSalesInvoiceHeaders",
      [
        "dataAreaId": "usmf", "InvoiceNumber": .string(number), "InvoiceDate": "2018-04-03T12:00:00Z", "LedgerVoucher": "V1",
        "InvoiceCustomerAccountNumber": .string(customer), "SalesOrderNumber": .string(order), "CurrencyCode": .string(currency),
        "TotalInvoiceAmount": 290,
      ])
    world.supplyChain.insert(
      "ExternallyMaintainedCustomerSalesInvoiceLines",
      [
        "dataAreaId": "usmf", "InvoiceNumber": .string(number), "InvoiceDate": "2018-04-03T12:00:00Z", "LedgerVoucher": "V1",
        "LineCreationSequenceNumber": 1, "InvoicedQuantity": 3, "SalesUnitSymbol": "ea", "SalesPrice": 100,
        "CurrencyCode": .string(currency),
        "LineTotalDiscountAmount": 10, "LineAmount": 290, "ProductNumber": "D1",
      ])
  }

  private func prepareInvoices(_ world: StubWorld) {
    world.account("A-1", name: "One")
    world.sales.insert("contacts", ["msdynce_contactnumber": "CON-1"])
    world.sales.insert("salesorders", ["ordernumber": "SO-1"])
    world.sales.insert("pricelevels", ["name": "CRM Service USA (sample)"])
    world.sales.insert("products", ["productnumber": "D1"])
    unit(world, "ea", group: "Default unit")
  }

  @Test("An invoice arrives with its lines, linked to order, customer, price list and currency")
  func invoices() async throws {
    let world = try StubWorld()
    prepareInvoices(world)
    invoice(world, "INV-1", customer: "a-1", order: "SO-1")
    invoice(world, "INV-2", customer: "CON-1", order: "SO-1")
    let execution = try await world.run("T8")
    #expect(execution.status == .completed, "\(execution)")
    let invoices = try #require(world.sales.tables["invoices"])
    #expect(invoices[0]["customerid_account"]?["accountnumber"] == "A-1", "texts compare without regard to case")
    #expect(invoices[1]["customerid_contact"]?["msdynce_contactnumber"] == "CON-1")
    #expect(invoices[0]["pricelevelid"]?["name"] == "CRM Service USA (sample)")
    #expect(invoices[0]["salesorderid"]?["ordernumber"] == "SO-1")
    #expect(invoices[0]["msdynce_invoicedate"] == "2018-04-03T12:00:00Z")
    let line = try #require(world.sales.tables["invoicedetails"]?.first)
    #expect(line["msdynce_invoicenumber"] == "INV-1")
    #expect(line["sequencenumber"] == 1)
    #expect(line["invoiceid"]?["invoicenumber"] == "INV-1")
    #expect(line["ispriceoverridden"] == true)
  }

  @Test("An invoice whose order is not in Sales fails, its lines fail by lookup, and both succeed afterwards (R-INV-6)")
  func invoiceNeedsOrder() async throws {
    let world = try StubWorld()
    prepareInvoices(world)
    invoice(world, "INV-1", customer: "A-1", order: "SO-9")
    let execution = try await world.run("T8")
    #expect(execution.status == .error)
    #expect(
      execution.tasks.flatMap(\.rows).map(\.reason) == [
        "Couldn't resolve the guid for the field: salesorderid.ordernumber. The lookup was not found: SO-9.",
        "Couldn't resolve the guid for the field: invoiceid.invoicenumber. The lookup was not found: INV-1.",
      ])
    world.sales.insert("salesorders", ["ordernumber": "SO-9"])
    #expect(try await world.run("T8").status == .completed)
    #expect(world.sales.tables["invoicedetails"]?.count == 1)
  }

  @Test("A currency without an entry in the price-list map fails its row (R-INV-7)")
  func currencyWithoutPriceList() async throws {
    let world = try StubWorld()
    prepareInvoices(world)
    invoice(world, "INV-1", customer: "A-1", order: "SO-1", currency: "EUR")
    let execution = try await world.run("T8")
    #expect(
      execution.tasks[0].rows.first?.reason
        == "Couldn't resolve the guid for the field: pricelevelid.name. The lookup was not found: EUR.")
  }

  @Test("A row of a source that is read in full waits no longer once it has left the task's scope")
  func leavesScopeOfFullRead() async throws {
    let world = try StubWorld()
    unit(world, "ea", group: "Default unit")
    sellable(world, "D1", unit: "pallet")
    #expect(try await world.run("T4").status == .error)
    #expect(try world.ledger.waitingEntries(project: "T4").count == 1)
    world.supplyChain.tables["SellableReleasedProducts"] = []
    #expect(try await world.run("T4").status == .completed)
    #expect(try world.ledger.waitingEntries(project: "T4") == [])
  }

  @Test("A key that cannot stand in an address is found by query instead", arguments: ["A/1", "A&B", "50%", "a+b"])
  func unaddressableKey(number: String) async throws {
    let world = try StubWorld()
    unit(world, "ea", group: "Default unit")
    sellable(world, number)
    #expect(try await world.run("T4").tasks[0].created == 1)
    world.supplyChain.update("SellableReleasedProducts", where: { _ in true }) { $0["ProductName"] = "Q" }
    #expect(try await world.run("T4").tasks[0].updated == 1)
    #expect(world.sales.tables["products"]?.map { $0["name"] } == ["Q"])
  }
}
