import OData
import SyncEngine
import Testing

/// A column that a service ignores when a row is made is written by an update right after.
struct UpdateOnlyColumnTests {
  private func world(rules status: Int = 200) throws -> (StubWorld, Project) {
    let world = try StubWorld()
    world.supplyChain.insert(
      "SellableReleasedProducts", ["dataAreaId": "usmf", "ProductNumber": "D1", "ProductName": "Lamp", "ItemNumber": "D1", "SalesPrice": 7])
    var project = world.project("T4", keeping: ["productnumber", "name"])
    project.tasks[0].filter = nil
    world.sales.fault = { Self.answer(to: $0, status) }
    return (world, project)
  }

  private static func answer(to request: HTTPRequest, _ status: Int) -> StubService.Fault? {
    guard request.target.contains("EntityDefinitions(LogicalName='product')") else { return nil }
    let rules: JSON = ["value": [["LogicalName": "name", "IsValidForCreate": false, "IsValidForUpdate": true]]]
    return .answer(HTTPResponse(status, body: rules.encoded()))
  }

  private func texts(_ world: StubWorld) -> [String] { world.sales.writes.map { String(decoding: $0.body, as: UTF8.self) } }

  @Test("What only an update takes is sent once more, alone, to a row that was made, and never again while nothing changes")
  func completes() async throws {
    let (world, project) = try world()
    let execution = try await world.engine.run(project)
    #expect(execution.tasks[0].created == 1, "\(execution)")
    #expect(texts(world) == [#"{"name":"Lamp"}"#, #"{"name":"Lamp"}"#])
    #expect(world.sales.writes.last?.headers["If-Match"] == "*", "a row that was deleted meanwhile is not made anew")
    #expect(try await world.engine.run(project).tasks[0].unchanged == 1)
    #expect(world.sales.writes.count == 2)
  }

  @Test("A row that was made and not completed has failed, says so, and is finished by the next run")
  func failsInBetween() async throws {
    let (world, project) = try world()
    let rules = world.sales.fault
    world.sales.fault = { request in
      request.headers["If-Match"] == nil ? rules(request) : .answer(HTTPResponse(400, body: Array(#"{"error":{"message":"no"}}"#.utf8)))
    }
    let first = try await world.engine.run(project)
    #expect(first.status == .error)
    #expect(
      first.tasks[0].rows.first?.reason?.hasPrefix("the row was created; the columns that only an update takes were not written: ") == true,
      "\(first)")
    world.sales.fault = rules
    let second = try await world.engine.run(project)
    #expect(second.tasks[0].updated == 1)
    #expect(world.sales.tables["products"]?.count == 1)
  }

  @Test("A service that does not tell its field rules is written without them")
  func goesOnWithout() async throws {
    let (world, project) = try world(rules: 403)
    #expect(try await world.engine.run(project).tasks[0].created == 1)
    #expect(world.sales.writes.count == 1)
  }
}
