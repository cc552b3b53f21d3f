import OData
import SyncEngine
import Testing

struct PrometheusTests {
  @Test("Rows, requests, refusals and waits come out as Prometheus reads them; a row that had waited is counted as tried again")
  func text() async throws {
    let world = try StubWorld()
    for number in 1...3 { world.account("A-\(number)", name: "Account \(number)") }
    world.supplyChain.refusal = { _, body in body["CustomerAccount"] == "A-2" ? "Customer group 10 does not exist." : nil }
    let engine = world.engine
    _ = try await engine.run(world.project("T1"))
    world.supplyChain.refusal = { _, _ in nil }
    var isRefused = false
    world.supplyChain.fault = { request in
      guard !isRefused, request.target.hasSuffix("$batch") else { return nil }
      isRefused = true
      return .answer(HTTPResponse(429, headers: ["Retry-After": "7"]))
    }
    let execution = try await engine.run(world.project("T1", name: "a \"b\""))
    let again = try await engine.run(world.project("T1"))
    let text = PrometheusText.of([execution, again], traffic: engine.traffic)
    let lines = text.split(separator: "\n").map(String.init)
    #expect(lines.contains("# TYPE p2c_rows_read_total counter"))
    #expect(lines.contains(#"p2c_rows_read_total{project="a \"b\"",task="Accounts - Customers"} 3"#))
    #expect(lines.contains(#"p2c_rows_retried_total{project="T1",task="Accounts - Customers"} 1"#))
    #expect(lines.contains(#"p2c_execution_completed{project="T1"} 1"#))
    #expect(lines.contains(#"p2c_requests_refused_total{endpoint="financeAndOperations"} 1"#))
    #expect(lines.contains(#"p2c_waited_seconds_total{endpoint="financeAndOperations"} 7.000"#))
    let requests = try #require(engine.traffic["dataverse"]).requests
    #expect(requests == world.sales.requests.count { !$0.target.isEmpty })
    #expect(text.hasSuffix("\n"))
  }
}
