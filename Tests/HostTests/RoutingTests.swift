import Host
import OData
import Testing

/// Which world answers a request, and what links in its answers begin with.
struct RoutingTests {
  private func host() async throws -> TwinHost {
    let host = try await makeHost()
    var plan = WorldPlan()
    plan.seed = 2
    try await host.makeWorld(named: "other", plan)
    return host
  }

  @Test("What is written in one world is not there in another, whether path or header names it")
  func isolated() async throws {
    let host = try await host()
    let created = await host.handle(
      HTTPRequest(
        .post, "/worlds/other/api/data/v9.2/accounts", headers: ["Content-Type": "application/json", "Host": "localhost:8080"],
        body: Array("{\"name\":\"Only there\"}".utf8)))
    let address = try #require(created.response?.headers["OData-EntityId"])
    #expect(address.hasPrefix("http://localhost:8080/worlds/other/api/data/v9.2/accounts("))
    #expect(try await host.accounts() == [])
    #expect(try await host.accounts("/worlds/other") == ["Only there"])
    #expect(try await host.accounts("", ["X-P2C-World": "other"]) == ["Only there"])
    #expect(try await host.accounts("/worlds/default", ["X-P2C-World": "other"]) == [])
  }

  @Test(
    "A proxy's scheme goes into links, anything else a client makes up does not",
    arguments: [
      (["Host": "twins.example", "X-Forwarded-Proto": "https"], "https://twins.example/data/$metadata"),
      (["Host": "twins.example", "X-Forwarded-Proto": "javascript"], "http://twins.example/data/$metadata"),
      (["Host": "twins.example:8443"], "http://twins.example:8443/data/$metadata"),
      (["Host": "evil\"><script"], "https://usmf.operations.dynamics.com/data/$metadata"),
    ] as [(HTTPHeaders, String)])
  func links(headers: HTTPHeaders, context: String) async throws {
    let answer = await (try host()).handle(HTTPRequest(.get, "/data", headers: headers))
    #expect(try JSON(decoding: try #require(answer.response).body)["@odata.context"] == .string(context))
  }

  @Test("Addresses with the world's prefix lead to its rows, in bodies and in batches")
  func prefixedAddresses() async throws {
    let host = try await host()
    let root = "http://h/worlds/other/api/data/v9.2"
    func post(_ set: String, _ body: String) async -> HTTPResponse? {
      await host.handle(
        HTTPRequest(
          .post, "/worlds/other/api/data/v9.2/\(set)", headers: ["Content-Type": "application/json", "Host": "h"], body: Array(body.utf8))
      ).response
    }
    let account = try #require(await post("accounts", "{\"name\":\"Parent\"}")?.headers["OData-EntityId"])
    let contact = await post("contacts", "{\"lastname\":\"Child\",\"parentcustomerid_account@odata.bind\":\"\(account)\"}")
    #expect(contact?.status == 204, "\(contact?.text ?? "")")
    let batch =
      "--b\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\nGET \(root)/contacts?$select=lastname HTTP/1.1\r\nAccept: application/json\r\n\r\n\r\n--b--\r\n"
    let answer = await host.handle(
      HTTPRequest(
        .post, "/worlds/other/api/data/v9.2/$batch", headers: ["Content-Type": "multipart/mixed; boundary=b", "Host": "h"],
        body: Array(batch.utf8)))
    #expect(answer.response?.text.contains("\"lastname\":\"Child\"") == true, "\(answer.response?.text ?? "")")
  }

  @Test(
    "An unknown world and an unknown path are told apart",
    arguments: [("/worlds/none/data", "TwinUnknownWorld"), ("/elsewhere", "TwinUnknownPath")])
  func unknown(target: String, code: String) async throws {
    let answer = await (try host()).handle(HTTPRequest(.get, target))
    #expect(answer.response?.status == 404)
    #expect(answer.response?.text.contains(code) == true)
  }
}
