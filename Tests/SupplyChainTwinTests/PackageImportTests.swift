import Ambient
import DataPackages
import EntityStore
import OData
import SupplyChainTwin
import Testing
import Twin

/// Imports of data packages (supply-chain-odata.md 6.2).
struct PackageImportTests {
  private static let header = "CUSTOMERACCOUNT,ORGANIZATIONNAME,CUSTOMERGROUPID,CREDITLIMIT\r\n"

  @Test("Rows of a package come in under the rules of every other write: references, defaults, numbers")
  func goodRows() throws {
    let company = try TestCompany()
    let id = try company.importRows("Customers V2", Self.header + "US-001,Contoso,10,1500.50\r\nUS-002,\"Fabrikam, Inc.\",20,\r\n")
    #expect(try company.status(id) == "Succeeded")
    let first = try company.get("CustomersV2(dataAreaId='usmf',CustomerAccount='US-001')")
    #expect(first.number("CreditLimit") == decimal("1500.50"))
    #expect(first.text("SalesTaxGroup") == "TAXED")
    #expect(first.text("SalesCurrencyCode") == "USD")
    #expect(first.text("PartyNumber")?.isEmpty == false)
    #expect(try company.get("CustomersV2(dataAreaId='usmf',CustomerAccount='US-002')").text("OrganizationName") == "Fabrikam, Inc.")
    #expect(try company.executionErrors(id).isEmpty)
  }

  @Test("Rows whose key is there are updated, only in the columns of the file")
  func upsert() throws {
    let company = try TestCompany()
    try company.customer("US-001", ["CreditLimit": 7])
    _ = try company.importRows("Customers V2", "CUSTOMERACCOUNT,ORGANIZATIONNAME\r\nus-001,Renamed\r\n")
    let row = try company.get("CustomersV2(dataAreaId='usmf',CustomerAccount='US-001')")
    #expect(row.text("OrganizationName") == "Renamed")
    #expect(row.number("CreditLimit") == 7)
    #expect(try company.rows("CustomersV2?$filter=CustomerAccount eq 'us-001'&$select=CustomerAccount").count == 1)
  }

  @Test("Good rows are in; bad ones are in the error files with their reason, those of staging apart from those of the target")
  func badRows() throws {
    let company = try TestCompany()
    let id = try company.importRows(
      "Customers V2",
      Self.header
        + "US-001,Contoso,10,1\r\nUS-002,Bad number,10,many\r\nUS-003,Bad group,99,1\r\n,No key,10,1\r\nUS-005,\"Also, good\",10,1\r\n"
        + "US-001,Twice,10,1\r\nUS-007,,10,1\r\nUS-008,Too many,10,1,1\r\n")
    #expect(try company.status(id) == "PartiallySucceeded")
    let accounts = try company.rows("CustomersV2?$select=CustomerAccount&$orderby=CustomerAccount").compactMap {
      $0.text("CustomerAccount")
    }
    #expect(accounts.filter { $0.hasPrefix("US-") } == ["US-001", "US-005"])

    let details = try company.rows("DataManagementExecutionJobDetails?$filter=JobId eq '\(id)'")
    #expect(details.map { $0.text("EntityName") } == ["Customers V2"])
    #expect(details[0].number("TargetRecordsCreatedCount") == 2)
    #expect(details[0].number("StagingErrorCount") == 4)
    #expect(details[0].number("TargetErrorCount") == 2)
    #expect(company.send(.post, "DataManagementExecutionJobDetails", ["JobId": "x", "EntityName": "y"]).status >= 400)

    let errors = try company.executionErrors(id)
    #expect(errors.map { $0.text("RecordId") } == ["2", "3", "4", "6", "7", "8"])
    #expect(errors[0].text("Field") == "CREDITLIMIT")
    #expect(errors[0].text("ErrorMessage") == "The value 'many' in field 'CREDITLIMIT' cannot be converted to a number.")
    #expect(errors[1].text("Field") == "CUSTOMERGROUPID")
    #expect(errors[1].text("ErrorMessage")?.contains("The value '99' in field 'Customer group' is not found") == true)
    #expect(errors[2].text("ErrorMessage") == "The key field 'CUSTOMERACCOUNT' must have a value.")
    #expect(errors[3].text("ErrorMessage") == "The record already exists: the file has this key more than once.")
    #expect(errors[4].text("ErrorMessage")?.contains("must be filled in") == true)

    let url = try #require(
      try company.action("GetImportStagingErrorFileUrl", ["executionId": .string(id), "entityName": "Customers V2"])?.stringValue)
    let file = String(decoding: try company.fetch(url), as: UTF8.self).split(separator: "\r\n").map(String.init)
    #expect(file.count == 5)
    #expect(file[0] == "CUSTOMERACCOUNT,ORGANIZATIONNAME,CUSTOMERGROUPID,CREDITLIMIT,ERRORMESSAGE")
    #expect(file[1].hasPrefix("US-002,Bad number,10,many,"))

    let keys: JSON = ["executionId": .string(id), "entityName": "Customers V2"]
    #expect(try company.action("GetImportTargetErrorKeysFileUrl", keys)?.stringValue == "")
    #expect(try company.action("GenerateImportTargetErrorKeysFile", keys)?.boolValue == true)
    #expect(try company.action("GetImportTargetErrorKeysFileUrl", keys)?.stringValue == "")
    company.clock.advance(milliseconds: 5_000)
    let keysURL = try #require(try company.action("GetImportTargetErrorKeysFileUrl", keys)?.stringValue)
    let lines = String(decoding: try company.fetch(keysURL), as: UTF8.self).split(separator: "\r\n")
    #expect(lines.first == "CUSTOMERACCOUNT,ERRORMESSAGE")
    #expect(lines.dropFirst().map { $0.prefix(7) } == ["US-003,", "US-007,"])
  }

  @Test("A corrected file of errors can be sent again as it is")
  func errorFileAgain() throws {
    let company = try TestCompany()
    let id = try company.importRows("Customers V2", Self.header + "US-002,Contoso,10,many\r\n")
    #expect(try company.status(id) == "Failed")
    let url = try #require(
      try company.action("GetImportStagingErrorFileUrl", ["executionId": .string(id), "entityName": "CustomersV2"])?.stringValue)
    let text = String(decoding: try company.fetch(url), as: UTF8.self).replacing("many", with: "12", maxReplacements: 1)
    let again = try company.importRows("Customers V2", text)
    #expect(try company.status(again) == "Succeeded", "\(company.reasons(again))")
  }

  @Test("Without errors there is no error file, and there never will be")
  func noErrors() throws {
    let company = try TestCompany()
    let id = try company.importRows("Customer groups", "CUSTOMERGROUPID,DESCRIPTION\r\n30,Thirty\r\n")
    let entity: JSON = ["executionId": .string(id), "entityName": "Customer groups"]
    #expect(try company.action("GetImportStagingErrorFileUrl", entity)?.stringValue == "")
    #expect(try company.action("GenerateImportTargetErrorKeysFile", entity)?.boolValue == false)
    company.clock.advance(milliseconds: 60_000)
    #expect(try company.action("GetImportTargetErrorKeysFileUrl", entity)?.stringValue == "")
  }

  @Test("The map of the manifest says which column goes where, which are left alone, and which the system numbers")
  func mapping() throws {
    let company = try TestCompany()
    let map: [PackageManifest.FieldMap] = [
      .init("CUSTOMERACCOUNT", isAutoGenerated: true), .init("ORGANIZATIONNAME", from: "Name"), .init("CUSTOMERGROUPID", from: "Group"),
    ]
    let id = try company.importRows("CustCustomerV2Entity", "Name,Comment,Group\r\nContoso,left alone,10\r\nFabrikam,,10\r\n", map: map)
    #expect(try company.status(id) == "Succeeded", "\(company.reasons(id))")
    let accounts = try company.rows("CustomersV2?$select=CustomerAccount,OrganizationName").compactMap { $0.text("CustomerAccount") }
    #expect(accounts.contains("US-000001") && accounts.contains("US-000002"))
  }

  @Test("A column or map that leads to no field fails the entity as a whole")
  func unknownColumn() throws {
    let company = try TestCompany()
    let id = try company.importRows("Customers V2", "CUSTOMERACCOUNT,SHOESIZE\r\nUS-001,44\r\n")
    #expect(try company.status(id) == "Failed")
    #expect(
      try company.executionErrors(id).map { $0.text("ErrorMessage") } == [
        "The mapping is incorrect for entity 'CustomersV2' and field 'SHOESIZE'."
      ])
    let mapped = try company.importRows(
      "Customers V2", "A\r\nUS-001\r\n", map: [.init("CUSTOMERACCOUNT", from: "A"), .init("NOSUCHFIELD", from: "B")])
    #expect(try company.status(mapped) == "Failed")
  }

  @Test(
    "Values stand in a file as people write them: members by name or number, dates with a blank, yes and no",
    arguments: [SourceFormat.csv, .xmlElement])
  func values(format: SourceFormat) throws {
    let company = try TestCompany()
    var writer = DataFileWriter(
      format,
      columns: ["CUSTOMERACCOUNT", "ORGANIZATIONNAME", "CUSTOMERGROUPID", "ISEXTERNALLYMAINTAINED", "ADDRESSVALIDFROM", "DATAAREAID"],
      element: "CustCustomerV2Entity")
    for text in ["US-001", "Contoso", "10", "yes", "2018-01-02 03:04:05", "USMF", "US-002", "Fabrikam", "10", "1", "2018-01-02", "usmf"] {
      writer.write(text)
    }
    let id = try company.importPackage(
      TestCompany.package("Customers V2", String(decoding: writer.finish(), as: UTF8.self), format: format))
    #expect(try company.status(id) == "Succeeded", "\(company.reasons(id))")
    let row = try company.get("CustomersV2(dataAreaId='usmf',CustomerAccount='US-001')")
    #expect(row.text("IsExternallyMaintained") == "Yes")
    #expect(row.text("AddressValidFrom") == "2018-01-02T03:04:05Z")
    #expect(try company.get("CustomersV2(dataAreaId='usmf',CustomerAccount='US-002')").text("IsExternallyMaintained") == "Yes")
  }

  @Test("A row of another company than the package's is rejected")
  func otherCompany() throws {
    let company = try TestCompany()
    let id = try company.importRows("Customer groups", "DATAAREAID,CUSTOMERGROUPID\r\nusmf,30\r\ndemf,31\r\n")
    #expect(try company.status(id) == "PartiallySucceeded")
    let german = try company.importPackage(TestCompany.package("Customer groups", "CUSTOMERGROUPID\r\n40\r\n"), company: "DEMF")
    #expect(try company.status(german) == "Succeeded")
    #expect(try company.get("CustomerGroups(dataAreaId='demf',CustomerGroupId='40')?cross-company=true").text("dataAreaId") == "demf")
  }

  @Test("With execute=false the rows stop in staging, and can be copied to the target later")
  func staging() throws {
    let company = try TestCompany()
    let id = try company.importPackage(
      TestCompany.package("Customer groups", "CUSTOMERGROUPID,ISSALESTAXINCLUDEDINPRICE\r\n30,Yes\r\n31,perhaps\r\n"), execute: false)
    #expect(try company.status(id) == "PartiallySucceeded")
    #expect(try company.rows("CustomerGroups?$filter=CustomerGroupId eq '30'").isEmpty)
    #expect(try company.action("copyToTarget", ["executionId": .string(id)])?.stringValue == id)
    #expect(try company.rows("CustomerGroups?$filter=CustomerGroupId eq '30'").count == 1)
    company.clock.advance(milliseconds: 60_000)
    #expect(try company.status(id) == "PartiallySucceeded")
    #expect(company.refusal("copyToTarget", ["executionId": .string(id)])?.contains("has no rows that wait in staging") == true)
  }

  @Test("A batch takes its time on the world's clock: until then it executes, and another import fails")
  func batchTime() throws {
    let company = try TestCompany()
    let url = try company.upload(TestCompany.package("Customer groups", "CUSTOMERGROUPID\r\n30\r\n"))
    let body: JSON = [
      "packageUrl": .string(url), "definitionGroupId": "Import", "executionId": "", "execute": true, "overwrite": true,
      "legalEntityId": "usmf",
    ]
    let id = try #require(try company.action("ImportFromPackage", body)?.stringValue)
    #expect(try company.status(id) == "Executing")
    #expect(company.refusal("ImportFromPackage", body)?.contains("cannot be imported in parallel") == true)
    let queued = try #require(try company.action("ImportFromPackageAsync", body)?.stringValue)
    company.clock.advance(milliseconds: 6_000)
    #expect(try company.status(id) == "Succeeded")
    #expect(try company.status(queued) == "Executing")
    company.clock.advance(milliseconds: 6_000)
    #expect(try company.status(queued) == "Succeeded")
  }

  @Test("Entities run by unit, level and sequence; a failure may hold back the levels behind it")
  func levels() throws {
    let company = try TestCompany()
    func entity(_ name: String, _ file: String, level: Int, fails: Bool = false) -> PackageManifest.Entity {
      .init(entityName: name, inputFilePath: file, executionUnit: 1, levelInExecutionUnit: level, failsLevelOnError: fails)
    }
    // Customers come first in the manifest and run after the group they need.
    let groups = entity("Customer groups", "groups.csv", level: 1)
    let customers = entity("Customers V2", "customers.csv", level: 2)
    let files: [(name: String, bytes: [UInt8])] = [
      ("groups.csv", Array("CUSTOMERGROUPID\r\n77\r\n".utf8)),
      ("customers.csv", Array("CUSTOMERACCOUNT,ORGANIZATIONNAME,CUSTOMERGROUPID\r\nUS-001,Contoso,77\r\n".utf8)),
    ]
    let package = DataPackage(manifest: .init(definitionGroupName: "Import", entities: [customers, groups]), files: files)
    let id = try company.importPackage(package.zip(at: Timestamp("2018-04-03T08:00:00Z")!))
    #expect(try company.status(id) == "Succeeded")
    let list = try company.action("GetEntityExecutionSummaryStatusList", ["executionId": .string(id)])?.arrayValue
    #expect(list == ["Customer groups: Succeeded", "Customers V2: Succeeded"])

    var failing = package
    failing.manifest.entities = [entity("Customer groups", "groups.csv", level: 1, fails: true), customers]
    failing.files[0].bytes = Array("CUSTOMERGROUPID\r\nfar too long for a group of customers\r\n".utf8)
    let held = try company.importPackage(failing.zip(at: Timestamp("2018-04-03T08:00:00Z")!))
    #expect(try company.status(held) == "Failed")
    #expect(
      try company.action("GetEntityExecutionSummaryStatusList", ["executionId": .string(held)])?.arrayValue == [
        "Customer groups: Failed", "Customers V2: NotRun",
      ])
  }

  @Test("What cannot be imported is refused by the call: words, companies, packages, entities, projects")
  func refusals() throws {
    let company = try TestCompany()
    let url = try company.upload(TestCompany.package("Customer groups", "CUSTOMERGROUPID\r\n30\r\n"))
    func call(_ changes: JSONObject) throws -> String? {
      var body: JSONObject = [
        "packageUrl": .string(url), "definitionGroupId": "Import", "executionId": "", "execute": true, "overwrite": true,
        "legalEntityId": "usmf",
      ]
      for member in changes.members { body[member.name] = member.value }
      return company.refusal("ImportFromPackage", .object(body))
    }
    #expect(try call(["overwrite": false])?.contains("'overwrite' must be true") == true)
    #expect(try call(["legalEntityId": "xxxx"])?.contains("The legal entity 'xxxx' does not exist.") == true)
    #expect(try call(["definitionGroupId": ""])?.contains("must have a value") == true)
    #expect(try call(["packageUrl": "https://example.com/package.zip"])?.contains("ResourceNotFound") == true)
    #expect(try call(["packageUrl": .string(url + "x")])?.contains("Signature did not match.") == true)
    let noArchive = try company.upload([1, 2, 3])
    let unicorns = try company.upload(TestCompany.package("Unicorns", "A\r\n"))
    let readOnly = try company.upload(TestCompany.package("Sellable released products", "PRODUCTNUMBER\r\nX\r\n"))
    #expect(try call(["packageUrl": .string(noArchive)])?.contains("no ZIP archive, or it is damaged") == true)
    #expect(
      try call(["packageUrl": .string(unicorns)])?.contains(
        "Entity 'Unicorns' does not exist in the target environment.") == true)
    #expect(
      try call(["packageUrl": .string(readOnly)])?
        .contains("read-only") == true)
    #expect(company.refusal("GetExecutionSummaryStatus", ["executionId": "none"])?.contains("were not found") == true)
    try company.exportProject("Out", "Customer groups")
    #expect(try call(["definitionGroupId": "Out"])?.contains("is for export") == true)
    let id = try company.importPackage(TestCompany.package("Customer groups", "CUSTOMERGROUPID\r\n30\r\n"))
    #expect(try call(["executionId": .string(id)])?.contains("is in use") == true)
    // A refused call leaves nothing behind.
    #expect(try company.rows("DataManagementDefinitionGroups?$filter=Name eq 'Import'").count == 1)
  }

  @Test("What a twin does not hold as a data file it refuses by name")
  func otherFormats() throws {
    let company = try TestCompany()
    let item = PackageManifest.Entity(entityName: "Customer groups", inputFilePath: "data.xlsx", sourceFormat: "EXCEL")
    let package = DataPackage(manifest: .init(definitionGroupName: "Import", entities: [item]), files: [("data.xlsx", [1])])
    let url = try company.upload(package.zip(at: Timestamp("2018-04-03T08:00:00Z")!))
    let response = company.send(
      .post, "DataManagementDefinitionGroups/Microsoft.Dynamics.DataEntities.ImportFromPackage",
      ["packageUrl": .string(url), "definitionGroupId": "Import"])
    #expect(response.status == 501)
  }

  @Test("A file that breaks off keeps the rows before the break and names the line")
  func brokenFile() throws {
    let company = try TestCompany()
    let id = try company.importRows("Customer groups", "CUSTOMERGROUPID\r\n30\r\n\"31\r\n")
    #expect(try company.executionErrors(id).map { $0.text("ErrorMessage") } == ["data.csv: line 3: a quoted field is never closed"])
    #expect(try company.rows("CustomerGroups?$filter=CustomerGroupId eq '30'").count == 1)
    #expect(try company.status(id) == "PartiallySucceeded")
  }

  @Test("A row that is refused half-way leaves nothing behind: no party, no number")
  func savepoints() throws {
    let company = try TestCompany()
    let before = try company.get("NumberSequences(dataAreaId='',NumberSequenceCode='Dir_Party')?cross-company=true").number("NextNumber")
    // The party is made before the missing warehouse is found.
    let id = try company.importRows(
      "Customers V2", "CUSTOMERACCOUNT,ORGANIZATIONNAME,CUSTOMERGROUPID,SITEID,WAREHOUSEID\r\nUS-001,Contoso,10,2,13\r\n")
    #expect(try company.status(id) == "Failed")
    #expect(
      try company.get("NumberSequences(dataAreaId='',NumberSequenceCode='Dir_Party')?cross-company=true").number("NextNumber") == before)
  }
}
