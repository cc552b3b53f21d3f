import Faults
import OData
import StrictYAML
import SyncEngine
import Testing
import Twin

@testable import Scenarios

/// Delta links and packages: what the engine asks the services for, and that killing it in between loses nothing.
struct ChangeFeedTests {
  private struct Logged {
    let world: World
    let log: RequestLog

    init(_ changes: ChangeReading) async throws {
      var configuration = WorldConfiguration()
      configuration.settings.changes = changes
      log = RequestLog(capacity: 10_000)
      world = try await Worlds.factory.world(of: try Worlds.factory.twins(configuration, log: log))
    }

    /// Addresses that were asked for since `number` requests ago.
    func targets(after number: Int64) -> [String] { log.entries.filter { $0.number > number }.map(\.request.target) }
  }

  @Test("With delta links an ordinary run follows the link and asks for no row by version")
  func deltaLinks() async throws {
    let logged = try await Logged(ChangeReading(sales: .deltaLinks))
    _ = try await logged.world.engine.run(ProjectRequest(template: "accounts"))
    let before = logged.log.total
    let outcome = try await logged.world.engine.run(ProjectRequest(template: "accounts"))
    let targets = logged.targets(after: before).filter { $0.contains("/accounts") }
    #expect(outcome.status == "Completed")
    #expect(targets.contains { $0.contains("deltatoken") })
    #expect(!targets.contains { $0.contains("orderby=versionnumber") })
    let followed = logged.log.entries.map(\.request).filter { $0.target.contains("deltatoken") }
    #expect(
      followed.allSatisfy { $0.headers["Accept"] == "application/json" },
      "without annotations a service may leave out the link, and what says that a row is gone")
  }

  @Test("With packages an ordinary run exports the keys, and asks only for the rows of them")
  func packages() async throws {
    let logged = try await Logged(ChangeReading(supplyChain: .packages))
    let world = logged.world
    _ = try await world.supplyChain.create(
      "EntityChangeTrackings", ["EntityName": "CDS sales order headers", "Mode": "EntireEntity"])
    _ = try await world.supplyChain.create(
      "EntityChangeTrackings", ["EntityName": "CDS sales order lines", "Mode": "EntireEntity"])
    _ = try await world.engine.run(ProjectRequest(template: "orders to sales"))
    let before = logged.log.total
    let outcome = try await world.engine.run(ProjectRequest(template: "orders to sales"))
    let targets = logged.targets(after: before)
    #expect(outcome.status == "Completed")
    #expect(targets.count { $0.contains("ExportToPackage") } == 2)
    #expect(!targets.contains { $0.contains("CDSSalesOrderHeaders?$select") })
  }

  @Test(
    "Killed anywhere in runs that go by delta links or packages, the engine comes to the same end",
    arguments: ["changes-by-packages", "changes-by-delta-links"])
  func crashes(name: String) async throws {
    let sweep = CrashSweep(every: 89)
    let file = try SourceFile(reading: "\(Worlds.root)/scenarios/reading/\(name).yaml")
    let report = try await sweep.run(try Scenario(file, schemas: try sweep.schemas()))
    #expect(report.tried >= 4)
    #expect(report.failures.map { "\($0.point): \($0.reason)" } == [])
  }

  @Test("An export whose answer is lost has moved the position; the next run reads everything, and nothing is lost")
  func lostAnswer() async throws {
    let world = try await Logged(ChangeReading(supplyChain: .packages)).world
    let request = ProjectRequest(template: "orders to sales")
    for entity in ["CDS sales order headers", "CDS sales order lines"] {
      _ = try await world.supplyChain.create("EntityChangeTrackings", ["EntityName": .string(entity), "Mode": "EntireEntity"])
    }
    #expect(try await world.engine.run(request).status == "Completed")
    let faults = try #require(world.twins?.faults)
    try faults.add(
      FaultRule(
        "commit-then-fail", aim: FaultAim(system: "supplyChain", entity: "DataManagementDefinitionGroups", operation: .action, atMost: 1)))
    #expect(try await world.engine.run(request).status == "Error")
    try faults.healAll()
    let log = try #require(world.twins?.log)
    let before = log.total
    #expect(try await world.engine.run(request).status == "Completed")
    let headers = log.entries.filter { $0.number > before }.map(\.request.target).filter { $0.contains("/CDSSalesOrderHeaders?$select") }
    #expect(headers.count == 1)
  }
}
