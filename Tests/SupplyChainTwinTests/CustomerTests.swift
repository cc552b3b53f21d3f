import OData
import SupplyChainTwin
import Testing

@Suite struct CustomerTests {
  @Test("A customer takes currency and language from its company and its tax group from the customer group")
  func defaults() throws {
    let company = try TestCompany()
    let row = try company.post("CustomersV2", ["OrganizationName": "Contoso", "CustomerGroupId": "10", "WarehouseId": "24"])
    #expect(row.text("CustomerAccount") == "US-000001")
    #expect(row.text("PartyNumber") == "000000001")
    #expect(row.text("PartyType") == "Organization")
    #expect(row.text("SalesCurrencyCode") == "USD")
    #expect(row.text("LanguageId") == "en-us")
    #expect(row.text("SalesTaxGroup") == "TAXED")
    #expect(row.text("SiteId") == "2")
    #expect(row.text("IsExternallyMaintained") == "No")
  }

  @Test("A customer from Sales keeps the account number as its party number, and its ISO country gets an id")
  func fromSales() throws {
    let company = try TestCompany(setUp: true)
    let row = try company.get("CustomersV2(dataAreaId='usmf',CustomerAccount='ACC-01000-BVRCPS')")
    #expect(row.text("PartyNumber") == "ACC-01000-BVRCPS")
    #expect(row.text("IsExternallyMaintained") == "Yes")
    #expect(row.text("AddressCountryRegionId") == "USA")
    #expect(row.text("FullPrimaryAddress") == "1 Main St\nRedmond\nUSA")
  }

  @Test(
    "References of a customer are checked field by field",
    arguments: [
      ("CustomerGroupId", "99", "Customer groups"), ("SiteId", "9", "Sites"), ("WarehouseId", "99", "Warehouses"),
      ("SalesCurrencyCode", "XXX", "Currencies"), ("LanguageId", "english", "Languages"), ("SalesTaxGroup", "NONE", "Sales tax groups"),
      ("InvoiceAccount", "NOBODY", "Customers"), ("AddressCountryRegionISOCode", "XX", "Countries/regions"),
      ("AddressCountryRegionId", "US", "Countries/regions"),
    ])
  func references(column: String, value: String, related: String) throws {
    let company = try TestCompany()
    var body = TestCompany.customerBody("US-002")
    body[column] = .string(value)
    let response = company.send(.post, "CustomersV2", .object(body))
    #expect(response.status == 400)
    #expect(response.infolog?.contains("The value '\(value)' in field '") == true, "\(response.text)")
    #expect(
      response.infolog?.hasSuffix(
        "is not found in the related table '\(related)'.; Warning: validateField failed on field 'CustCustomerV2Entity.\(column)'.") == true
    )
  }

  @Test("A warehouse must lie on the site")
  func siteOfWarehouse() throws {
    let company = try TestCompany()
    var body = TestCompany.customerBody("US-002")
    body["SiteId"] = "2"
    #expect(company.send(.post, "CustomersV2", .object(body)).infolog?.contains("Warehouse '13' is not attached to site '2'.") == true)
  }

  @Test("A name is needed, a person's for persons", arguments: ["Organization", "Person"])
  func name(type: String) throws {
    let company = try TestCompany()
    let response = company.send(.post, "CustomersV2", ["CustomerGroupId": "10", "PartyType": .string(type)])
    #expect(response.infolog?.contains("must be filled in.; Warning: validateWrite failed on data source 'CustTable (CustTable)'.") == true)
  }

  @Test("A contact of the same number may become a customer; an organization may not become a person")
  func parties() throws {
    let company = try TestCompany()
    try company.post(
      "CDSContactPersons",
      ["ContactPersonPartyNumber": "CON-1", "AssociatedPartyNumber": "ACC-01000-BVRCPS", "FirstName": "A", "LastName": "B"])
    try company.post(
      "CustomersV2",
      ["CustomerAccount": "CON-1", "PartyNumber": "CON-1", "PartyType": "Person", "PersonLastName": "B", "CustomerGroupId": "10"])
    let clash = company.send(
      .post, "CustomersV2",
      ["CustomerAccount": "X", "PartyNumber": "ACC-01000-BVRCPS", "PartyType": "Person", "PersonLastName": "B", "CustomerGroupId": "10"])
    #expect(clash.infolog?.contains("Party 'ACC-01000-BVRCPS' is of type Organization and cannot become Person.") == true)
    #expect(try company.rows("CustomersV2").count == 2)
  }

  @Test("A contact person needs the party it belongs to first, and succeeds afterwards")
  func contactNeedsAccount() throws {
    let company = try TestCompany()
    let contact: JSON = [
      "ContactPersonPartyNumber": "CON-1", "AssociatedPartyNumber": "ACC-2", "FirstName": "A", "LastName": "B",
      "IsContactPersonExternallyMaintained": "Yes",
    ]
    let refused = company.send(.post, "CDSContactPersons", contact)
    #expect(refused.status == 400)
    #expect(
      refused.infolog?.contains(
        "The value 'ACC-2' in field 'Associated party number' is not found in the related table 'Global address book'.")
        == true)
    try company.customer("ACC-2")
    #expect(try company.post("CDSContactPersons", contact).text("ContactPersonPartyType") == "Person")
  }

  @Test("A customer group may number its customers itself")
  func groupSequence() throws {
    let company = try TestCompany()
    try company.post("NumberSequences", ["NumberSequenceCode": "Majors", "Format": "M-####", "NextNumber": 7])
    try company.post("CustomerGroups", ["CustomerGroupId": "30", "CustomerAccountNumberSequence": "Majors"])
    #expect(try company.post("CustomersV2", ["OrganizationName": "A", "CustomerGroupId": "30"]).text("CustomerAccount") == "M-0007")
  }

  @Test("A customer with orders cannot be deleted")
  func restrictedDelete() throws {
    let company = try TestCompany()
    try company.orderWithLine("ORD-1")
    let response = company.send(.delete, "CustomersV2(dataAreaId='usmf',CustomerAccount='ACC-01000-BVRCPS')")
    #expect(response.status == 400)
    #expect(response.infolog?.contains("dependent Sales orders exist") == true)
  }

  @Test("Whether a customer comes from Sales shows on its orders, lines and invoices at once")
  func externallyMaintained() throws {
    let company = try TestCompany()
    try company.customer("US-002", ["IsExternallyMaintained": "No"])
    try company.post("CDSSalesOrderHeaders", ["SalesOrderNumber": "SO-1", "OrderingCustomerAccountNumber": "US-002"])
    try company.post("CDSSalesOrderLines", ["SalesOrderNumber": "SO-1", "ProductNumber": "D0001"])
    try company.act("postInvoice", on: TestCompany.order("SO-1"))
    #expect(try company.rows("ExternallyMaintainedCustomerSalesInvoiceHeaders").isEmpty)
    #expect(try company.rows("ExternallyMaintainedCustomerSalesInvoiceLines").isEmpty)
    try company.patch("CustomersV2(dataAreaId='usmf',CustomerAccount='US-002')", ["IsExternallyMaintained": "Yes"])
    #expect(try company.get(TestCompany.order("SO-1")).text("OrderingCustomerIsExternallyMaintained") == "Yes")
    #expect(try company.get(TestCompany.line("SO-1", 1)).text("InvoiceCustomerIsExternallyMaintained") == "Yes")
    #expect(try company.rows("ExternallyMaintainedCustomerSalesInvoiceHeaders").count == 1)
    #expect(try company.rows("ExternallyMaintainedCustomerSalesInvoiceLines").count == 1)
  }
}
