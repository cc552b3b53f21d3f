import Foundation
import OData
import SupplyChainTwin
import Testing

@Suite struct ProtocolTests {
  @Test(
    "An unknown entity set and a malformed key are answered by the router's own envelope", arguments: ["Nothing", "CustomerGroups('10')"])
  func unknownResource(target: String) throws {
    let company = try TestCompany(setUp: false)
    let response = company.send(.get, target)
    #expect(response.status == 404)
    let body = try JSON(decoding: response.body)
    #expect(body["error"] == nil)
    #expect(body.text("Message")?.hasPrefix("No HTTP resource was found that matches the request URI 'https://") == true)
  }

  @Test("A well-formed key without a row is 404 with an empty body")
  func missingRow() throws {
    let company = try TestCompany(setUp: false)
    let response = company.send(.get, "CustomerGroups(dataAreaId='usmf',CustomerGroupId='99')")
    #expect(response.status == 404)
    #expect(response.body.isEmpty)
  }

  @Test("PATCH of a key that is not there does not create")
  func noUpsert() throws {
    let company = try TestCompany(setUp: false)
    let response = company.send(.patch, "CustomerGroups(dataAreaId='usmf',CustomerGroupId='99')", ["Description": "x"])
    #expect(response.status == 400)
    #expect(response.infolog == "No resources were found when selecting for update.")
    #expect(try company.rows("CustomerGroups").isEmpty)
  }

  @Test(
    "What finance and operations does not know of OData is refused",
    arguments: [
      "$filter=contains(CustomerAccount,'A')", "$filter=startswith(CustomerAccount,'A')", "$filter=CustomerAccount%20in%20('A','B')",
      "$filter=IsExternallyMaintained%20gt%20Microsoft.Dynamics.DataEntities.NoYes'No'", "$filter=Nothing%20eq%201", "$select=Nothing",
      "$search=a", "$apply=aggregate(CreditLimit%20with%20sum%20as%20total)",
    ])
  func refusedQueries(query: String) throws {
    let company = try TestCompany()
    let response = company.send(.get, "CustomersV2?\(query)")
    #expect(response.status == 400, "\(response.text)")
    #expect(try JSON(decoding: response.body)["error"]?.text("message") == "An error has occurred.")
  }

  @Test("Enumerations are compared by their qualified literal, texts by wildcard")
  func filters() throws {
    let company = try TestCompany()
    try company.customer("US-002", ["IsExternallyMaintained": "No", "OrganizationName": "Retail West"])
    #expect(
      try company.rows("CustomersV2?$filter=IsExternallyMaintained%20eq%20Microsoft.Dynamics.DataEntities.NoYes'No'").map {
        $0.text("CustomerAccount")
      } == ["US-002"])
    #expect(try company.rows("CustomersV2?$filter=OrganizationName%20eq%20'*west*'").map { $0.text("CustomerAccount") } == ["US-002"])
  }

  @Test("Expand goes one level deep")
  func expand() throws {
    let company = try TestCompany()
    try company.orderWithLine("ORD-1")
    let order = try #require(try company.rows("CDSSalesOrderHeaders?$expand=CDSSalesOrderLines($select=ProductNumber)").first)
    #expect(order["CDSSalesOrderLines"]?.arrayValue?.first?.text("ProductNumber") == "D0001")
    let nested = company.send(.get, "CDSSalesOrderHeaders?$expand=CDSSalesOrderLines($expand=CDSSalesOrderHeader)")
    #expect(nested.status == 400)
  }

  @Test("Pages link by position")
  func paging() throws {
    let company = try TestCompany(SupplyChainConfiguration(pageSizeMax: 2), setUp: false)
    for number in 1...5 { try company.post("CustomerGroups", ["CustomerGroupId": .string("\(number)0")]) }
    let first = try company.get("CustomerGroups")
    #expect(first["value"]?.arrayValue?.count == 2)
    let next = try #require(first.text("@odata.nextLink"))
    #expect(next.hasPrefix("https://usmf.operations.dynamics.com/data/CustomerGroups?"))
    #expect(next.contains("$skip=2"))
    #expect(try company.get("CustomerGroups?$skip=4").text("@odata.nextLink") == nil)
  }

  @Test("What is left of a client's own $top goes along in next links")
  func ownTop() throws {
    let company = try TestCompany(SupplyChainConfiguration(pageSizeMax: 2), setUp: false)
    for number in 1...7 { try company.post("CustomerGroups", ["CustomerGroupId": .string("\(number)0")]) }
    let first = try #require(try company.get("CustomerGroups?$top=4").text("@odata.nextLink"))
    #expect(first.hasSuffix("$skip=2&$top=2"))
    #expect(try company.get("CustomerGroups?$skip=2&$top=2").text("@odata.nextLink") == nil)
  }

  @Test("Next links carry the page size where that is asked for, and lead through all rows")
  func pageSizeInLinks() throws {
    var configuration = SupplyChainConfiguration(pageSizeMax: 2)
    configuration.topInNextLinks = true
    let company = try TestCompany(configuration, setUp: false)
    for number in 1...5 { try company.post("CustomerGroups", ["CustomerGroupId": .string("\(number)0")]) }
    var target = "CustomerGroups"
    var seen = 0
    while true {
      let page = try company.get(target)
      seen += page["value"]?.arrayValue?.count ?? 0
      guard let next = page.text("@odata.nextLink") else { break }
      #expect(next.hasSuffix("&$top=2"))
      target = String(next[next.range(of: "/data/")!.upperBound...])
    }
    #expect(seen == 5)
    #expect(try company.get("CustomerGroups?$top=3")["value"]?.arrayValue?.count == 2)
    #expect(try company.get("CustomerGroups?$top=1").text("@odata.nextLink") == nil)
  }

  @Test("POST answers 201 with the row, its defaults filled in; unset values are empty, never null")
  func creation() throws {
    let company = try TestCompany(setUp: false)
    let row = try company.post("CustomerGroups", ["CustomerGroupId": "10"])
    #expect(row.text("Description") == "")
    #expect(row.text("IsPublicSector_IT") == "No")
    #expect(row.text("@odata.etag")?.hasPrefix("W/\"J") == true)
  }

  @Test("Null stands for the empty text")
  func null() throws {
    let company = try TestCompany(setUp: false)
    try company.post("CustomerGroups", ["CustomerGroupId": "10", "Description": "x"])
    try company.patch("CustomerGroups(dataAreaId='usmf',CustomerGroupId='10')", ["Description": nil])
    #expect(try company.get("CustomerGroups(dataAreaId='usmf',CustomerGroupId='10')").text("Description") == "")
  }

  @Test("Empty dates are the first of January 1900 at noon")
  func emptyDates() throws {
    let company = try TestCompany()
    try company.orderWithLine("ORD-1")
    #expect(try company.get(TestCompany.order("ORD-1")).text("ConfirmedShippingDate") == "1900-01-01T12:00:00Z")
  }

  @Test("A duplicate key is told through the Infolog, with the status of the profile", arguments: [400, 500])
  func duplicates(status: Int) throws {
    let company = try TestCompany(SupplyChainConfiguration(writeFailureStatus: status), setUp: false)
    try company.post("CustomerGroups", ["CustomerGroupId": "10"])
    let response = company.send(.post, "CustomerGroups", ["CustomerGroupId": "10"])
    #expect(response.status == status)
    #expect(
      response.infolog
        == writeFailed(
          "CustCustomerGroupEntity",
          "Info: Cannot create a record in Customer groups (CustGroup). "
            + "Customer group: 10.\nThe record already exists.."))
    let error = try JSON(decoding: response.body)["error"]
    #expect(error?.text("code") == "")
    #expect(error?["innererror"]?.text("type") == "Microsoft.Dynamics.Platform.Integration.Services.OData.AxODataWriteException")
  }

  @Test("An unknown reference comes before a missing mandatory value")
  func orderOfSteps() throws {
    let company = try TestCompany()
    let both = company.send(.post, "CustomersV2", ["OrganizationName": "X", "SiteId": "99"])
    #expect(
      both.infolog
        == writeFailed(
          "CustCustomerV2Entity",
          "Warning: The value '99' in field 'Site' is not found in the "
            + "related table 'Sites'.; Warning: validateField failed on field 'CustCustomerV2Entity.SiteId'."))
    let missing = company.send(.post, "CustomersV2", ["OrganizationName": "X"])
    #expect(
      missing.infolog
        == writeFailed(
          "CustCustomerV2Entity",
          "Warning: Field 'Customer group' must be filled in.; "
            + "Warning: validateWrite failed on data source 'CustTable (CustTable)'."))
  }

  @Test("A text that is too long is a field that failed")
  func tooLong() throws {
    let company = try TestCompany(setUp: false)
    let response = company.send(.post, "CustomerGroups", ["CustomerGroupId": "12345678901"])
    #expect(response.infolog?.contains("validateField failed on field 'CustCustomerGroupEntity.CustomerGroupId'") == true)
  }

  @Test("An unknown property and an unknown member are refused", arguments: ["Nothing", "IsPublicSector_IT"])
  func badBody(property: String) throws {
    let company = try TestCompany(setUp: false)
    #expect(company.send(.post, "CustomerGroups", .object(["CustomerGroupId": "10", property: "Maybe"])).status == 400)
  }

  @Test(
    "Sellable products and invoices cannot be written",
    arguments: ["SellableReleasedProducts", "ExternallyMaintainedCustomerSalesInvoiceHeaders"])
  func readOnly(set: String) throws {
    let company = try TestCompany(setUp: false)
    #expect(company.send(.post, set, ["dataAreaId": "usmf"]).status == 400)
  }

  @Test("A stale ETag is 412, a current one passes")
  func concurrency() throws {
    let company = try TestCompany(setUp: false)
    let row = try company.post("CustomerGroups", ["CustomerGroupId": "10"])
    let tag = try #require(row.text("@odata.etag"))
    let address = "CustomerGroups(dataAreaId='usmf',CustomerGroupId='10')"
    #expect(company.send(.patch, address, ["Description": "a"], headers: ["If-Match": tag]).status == 204)
    #expect(company.send(.patch, address, ["Description": "b"], headers: ["If-Match": tag]).status == 412)
    #expect(company.send(.patch, address, ["Description": "c"], headers: ["If-Match": "*"]).status == 204)
  }
}
