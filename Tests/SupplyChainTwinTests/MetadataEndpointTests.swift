import OData
import SupplyChainTwin
import Testing
import Twin

/// `/metadata`, the questions about versions, and what the twin leaves out by name.
@Suite struct MetadataEndpointTests {
  private func send(_ company: TestCompany, _ target: String, _ method: HTTPRequest.Method = .get) -> HTTPResponse {
    company.service.handle(HTTPRequest(method, target))
  }

  private func get(_ company: TestCompany, _ target: String) throws -> JSON {
    let response = send(company, target)
    try #require(response.status == 200, "\(target): \(response.status) \(response.text)")
    return try JSON(decoding: response.body)
  }

  private func names(_ company: TestCompany, _ target: String) throws -> [String] {
    try (get(company, target)["value"]?.arrayValue ?? []).compactMap { $0.text("Name") }
  }

  @Test("A public entity tells its properties as the application knows them")
  func publicEntity() throws {
    let company = try TestCompany(setUp: false)
    let entity = try get(company, "/Metadata/PublicEntities('CDSSalesOrderLine')")
    #expect(entity.text("@odata.context") == "https://usmf.operations.dynamics.com/Metadata/$metadata#PublicEntities/$entity")
    #expect(entity.text("EntitySetName") == "CDSSalesOrderLines")
    #expect(entity["IsReadOnly"] == false)
    let properties = try #require(entity["Properties"]?.arrayValue)
    func property(_ name: String) throws -> JSON { try #require(properties.first { $0.text("Name") == name }) }
    #expect(try property("LineCreationSequenceNumber")["IsKey"] == true)
    #expect(try property("LineCreationSequenceNumber").text("DataType") == "Int32")
    #expect(try property("ProductNumber")["IsMandatory"] == true)
    #expect(try property("dataAreaId").text("LabelId") == "@SYS13342")
    #expect(try property("dataAreaId")["AllowEdit"] == false)
    let status = try property("SalesOrderLineStatus")
    #expect(status.text("DataType") == "Enum")
    #expect(status.text("TypeName")?.hasPrefix("Microsoft.Dynamics.DataEntities.") == true)
    let navigation = try #require(entity["NavigationProperties"]?.arrayValue?.first)
    #expect(navigation.text("RelatedEntity") == "CDSSalesOrderHeader")
    #expect(navigation.text("Cardinality") == "Single")
    #expect(navigation["Constraints"]?.arrayValue?.count == 2)
  }

  @Test("An action is told with the collection or entity it is bound to as its first parameter")
  func actions() throws {
    let company = try TestCompany(setUp: false)
    let entity = try get(company, "/metadata/PublicEntities('DataManagementEntity')")
    let actions = try #require(entity["Actions"]?.arrayValue)
    let query = try #require(actions.first { $0.text("Name") == "query" })
    #expect(query.text("BindingKind") == "BoundToEntitySet")
    let first = try #require(query["Parameters"]?.arrayValue?.first)
    #expect(first.text("Name") == "DataManagementEntity")
    #expect(first["Type"]?["IsCollection"] == true)
    #expect(query["ReturnType"]?["IsCollection"] == true)
  }

  @Test("Lists take filter, order, page and count, with functions that the data refuses")
  func lists() throws {
    let company = try TestCompany(setUp: false)
    #expect(
      try names(company, "/metadata/PublicEntities?$filter=contains(tolower(Name),%20'cdssalesorderl')&$select=Name") == [
        "CDSSalesOrderLine"
      ])
    let masters = try names(
      company, "/metadata/DataEntities?$filter=EntityCategory%20eq%20Microsoft.Dynamics.Metadata.EntityCategory'Master'")
    #expect(masters.contains("CustCustomerV2Entity"))
    #expect(!masters.contains("CustCustomerGroupEntity"))
    let readOnly = try names(company, "/metadata/DataEntities?$filter=IsReadOnly%20eq%20true")
    #expect(readOnly.contains("SellableReleasedProduct"))
    let page = try get(company, "/metadata/PublicEnumerations?$orderby=Name%20desc&$skip=1&$top=2&$count=true")
    #expect(page["value"]?.arrayValue?.count == 2)
    let all = try names(company, "/metadata/PublicEnumerations")
    #expect(page.number("@odata.count") == ExactDecimal(Int64(all.count)))
    #expect(page["value"]?.arrayValue?.compactMap { $0.text("Name") } == Array(all.reversed().dropFirst().prefix(2)))
    #expect(send(company, "/metadata/PublicEntities/$count").text == String(try names(company, "/metadata/PublicEntities").count))
    #expect(send(company, "/metadata/PublicEntities?$filter=Nme%20eq%20'x'").status == 400)
    #expect(send(company, "/metadata/PublicEntities?$select=Nme").status == 400)
  }

  @Test("Every label that a description names has a text")
  func labels() throws {
    let company = try TestCompany(setUp: false)
    var ids: Set<String> = []
    for target in ["/metadata/PublicEntities", "/metadata/PublicEnumerations", "/metadata/DataEntities"] {
      for object in try #require(try get(company, target)["value"]?.arrayValue) {
        ids.insert(try #require(object.text("LabelId")))
        for member in ["Properties", "Members"] {
          for part in object[member]?.arrayValue ?? [] { ids.insert(try #require(part.text("LabelId"))) }
        }
      }
    }
    #expect(ids.count > 500)
    for id in ids { #expect(send(company, "/metadata/Labels(Id='\(id)',Language='en-us')").status == 200, "\(id)") }
    let label = try get(company, "/metadata/Labels(Id='@sys13342',Language='de')")
    #expect(label.text("Value") == "Company")
    #expect(send(company, "/metadata/Labels(Id='@SYS0',Language='en-us')").status == 404)
  }

  @Test("What is not there is 404, what is not asked for reading 405")
  func unknown() throws {
    let company = try TestCompany(setUp: false)
    #expect(send(company, "/metadata/PublicEntities('NoSuchEntity')").status == 404)
    #expect(send(company, "/metadata/Nothing").text.contains("No route data was found"))
    #expect(send(company, "/metadata/DataEntities", .post).status == 405)
    #expect(try get(company, "/metadata")["value"]?.arrayValue?.count == 4)
  }

  @Test("An entity that the level lacks is not described", arguments: [("1611", false), ("7.3", true)])
  func levels(level: String, isThere: Bool) throws {
    let company = try TestCompany(SupplyChainConfiguration(level: level), setUp: false)
    #expect(send(company, "/metadata/PublicEntities('CDSSalesOrderLine')").status == (isThere ? 200 : 404))
  }

  @Test("The environment tells its versions by level", arguments: [("7.3", "7.3.11971.56116"), ("7.2+KB4036461", "7.2.11792.56024")])
  func versions(level: String, version: String) throws {
    let company = try TestCompany(SupplyChainConfiguration(level: level), setUp: false)
    #expect(try company.act("GetApplicationVersion", on: "DataManagementEntities") == .string(version))
    #expect(try company.act("GetPlatformBuildVersion", on: "DataManagementEntities")?.stringValue?.hasPrefix("7.0.") == true)
    let modules = try #require(try company.act("GetInstalledModules", on: "SystemNotifications")?.arrayValue)
    #expect(modules.first?.stringValue?.hasPrefix("Name: ApplicationCommon | Version: \(version) | Module: ") == true)
  }

  @Test("The data management framework lists its entities by category and sharing")
  func dataManagementEntities() throws {
    let company = try TestCompany(setUp: false)
    let all = try company.rows("DataManagementEntities")
    #expect(all.count == company.twin.model.edm.entitySets.count)
    let found = try #require(
      try company.act("query", on: "DataManagementEntities", ["categoryFilters": [3], "isSharedFilters": [1], "tagFilters": []])?.arrayValue
    )
    #expect(found.contains { $0.text("EntityName") == "Currencies" })
    #expect(found.allSatisfy { $0.text("EntityCategory") == "Reference" && $0.text("IsShared") == "Yes" })
  }

  @Test(
    "What the product has and the twin does not is refused by name",
    arguments: [
      "/data/SrsFinanceCopilots/Microsoft.Dynamics.DataEntities.RunCopilotReport", "/api/services/SysSqlDiagnosticService",
      "/api/connector/enqueue/x",
    ])
  func absent(target: String) throws {
    let company = try TestCompany(setUp: false)
    let response = send(company, target, .post)
    #expect(response.status == 501)
    #expect(try JSON(decoding: response.body)["error"]?.text("code") == "TwinNotEmulated")
  }
}
