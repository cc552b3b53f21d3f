import OData
import SyncEngine
import Testing

/// Problems of a connection set, found before any row moves.
struct ConnectionProblemTests {
  @Test(
    "An end that does not take the connection any more, or is not there, ends the run with the code and the remedy",
    arguments: [
      (401, "DIPV1000", "Renew the credentials of the connection"), (403, "DIPV1000", "let its user into the environment"),
      (404, "DIPV1005", "Correct the address in the connection set"),
    ])
  func connections(status: Int, code: String, remedy: String) async throws {
    let world = try StubWorld()
    world.account("A-1", name: "One")
    world.supplyChain.fault = { _ in .answer(HTTPResponse(status, body: Array(#"{"error":{"message":"gone"}}"#.utf8))) }
    let execution = try await world.run("T1")
    #expect(execution.status == .error)
    #expect(execution.problems.map(\.code) == [code])
    #expect(execution.problems.first?.description.contains(remedy) == true, "\(execution.problems)")
    #expect(execution.failure == nil)
  }

  @Test("A key over a lookup, and a connection set without a legal entity, are refused")
  func keysAndOrganizations() async throws {
    let world = try StubWorld()
    world.keys["products"] = ["defaultuomid"]
    let problems = try await world.engine.validate(world.project("T4"))
    #expect(problems.map(\.code) == ["DIPV1015"], "\(problems)")
    let engine = SyncEngine(
      connectionSet: ConnectionSet(name: "test", sales: world.sales.endpoint, supplyChain: world.supplyChain.endpoint, legalEntity: ""),
      ledger: world.ledger, clock: world.clock)
    #expect(try await engine.validate(world.project("T1")).map(\.code) == ["DIPV1016"])
  }
}
