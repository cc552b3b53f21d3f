import Ambient
import OData
import SyncEngine
import Testing

struct StartTests {
  /// Starts the same project again while a request of the first run is under way.
  private final class Restarting: HTTPTransport {
    let inner: StubService
    var again: () async throws -> Void = {}

    init(_ inner: StubService) { self.inner = inner }

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
      if request.target.hasSuffix("$batch") { try await again() }
      return try await inner.send(request)
    }
  }

  @Test("A second start of a project while it runs does not begin a second execution (R-ENG-2)")
  func secondStart() async throws {
    let world = try StubWorld()
    world.account("A-1", name: "One")
    let door = Restarting(world.supplyChain)
    let engine = SyncEngine(
      connectionSet: ConnectionSet(
        name: "t", sales: world.sales.endpoint,
        supplyChain: Endpoint(name: "scm", dialect: .financeAndOperations, servicePath: "/data", transport: door), legalEntity: "usmf"),
      ledger: world.ledger, clock: world.clock)
    let project = world.project("T1")
    var refusals: [SyncError] = []
    door.again = {
      do {
        _ = try await engine.run(project)
      } catch let error as SyncError {
        refusals.append(error)
      }
    }
    #expect(try await engine.run(project).status == .completed)
    #expect(refusals == [.alreadyRunning(project: "T1")])
    #expect(try world.ledger.executions().count == 1)
  }

  @Test("Tasks run in list order, and a task that cannot finish keeps the later ones from starting (R-ENG-1)")
  func order() async throws {
    let world = try StubWorld()
    world.sales.fault = { $0.target.contains("/quotes?") ? .lost : nil }
    let execution = try await world.run("T5")
    #expect(execution.tasks.map(\.task) == ["QuoteHeader"])
    #expect(execution.status == .error)
    world.sales.fault = { _ in nil }
    #expect(try await world.run("T5").tasks.map(\.task) == ["QuoteHeader", "QuoteLine"])
  }
}
