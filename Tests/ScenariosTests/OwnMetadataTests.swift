import EntityStore
import Foundation
import OData
import SalesTwin
import Scenarios
import SyncEngine
import Testing
import Twin

/// A user's own metadata beside the built-in tables, over the protocol.
struct OwnMetadataTests {
  private static func bytes(_ file: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: "\(Worlds.root)/Fixtures/metadata/\(file)")))
  }

  private static func configuration() throws -> WorldConfiguration {
    var configuration = WorldConfiguration()
    configuration.salesMetadata = try OwnMetadata(csdl: bytes("sales.xml"))
    configuration.supplyChainMetadata = try OwnMetadata(csdl: bytes("supply-chain.xml"))
    return configuration
  }

  /// One system of a world, with short words for what the tests do.
  private struct System {
    let client: SystemClient

    func send(_ method: OData.HTTPRequest.Method, _ path: String, _ body: JSON? = nil) async throws -> OData.HTTPResponse {
      let target = "\(client.servicePath)/" + path.replacingOccurrences(of: " ", with: "%20")
      let headers: HTTPHeaders = body == nil ? [:] : ["Content-Type": "application/json", "Prefer": "return=representation"]
      return try await client.transport.send(OData.HTTPRequest(method, target, headers: headers, body: body?.encoded() ?? []))
    }

    func json(
      _ method: OData.HTTPRequest.Method, _ path: String, _ body: JSON? = nil, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> JSON {
      let response = try await send(method, path, body)
      try #require(response.status < 300, "\(response.text)", sourceLocation: sourceLocation)
      return response.body.isEmpty ? .null : try JSON(decoding: response.body)
    }
  }

  @Test("Sales serves extra columns, tables, lookups and keys as it serves its own")
  func sales() async throws {
    let world = try await TwinWorldFactory().world(Self.configuration())
    let sales = System(client: world.sales)
    let region = try await sales.json(.post, "new_regions", ["new_name": "North"])
    #expect(region["statecode"] == 0)
    #expect(region["createdon"] == "2018-04-03T08:00:00Z")
    #expect(region["versionnumber"]?.numberValue != nil)
    let regionID = try #require(region["new_regionid"]?.stringValue)
    let account = try await sales.json(
      .post, "accounts",
      [
        "name": "Contoso", "new_loyaltytier": 2, "new_score": .number(ExactDecimal("1.25")!), "new_code": "C1", "new_since": "2018-01-31",
        "new_interests": "1,3",
        "new_RegionId@odata.bind": .string("/new_regions(\(regionID))"),
      ])
    #expect(account["new_score"]?.numberValue == ExactDecimal("1.25"))
    #expect(account["_new_regionid_value"]?.stringValue == regionID)
    let accountID = try #require(account["accountid"]?.stringValue)
    let project = try await sales.json(
      .post, "new_projects",
      [
        "new_name": "Roll-out", "new_number": "P-1", "new_budget": .number(ExactDecimal("1000.50")!), "createdon": "2001-01-01T00:00:00Z",
        "new_Customer_account@odata.bind": "/accounts(new_code='C1')",
      ])
    #expect(project["_new_customer_value"]?.stringValue == accountID)
    #expect(project["createdon"] == "2018-04-03T08:00:00Z", "a column of the server's is dropped")
    #expect(project["_ownerid_value"]?.stringValue != nil)

    // Query, expansion both ways, alternate key, update, upsert, delete.
    let found = try await sales.json(
      .get,
      "new_projects?$filter=new_Customer_account/new_loyaltytier eq 2 and new_budget gt 1000&$expand=new_Customer_account($select=name)")
    #expect(found["value"]?.arrayValue?.first?["new_Customer_account"]?["name"] == "Contoso")
    let regions = try await sales.json(.get, "new_regions?$expand=new_region_account($select=name)")
    #expect(regions["value"]?.arrayValue?.first?["new_region_account"]?.arrayValue?.count == 1)
    let byFunction = try await sales.json(
      .get, "accounts?$select=name&$filter=Microsoft.Dynamics.CRM.ContainValues(PropertyName='new_interests',PropertyValues=['3','9'])")
    #expect(byFunction["value"]?.arrayValue?.count == 1)
    _ = try await sales.json(.patch, "new_projects(new_number='P-1')", ["new_isbillable": true])
    _ = try await sales.json(.patch, "new_projects(new_number='P-2')", ["new_name": "Second"])
    #expect(try await sales.json(.get, "new_projects?$orderby=new_number")["value"]?.arrayValue?.count == 2)
    #expect(try await sales.send(.post, "new_projects", ["new_number": "P-1"]).status == 412)
    _ = try await sales.json(.delete, "new_projects(new_number='P-2')")
    #expect(try await sales.send(.get, "new_projects(new_number='P-2')").status == 404)
    #expect(try await sales.send(.get, "$metadata").text.contains("new_loyaltytier"))
  }

  @Test("Supply Chain serves extra columns and entities, in their companies, without nulls")
  func supplyChain() async throws {
    let world = try await TwinWorldFactory().world(Self.configuration())
    let system = System(client: world.supplyChain)
    _ = try await system.json(.post, "FleetDepots", ["dataAreaId": "usmf", "DepotId": "D1", "DepotName": "Harbour"])
    let vehicle = try await system.json(.post, "FleetVehicles", ["dataAreaId": "usmf", "VehicleId": "V1", "DepotId": "D1"])
    #expect(vehicle["Kind"] == "Van")
    #expect(vehicle["IsElectric"] == "No")
    #expect(vehicle["Mileage"] == 0)
    #expect(vehicle["BoughtOn"] == "1900-01-01T12:00:00Z")
    _ = try await system.json(.post, "FleetVehicles", ["dataAreaId": "demf", "VehicleId": "V1", "Kind": "Truck"])
    #expect(try await system.json(.get, "FleetVehicles")["value"]?.arrayValue?.count == 1, "one company's rows")
    #expect(try await system.json(.get, "FleetVehicles?cross-company=true")["value"]?.arrayValue?.count == 2)
    let expanded = try await system.json(.get, "FleetVehicles?$expand=Depot")
    #expect(expanded["value"]?.arrayValue?.first?["Depot"]?["DepotName"] == "Harbour")
    let back = try await system.json(.get, "FleetDepots(dataAreaId='usmf',DepotId='D1')/Vehicles")
    #expect(back["value"]?.arrayValue?.count == 1)
    _ = try await system.json(
      .patch, "FleetVehicles(dataAreaId='usmf',VehicleId='V1')", ["Kind": "Truck", "Mileage": .number(ExactDecimal("12.34")!)])
    let trucks = try await system.json(
      .get, "FleetVehicles?$filter=Kind eq Microsoft.Dynamics.DataEntities.VehicleKind'Truck' and Mileage gt 12")
    #expect(trucks["value"]?.arrayValue?.count == 1)
    #expect(try await system.json(.get, "CustomersV2?$select=LoyaltyTier,LoyaltyNote,IsLoyal")["value"] == .array([]))
  }

  @Test("What cannot be taken over is listed, and refused as not emulated where it is called")
  func report() async throws {
    let factory = TwinWorldFactory()
    let configuration = try Self.configuration()
    let reports = try factory.metadataReports(configuration)
    let sales = try #require(reports.sales)
    #expect(sales.tables == 2)
    #expect(sales.lookups == 4)
    #expect(sales.keys == 2)
    #expect(
      sales.leftOut.contains("account.entityimage: binary columns are not kept")
        && sales.leftOut.contains("new_project.new_VendorId: it leads to 'new_vendor', which is not served")
        && sales.leftOut.contains { $0.hasPrefix("operation new_CloseProject: ") })
    #expect(try #require(reports.supplyChain).tables == 2)
    let world = try await factory.world(configuration)
    let system = System(client: world.sales)
    let project = try await system.json(.post, "new_projects", ["new_name": "Roll-out"])
    let id = try #require(project["new_projectid"]?.stringValue)
    for (method, path) in [
      (OData.HTTPRequest.Method.post, "new_projects(\(id))/Microsoft.Dynamics.CRM.new_CloseProject"), (.get, "new_Forecast(Months=3)"),
    ] {
      let response = try await system.send(method, path, method == .post ? [:] : nil)
      #expect(response.status == 501, "\(path): \(response.text)")
      #expect(response.text.contains("of the metadata given"))
    }
  }

  @Test("A table made for a write that is rolled back is made again, and survives a snapshot from before it was there")
  func deferredTables() throws {
    let (model, _) = try SalesTwin.model(for: SalesConfiguration(), adding: OwnMetadata(csdl: Self.bytes("sales.xml")))
    let store = try EntityStore(location: .memory, layout: model.layout, textRules: TextRules())
    let schema = model.schema("new_region")
    let empty = try store.snapshot()
    func add(_ number: UInt64) throws {
      var values = schema.columns.map(\.defaultValue)
      values[0] = .guid(GUID(high: 0, low: number))
      _ = try store.insert(schema, values)
    }
    struct Stop: Error {}
    #expect(throws: Stop.self) {
      try store.transaction {
        try add(1)
        throw Stop()
      }
    }
    #expect(try store.count(StoreQuery(schema)) == 0)
    try store.transaction { try add(2) }
    let one = try store.snapshot()
    try store.restore(empty)
    #expect(try store.count(StoreQuery(schema)) == 0)
    try store.restore(one)
    #expect(try store.count(StoreQuery(schema)) == 1)
    #expect(store.version == 1)
    try add(3)
    #expect(try store.count(StoreQuery(schema)) == 2)
  }
}
