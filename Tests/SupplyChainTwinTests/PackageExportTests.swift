import Ambient
import DataPackages
import EntityStore
import OData
import SupplyChainTwin
import Testing
import Twin

/// Exports of data packages and change tracking (supply-chain-odata.md 6.2, 6.3).
struct PackageExportTests {
  @Test("A package holds a manifest, a header and a data file for each entity, of one legal entity")
  func contents() throws {
    let company = try TestCompany()
    try company.exportProject("Out", "CustomerGroups", ["SequenceInLevel": 2])
    try company.post("DataManagementDefinitionGroupDetails", ["DefinitionGroupId": "Out", "EntityName": "Customers V2"])
    try company.post("CustomerGroups", ["dataAreaId": "demf", "CustomerGroupId": "90"])
    let (id, package) = try company.export("Out")
    #expect(package.manifest.definitionGroupName == "Out")
    #expect(package.manifest.entities.map(\.entityName) == ["Customers V2", "Customer groups"])
    #expect(package.files.map(\.name) == ["Customers V2.csv", "Customer groups.csv"])
    #expect(package.header.packageType == "DefinitionGroup")
    var groups = try package.rows(of: package.manifest.entities[1])
    #expect(!groups.columns.contains("DATAAREAID"))
    var found: [String] = []
    let index = try #require(groups.columns.firstIndex(of: "CUSTOMERGROUPID"))
    while try groups.next() { found.append(groups.text(index)) }
    #expect(found == ["10", "20"])
    #expect(try company.status(id) == "Succeeded")
    let german = try company.exported("Out", "CUSTOMERACCOUNT", company: "DEMF")
    #expect(german.isEmpty)
  }

  @Test("What was exported can be imported again, in every format, and changes nothing", arguments: SourceFormat.allCases)
  func roundTrip(format: SourceFormat) throws {
    let company = try TestCompany()
    try company.customer("US-001", ["AddressStreet": "two\nlines, \"quoted\"", "CreditLimit": .number(decimal("12.34"))])
    try company.exportProject("Out", "Customers V2", ["SourceFormat": .string(format.rawValue)])
    let (_, package) = try company.export("Out")
    let before = try company.rows("CustomersV2?$orderby=CustomerAccount")
    let id = try company.importPackage(package.zip(at: company.clock.now))
    #expect(try company.status(id) == "Succeeded", "\(company.reasons(id))")
    #expect(try company.rows("CustomersV2?$orderby=CustomerAccount") == before)
  }

  @Test("A project may map fields and filter rows")
  func mapAndFilter() throws {
    let company = try TestCompany()
    for number in 1...3 { try company.customer("US-00\(number)", ["OrganizationName": .string("Customer \(number)")]) }
    try company.exportProject(
      "Out", "Customers V2", ["FieldMapping": "CUSTOMERACCOUNT=Account; ORGANIZATIONNAME", "Filter": "CustomerAccount gt 'US-001'"])
    let (_, package) = try company.export("Out")
    #expect(
      String(decoding: package.files[0].bytes, as: UTF8.self)
        == "Account,ORGANIZATIONNAME\r\nUS-002,Customer 2\r\nUS-003,Customer 3\r\n")
    for (column, value) in [("FieldMapping", "NOFIELD"), ("Filter", "NoField eq 1"), ("Filter", "((")] {
      let response = company.send(
        .patch, "DataManagementDefinitionGroupDetails(DefinitionGroupId='Out',EntityName='Customers V2')", .object([column: .string(value)])
      )
      #expect(response.status == 400, "\(column) \(value)")
    }
  }

  @Test("Without change tracking every export is a full one")
  func untracked() throws {
    let company = try TestCompany()
    try company.exportProject("Out", "Customer groups")
    #expect(try company.exported("Out", "CUSTOMERGROUPID") == ["10", "20"])
    #expect(try company.exported("Out", "CUSTOMERGROUPID") == ["10", "20"])
  }

  @Test("With change tracking the first export is full, later ones hold what was created or updated since, whole records, never deletes")
  func tracked() throws {
    let company = try TestCompany()
    try company.post("EntityChangeTrackings", ["EntityName": "CustomerGroups", "Mode": "EntireEntity"])
    try company.exportProject("Out", "Customer groups")
    #expect(try company.exported("Out", "CUSTOMERGROUPID") == ["10", "20"])
    #expect(try company.exported("Out", "CUSTOMERGROUPID") == [])
    try company.post("CustomerGroups", ["CustomerGroupId": "30", "Description": "Thirty"])
    try company.patch("CustomerGroups(dataAreaId='usmf',CustomerGroupId='20')", ["Description": "Changed"])
    try company.patch("CustomerGroups(dataAreaId='usmf',CustomerGroupId='10')", ["Description": "Wholesale"])
    let (_, package) = try company.export("Out")
    let text = String(decoding: package.files[0].bytes, as: UTF8.self)
    #expect(text.contains("20,") && text.contains("Changed") && text.contains("Thirty") && !text.contains("Wholesale"))
    #expect(company.send(.delete, "CustomerGroups(dataAreaId='usmf',CustomerGroupId='30')").status == 204)
    #expect(try company.exported("Out", "CUSTOMERGROUPID") == [])
  }

  @Test("The position is kept for each project and legal entity")
  func positions() throws {
    let company = try TestCompany()
    try company.post("EntityChangeTrackings", ["EntityName": "Customer groups", "Mode": "EntireEntity"])
    try company.post("CustomerGroups", ["dataAreaId": "demf", "CustomerGroupId": "90"])
    try company.exportProject("A", "Customer groups")
    try company.exportProject("B", "Customer groups")
    #expect(try company.exported("A", "CUSTOMERGROUPID").count == 2)
    #expect(try company.exported("A", "CUSTOMERGROUPID", company: "demf") == ["90"])
    #expect(try company.exported("B", "CUSTOMERGROUPID").count == 2)
    try company.post("CustomerGroups", ["CustomerGroupId": "30"])
    #expect(try company.exported("A", "CUSTOMERGROUPID") == ["30"])
    #expect(try company.exported("A", "CUSTOMERGROUPID", company: "demf") == [])
    #expect(try company.exported("B", "CUSTOMERGROUPID") == ["30"])
  }

  @Test("Switched off and on again, or changed, tracking begins with a full export; a full push is one every time")
  func fullAgain() throws {
    let company = try TestCompany()
    try company.post("EntityChangeTrackings", ["EntityName": "Customer groups", "Mode": "EntireEntity"])
    try company.exportProject("Out", "Customer groups")
    #expect(try company.exported("Out", "CUSTOMERGROUPID").count == 2)
    #expect(try company.exported("Out", "CUSTOMERGROUPID").count == 0)
    #expect(company.send(.delete, "EntityChangeTrackings(EntityName='Customer groups')").status == 204)
    #expect(try company.exported("Out", "CUSTOMERGROUPID").count == 2)
    try company.post("EntityChangeTrackings", ["EntityName": "Customer groups", "Mode": "EntireEntity"])
    #expect(try company.exported("Out", "CUSTOMERGROUPID").count == 2)
    #expect(try company.exported("Out", "CUSTOMERGROUPID").count == 0)
    try company.patch("EntityChangeTrackings(EntityName='Customer groups')", ["Mode": "PrimaryTable"])
    #expect(try company.exported("Out", "CUSTOMERGROUPID").count == 2)
    try company.patch(
      "DataManagementDefinitionGroupDetails(DefinitionGroupId='Out',EntityName='Customer groups')", ["DefaultRefreshType": "FullPush"])
    #expect(try company.exported("Out", "CUSTOMERGROUPID").count == 2)
    #expect(try company.exported("Out", "CUSTOMERGROUPID").count == 2)
  }

  @Test(
    "A change in a joined table alone is seen under 'entire entity' and by a custom query that names the table, not under 'primary table'",
    arguments: [
      ("PrimaryTable", "", false), ("EntireEntity", "", true), ("CustomQuery", "CustTable", true), ("CustomQuery", "SalesTable", false),
    ])
  func joinedTables(mode: String, tables: String, isSeen: Bool) throws {
    let company = try TestCompany()
    try company.orderWithLine("SO-1")
    try company.post(
      "EntityChangeTrackings", ["EntityName": "CDS sales order headers", "Mode": .string(mode), "TrackedTables": .string(tables)])
    try company.exportProject("Out", "CDS sales order headers")
    #expect(try company.exported("Out", "SALESORDERNUMBER") == ["SO-1"])
    // The flag on the order is that of its customer.
    try company.patch("CustomersV2(dataAreaId='usmf',CustomerAccount='ACC-01000-BVRCPS')", ["IsExternallyMaintained": "No"])
    #expect(try company.get(TestCompany.order("SO-1")).text("OrderingCustomerIsExternallyMaintained") == "No")
    #expect(try company.exported("Out", "SALESORDERNUMBER") == (isSeen ? ["SO-1"] : []))
    // A change of its own is seen by all, also behind one that was not.
    try company.patch("CustomersV2(dataAreaId='usmf',CustomerAccount='ACC-01000-BVRCPS')", ["IsExternallyMaintained": "Yes"])
    try company.patch(TestCompany.order("SO-1"), ["CustomersOrderReference": "PO-7"])
    try company.patch("CustomersV2(dataAreaId='usmf',CustomerAccount='ACC-01000-BVRCPS')", ["IsExternallyMaintained": "No"])
    #expect(try company.exported("Out", "SALESORDERNUMBER") == ["SO-1"])
    #expect(try company.exported("Out", "SALESORDERNUMBER") == [])
  }

  @Test("A custom query names tables of its entity")
  func customQuery() throws {
    let company = try TestCompany()
    for tables in ["", "VendTable"] {
      let response = company.send(
        .post, "EntityChangeTrackings", ["EntityName": "Customers V2", "Mode": "CustomQuery", "TrackedTables": .string(tables)])
      #expect(response.status == 400)
      #expect(response.infolog?.contains("CustTable, DirPartyTable, LogisticsElectronicAddress, LogisticsPostalAddress") == true)
    }
    #expect(company.send(.post, "EntityChangeTrackings", ["EntityName": "Unicorns", "Mode": "EntireEntity"]).status == 400)
  }

  @Test("The totals job exposes an order once more by the flag it sets")
  func totals() throws {
    let company = try TestCompany()
    try company.orderWithLine("SO-1")
    try company.post("EntityChangeTrackings", ["EntityName": "CDS sales order headers", "Mode": "PrimaryTable"])
    try company.exportProject("Out", "CDS sales order headers")
    #expect(try company.exported("Out", "ARETOTALSUPDATED") == ["No"])
    try company.act("calculateSalesTotals", on: "CDSSalesOrderHeaders")
    #expect(try company.exported("Out", "ARETOTALSUPDATED") == ["Yes"])
    try company.act("calculateSalesTotals", on: "CDSSalesOrderHeaders")
    #expect(try company.exported("Out", "ARETOTALSUPDATED") == [])
  }

  @Test("An export that is done once more begins where it began, so that nothing it held is lost")
  func reExecute() throws {
    let company = try TestCompany()
    try company.post("EntityChangeTrackings", ["EntityName": "Customer groups", "Mode": "EntireEntity"])
    try company.exportProject("Out", "Customer groups", ["FieldMapping": "CUSTOMERGROUPID"])
    _ = try company.export("Out")
    try company.post("CustomerGroups", ["CustomerGroupId": "30"])
    let (id, _) = try company.export("Out")
    try company.post("CustomerGroups", ["CustomerGroupId": "40"])
    let (again, package) = try company.export("Out", again: id)
    #expect(again == id)
    #expect(String(decoding: package.files[0].bytes, as: UTF8.self) == "CUSTOMERGROUPID\r\n30\r\n40\r\n")
  }

  @Test("Projects and executions that are not there, and packages that are not ready, are refused")
  func refusals() throws {
    let company = try TestCompany()
    func call(_ project: String) -> String? {
      company.refusal(
        "ExportToPackage", ["definitionGroupId": .string(project), "packageName": "p", "executionId": "", "reExecute": false])
    }
    #expect(call("Nothing")?.contains("The data project 'Nothing' does not exist.") == true)
    try company.post("DataManagementDefinitionGroups", ["Name": "Empty", "OperationType": "Export"])
    #expect(call("Empty")?.contains("has no entities") == true)
    try company.post("DataManagementDefinitionGroups", ["Name": "In", "OperationType": "Import"])
    #expect(call("In")?.contains("is for import") == true)
    try company.exportProject("Out", "Customer groups")
    let id = try #require(try company.action("ExportToPackage", ["definitionGroupId": "Out"])?.stringValue)
    #expect(try company.status(id) == "Executing")
    #expect(company.refusal("GetExportedPackageUrl", ["executionId": .string(id)])?.contains("still executing") == true)
    company.clock.advance(milliseconds: 6_000)
    #expect(try company.status(id) == "Succeeded")
    let page = try company.action("GetExecutionSummaryPageUrl", ["executionId": .string(id)])?.stringValue
    #expect(page?.hasPrefix("https://usmf.operations.dynamics.com/?cmp=USMF&mi=") == true)
    #expect(try company.action("InitializeDataManagement", [:]) == nil)
  }

  @Test("An export through staging takes longer than one that skips it, and an import in several tasks less time than in one")
  func batchTime() throws {
    var configuration = SupplyChainConfiguration()
    configuration.batchStartSeconds = 0
    configuration.batchRowsPerSecond = 1
    let company = try TestCompany(configuration)
    try company.exportProject("Fast", "Customer groups")
    try company.exportProject("Slow", "Customer groups", ["SkipStaging": "No"])
    let fast = try #require(try company.action("ExportToPackage", ["definitionGroupId": "Fast"])?.stringValue)
    let slow = try #require(try company.action("ExportToPackage", ["definitionGroupId": "Slow"])?.stringValue)
    company.clock.advance(milliseconds: 3_000)
    #expect(try company.status(fast) == "Succeeded")
    #expect(try company.status(slow) == "Executing")
    company.clock.advance(milliseconds: 17_000)
    #expect(try company.status(slow) == "Succeeded")

    try company.post("EntityExecutionParameters", ["EntityName": "CustomerGroups", "ImportThresholdRecordCount": 2, "ImportTaskCount": 4])
    let rows = "CUSTOMERGROUPID\r\n" + (1...8).map { "G\($0)\r\n" }.joined()
    let url = try company.upload(TestCompany.package("Customer groups", rows))
    let id = try #require(try company.action("ImportFromPackage", ["packageUrl": .string(url), "definitionGroupId": "In"])?.stringValue)
    company.clock.advance(milliseconds: 2_000)
    #expect(try company.status(id) == "Succeeded")
  }
}
