import OData
import SupplyChainTwin
import Testing
import Twin

/// Several entities over the same rows (supply-chain-odata.md 1.1).
@Suite("Entities over the same rows")
struct SiblingEntityTests {
  private let company: TestCompany

  init() throws { company = try TestCompany(SupplyChainConfiguration(level: "10.0")) }

  private let v2 = "CustomersV2(dataAreaId='usmf',CustomerAccount='US-002')"
  private let v3 = "CustomersV3(dataAreaId='usmf',CustomerAccount='US-002')"

  @Test("Customers V2 and V3 see each other's writes at once: create, change, delete")
  func customers() throws {
    let made = try company.post(
      "CustomersV3", ["CustomerAccount": "US-002", "OrganizationName": "Contoso", "CustomerGroupId": "10", "CredManNotes": "pays late"])
    #expect(made.text("CredManNotes") == "pays late")
    #expect(made.text("SalesTaxGroup") == "TAXED")
    #expect(try company.get(v2).text("OrganizationName") == "Contoso")
    try company.patch(v2, ["OrganizationName": "Contoso Ltd"])
    #expect(try company.get(v3).text("OrganizationName") == "Contoso Ltd")
    try company.patch(v3, ["CredManNotes": "pays"])
    #expect(try company.get(v3).text("CredManNotes") == "pays")
    #expect(try company.get(v3).text("@odata.etag") == company.get(v2).text("@odata.etag"))
    #expect(try company.rows("CustomersV3?$filter=CredManNotes eq 'PAYS'&$select=CustomerAccount").count == 1)
    #expect(try company.rows("CustomersV3").count == company.rows("CustomersV2").count)
    #expect(company.send(.delete, v3).status == 204)
    #expect(company.send(.get, v2).status == 404)
  }

  @Test("Each shows its own columns only")
  func columns() throws {
    let two = try company.get("CustomersV2?$top=1")["value"]?.arrayValue?.first
    let three = try company.get("CustomersV3?$top=1")["value"]?.arrayValue?.first
    #expect(two?["CredManNotes"] == nil && three?["CredManNotes"] == "")
    #expect(two?["WarehouseFulfillmentRate"] != nil && three?["WarehouseFulfillmentRate"] == nil)
    #expect(company.send(.patch, v2, ["CredManNotes": "x"]).status == 400)
  }

  @Test("Refusals name the entity that was written through")
  func refusals() throws {
    try company.customer("US-002")
    let group = company.send(.patch, v3, ["CustomerGroupId": "99"])
    #expect(
      group.infolog
        == writeFailed(
          "CustCustomerV3Entity",
          "Warning: The value '99' in field 'Customer group' is not found in the related table 'Customer groups'.; "
            + "Warning: validateField failed on field 'CustCustomerV3Entity.CustomerGroupId'."))
    let twice = company.send(.post, "CustomersV3", .object(TestCompany.customerBody("US-002")))
    #expect(
      twice.infolog
        == writeFailed(
          "CustCustomerV3Entity",
          "Info: Cannot create a record in Customers (CustTable). Customer account: US-002.\nThe record already exists.."))
  }

  @Test("A change set through both is one: what fails in one undoes the other")
  func together() throws {
    let before = try company.rows("CustomersV2").count
    let batch = """
      --b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r
      --c\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\nContent-ID: 1\r\n\r
      POST /data/CustomersV3 HTTP/1.1\r\nContent-Type: application/json\r\n\r
      {"CustomerAccount":"US-002","OrganizationName":"A","CustomerGroupId":"10"}\r
      --c\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\nContent-ID: 2\r\n\r
      POST /data/CustomersV2 HTTP/1.1\r\nContent-Type: application/json\r\n\r
      {"CustomerAccount":"US-002","OrganizationName":"A","CustomerGroupId":"10"}\r
      --c--\r\n--b--\r\n
      """
    let response = company.service.handle(
      HTTPRequest(.post, "/data/$batch", headers: ["Content-Type": "multipart/mixed; boundary=b"], body: Array(batch.utf8)))
    #expect(response.text.contains("The record already exists"))
    #expect(try company.rows("CustomersV3").count == before)
  }

  @Test("Order lines V1 and V2 are the same lines; the lot and the reservation are told by V2 only")
  func lines() throws {
    try company.orderWithLine("ORD-1")
    let line = "(dataAreaId='usmf',SalesOrderNumber='ORD-1',LineCreationSequenceNumber=1)"
    let lot = try company.get("CDSSalesOrderLinesV2\(line)").text("InventoryLotId")
    #expect(lot?.hasPrefix("LOT") == true)
    #expect(try company.get("CDSSalesOrderLines\(line)")["InventoryLotId"] == nil)
    try company.patch("CDSSalesOrderLinesV2\(line)", ["OrderedSalesQuantity": 5, "InventoryServiceReservationId": "R-1"])
    #expect(try company.get("CDSSalesOrderLines\(line)").number("LineAmount") == 500)
    let order = try company.get("\(TestCompany.order("ORD-1"))?$expand=CDSSalesOrderLinesV2($select=InventoryServiceReservationId)")
    #expect(order["CDSSalesOrderLinesV2"]?.arrayValue?.first?.text("InventoryServiceReservationId") == "R-1")
    // A line that an order has already is a duplicate through either.
    let body: JSON = ["SalesOrderNumber": "ORD-1", "LineCreationSequenceNumber": 1, "ProductNumber": "D0001"]
    #expect(company.send(.post, "CDSSalesOrderLinesV2", body).infolog?.contains("SalesOrderLineCDSV2Entity") == true)
  }

  @Test("Classic lines are keyed by their lot, classic headers expand into them, and both are the orders of Prospect to cash")
  func classic() throws {
    try company.orderWithLine("ORD-1")
    let header = "SalesOrderHeadersV2(dataAreaId='usmf',SalesOrderNumber='ORD-1')"
    let order = try company.get("\(header)?$expand=SalesOrderLines($select=InventoryLotId,ItemNumber)")
    let line = try #require(order["SalesOrderLines"]?.arrayValue?.first)
    #expect(line.text("ItemNumber") == "D0001")
    let lot = try #require(line.text("InventoryLotId"))
    let address = "SalesOrderLines(dataAreaId='usmf',InventoryLotId='\(lot)')"
    #expect(try company.get("\(address)/SalesOrderHeaderV2").text("SalesOrderNumber") == "ORD-1")
    #expect(try company.get("\(header)/SalesOrderLines")["value"]?.arrayValue?.count == 1)
    try company.patch(address, ["OrderedSalesQuantity": 7])
    #expect(try company.get(TestCompany.line("ORD-1", 1)).number("OrderedSalesQuantity") == 7)
    try company.patch(header, ["SalesOrderName": "Renamed"])
    #expect(try company.get(TestCompany.order("ORD-1")).text("SalesOrderName") == "Renamed")
  }

  @Test("A column that classic entities have in name only reads empty, takes its empty value, and refuses any other by name")
  func inNameOnly() throws {
    try company.orderWithLine("ORD-1")
    let header = "SalesOrderHeadersV2(dataAreaId='usmf',SalesOrderNumber='ORD-1')"
    #expect(try company.get(header).text("SalesOrderPoolId") == "")
    #expect(try company.rows("SalesOrderHeadersV2?$filter=SalesOrderPoolId eq ''").count == 1)
    #expect(company.send(.patch, header, ["SalesOrderPoolId": ""]).status == 204)
    let refused = company.send(.patch, header, ["SalesOrderPoolId": "01"])
    #expect(refused.status == 501)
    #expect(refused.text.contains("SalesOrderHeadersV2.SalesOrderPoolId"))
  }

  @Test("Contacts V2 are keyed by the customer's account; either entity finds the other's key")
  func contacts() throws {
    try company.customer("US-002", ["PartyNumber": "P-2"])
    let second = try company.post(
      "CDSContactPersonsV2", ["ContactPersonPartyNumber": "CON-1", "AssociatedContactNumber": "US-002", "LastName": "B"])
    #expect(second.text("AssociatedContactType") == "Customer")
    #expect(second.text("ContactPersonId") == "CON-1")
    let first = "CDSContactPersons(dataAreaId='usmf',ContactPersonPartyNumber='CON-1',AssociatedPartyNumber='P-2')"
    #expect(try company.get(first).text("LastName") == "B")
    try company.post("CDSContactPersons", ["ContactPersonPartyNumber": "CON-2", "AssociatedPartyNumber": "P-2", "LastName": "C"])
    let key = "(dataAreaId='usmf',ContactPersonPartyNumber='CON-2',AssociatedContactNumber='US-002',"
    let type = "AssociatedContactType=Microsoft.Dynamics.DataEntities.smmContactPersonCDSAssociatedContactType'Customer')"
    #expect(try company.get("CDSContactPersonsV2\(key)\(type)").text("LastName") == "C")
    let unknown = company.send(
      .post, "CDSContactPersonsV2", ["ContactPersonPartyNumber": "CON-3", "AssociatedContactNumber": "NOBODY", "LastName": "D"])
    #expect(unknown.infolog?.contains("smmContactPersonCDSV2Entity.AssociatedContactNumber") == true)
    let vendor = company.send(
      .post, "CDSContactPersonsV2",
      ["ContactPersonPartyNumber": "CON-3", "AssociatedContactType": "Vendor", "AssociatedContactNumber": "V-1", "LastName": "D"])
    #expect(vendor.status == 501)
  }

  @Test("Invoice lines V2 are the invoice lines, for customers from Sales only, and read-only")
  func invoiceLines() throws {
    try company.orderWithLine("ORD-1")
    try company.act("postInvoice", on: TestCompany.order("ORD-1"))
    let lines = try company.rows("ExternallyMaintainedCustomerSalesInvoiceLines")
    let later = try company.rows("ExternallyMaintainedCustomerSalesInvoiceLinesV2")
    #expect(lines.count == 1)
    #expect(later == lines)
    try company.patch("CustomersV2(dataAreaId='usmf',CustomerAccount='ACC-01000-BVRCPS')", ["IsExternallyMaintained": "No"])
    #expect(try company.rows("ExternallyMaintainedCustomerSalesInvoiceLinesV2").isEmpty)
    #expect(company.send(.post, "ExternallyMaintainedCustomerSalesInvoiceLinesV2", ["InvoiceNumber": "1"]).status == 400)
  }

  @Test(
    "Earlier levels have none of them",
    arguments: ["CustomersV3", "CDSSalesOrderLinesV2", "CDSContactPersonsV2", "ExternallyMaintainedCustomerSalesInvoiceLinesV2"])
  func levels(set: String) throws {
    #expect(try TestCompany(SupplyChainConfiguration(level: "7.3"), setUp: false).send(.get, set).status == 404)
    #expect(company.send(.get, set).status == 200)
  }

  @Test("Rows written before another release is installed show through its entities")
  func installed() throws {
    let old = try TestCompany(SupplyChainConfiguration(level: "7.3"))
    let twin = try old.twin.installing("10.0")
    let service = TwinService(product: twin, ambient: old.ambient)
    let response = service.handle(HTTPRequest(.get, "/data/CustomersV3?$select=CustomerAccount"))
    #expect(response.text.contains("ACC-01000-BVRCPS"))
  }
}
