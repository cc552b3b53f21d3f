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

  @Test("A source table without row versions, as virtual tables are, is refused with the code and the remedy")
  func noRowVersions() async throws {
    let world = try StubWorld()
    let model = String(decoding: CSDL.write(StubModels.sales), as: UTF8.self).replacing(
      "\"versionnumber\"", with: "\"importsequencenumber\"")
    world.sales.fault = { request in
      request.target.hasSuffix("$metadata")
        ? .answer(HTTPResponse(200, headers: ["Content-Type": "application/xml"], body: Array(model.utf8))) : nil
    }
    let problem = try #require(try await world.engine.validate(world.project("T1")).first)
    #expect(problem.code == "DIPV1019")
    #expect(problem.description.contains("'accounts' has no versionnumber column"))
    #expect(problem.description.hasSuffix("Choose a table that keeps row versions; virtual and elastic tables do not."))
  }
}
