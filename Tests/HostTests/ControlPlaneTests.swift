import Host
import OData
import Testing

/// The control plane as a client meets it.
struct ControlPlaneTests {
  private static let root = "/_p2c/v1"
  private static let world = "/_p2c/v1/worlds/default"

  @Test("Worlds are made, listed and deleted at run time, up to a limit")
  func worlds() async throws {
    let host = try await makeHost({ $0.worldsMax = 2 })
    let made = try await host.call(
      .post, "\(Self.root)/worlds",
      ["name": "old", "level": "7.2+KB4036461", "solution": "none", "seed": .number(ExactDecimal(UInt64.max))],
      status: 201)
    #expect(made?["level"] == "7.2+KB4036461" && made?["solution"] == .null)
    #expect(made?["seed"] == .number(ExactDecimal(UInt64.max)))
    let worlds = try await host.call(.get, "\(Self.root)/worlds", status: 200)?["worlds"]?.arrayValue
    #expect(worlds?.compactMap { $0["name"]?.stringValue } == ["default", "old"])
    let full = try await host.call(.post, "\(Self.root)/worlds", ["name": "third"], status: 409)
    #expect(full?["error"]?["hint"]?.stringValue?.contains("--worlds-max") == true)
    try await host.call(.delete, "\(Self.root)/worlds/old", status: 204)
    try await host.call(.get, "\(Self.root)/worlds/old", status: 404)
    try await host.call(.post, "\(Self.root)/worlds", ["name": "third"], status: 201)
    try await host.call(.post, "\(Self.root)/worlds", ["name": "third"], status: 409)
  }

  @Test(
    "What cannot be is refused with a hint",
    arguments: [
      ("/worlds", ["name": "../etc"], "cannot name a world"),
      ("/worlds", ["name": "x", "levle": "7.3"], "did you mean 'level'"),
      ("/worlds", ["name": "x", "level": "7.4"], "there is no level '7.4'"),
      ("/worlds", ["name": "x", "solution": "new"], "is no version of the solution"),
      ("/worlds", ["name": "x", "baseline": "usfm"], "there is no baseline 'usfm'"),
      ("/worlds", ["name": "x", "seed": -1], "whole number from 0"),
      ("/worlds", ["name": "x", "clock": ["start": "soon"]], "is not a moment"),
      ("/worlds/default/faults", ["fault": "time-uot"], "did you mean 'time-out'"),
      ("/worlds/default/faults", ["fault": "time-out", "with": ["sceonds": 1]], "is no parameter of 'time-out'; did you mean 'seconds'"),
      ("/worlds/default/faults", ["fault": "slow-answer", "aim": ["entity": "acounts"]], "Did you mean 'accounts'"),
      ("/worlds/default/faults", ["fault": "http-error", "with": ["status": 200]], "from 400 to 599"),
      ("/worlds/default/clock/advance", ["milliseconds": -5], "whole number from 0"),
    ] as [(String, JSON, String)])
  func refusals(path: String, body: JSON, text: String) async throws {
    let host = try await makeHost()
    let answer = try #require(await host.handle(HTTPRequest(.post, Self.root + path, body: body.encoded())).response)
    #expect((400...409).contains(answer.status))
    #expect(answer.text.contains(text), "\(answer.text)")
  }

  @Test("An unknown path gets the nearest one, a wrong method those that are right")
  func unknownPaths() async throws {
    let host = try await makeHost()
    let slip = try await host.call(.get, "\(Self.root)/wrlds", status: 404)
    #expect(slip?["error"]?["hint"] == "Did you mean /_p2c/v1/worlds?")
    let deep = try await host.call(.get, "\(Self.root)/worlds/default/clok", status: 404)
    #expect(deep?["error"]?["hint"] == "Did you mean /_p2c/v1/worlds/{world}/clock?")
    let wrong = await host.handle(HTTPRequest(.patch, "\(Self.root)/worlds"))
    #expect(wrong.response?.status == 405 && wrong.response?.headers["Allow"] == "GET, POST")
  }

  @Test("A reset puts rows, clock and identifiers back, a snapshot does so for any moment")
  func resetAndSnapshots() async throws {
    let host = try await makeHost()
    try await host.addAccount("First")
    let first = try await host.call(.get, "/api/data/v9.2/accounts?$select=accountid")?["value"]
    try await host.call(.post, "\(Self.world)/snapshots", ["name": "one"], status: 201)
    try await host.call(.post, "\(Self.world)/clock/advance", ["milliseconds": 60_000], status: 200)
    try await host.addAccount("Second")
    let bytes = try #require(await host.handle(HTTPRequest(.get, "\(Self.world)/snapshots/one")).response?.body)
    try await host.call(.post, "\(Self.world)/snapshots/one/restore", status: 204)
    #expect(try await host.accounts() == ["First"])
    #expect(try await host.call(.get, "\(Self.world)/clock")?["now"] == "2018-04-03T08:00:00Z")
    try await host.addAccount("Second again")

    try await host.call(.post, "\(Self.world)/reset", status: 200)
    #expect(try await host.accounts() == [])
    try await host.addAccount("First")
    #expect(
      try await host.call(.get, "/api/data/v9.2/accounts?$select=accountid")?["value"] == first, "the same seed, the same identifiers")

    let upload = await host.handle(HTTPRequest(.put, "\(Self.world)/snapshots/two", body: bytes))
    #expect(upload.response?.status == 201, "\(upload.response?.text ?? "")")
    try await host.call(.post, "\(Self.world)/reset", ["baseline": "none", "seed": 9], status: 200)
    try await host.addAccount("Other seed")
    #expect(try await host.call(.get, "/api/data/v9.2/accounts?$select=accountid")?["value"] != first)
    try await host.call(.post, "\(Self.world)/snapshots/two/restore", status: 204)
    #expect(try await host.accounts() == ["First"])
    let damaged = await host.handle(HTTPRequest(.put, "\(Self.world)/snapshots/bad", body: Array(bytes.dropLast(10))))
    #expect(damaged.response?.status == 400)
    try await host.call(.delete, "\(Self.world)/snapshots/two", status: 204)
    try await host.call(.delete, "\(Self.world)/snapshots/initial", status: 400)
  }

  @Test("A reset to a named baseline loads it, and a second one is the same again")
  func namedBaseline() async throws {
    let host = try await makeHost()
    let world = try await host.call(.post, "\(Self.world)/reset", ["baseline": "usmf"], status: 200)
    #expect(world?["baseline"] == "usmf")
    let groups = try await host.call(.get, "/data/CustomerGroups?$count=true&cross-company=true")?["value"]?.arrayValue?.count ?? 0
    #expect(groups > 0)
    try await host.call(.post, "\(Self.world)/reset", ["baseline": "none"], status: 200)
    #expect(try await host.call(.get, "/data/CustomerGroups?cross-company=true")?["value"]?.arrayValue?.count == 0)
    try await host.call(.post, "\(Self.world)/reset", ["baseline": "usmf"], status: 200)
    #expect(try await host.call(.get, "/data/CustomerGroups?cross-company=true")?["value"]?.arrayValue?.count == groups)
  }

  @Test("A clock follows the machine until it is frozen, moves when told to, and never back")
  func clock() async throws {
    let machine = TestMachine()
    let host = try await makeHost(time: machine.time, frozen: false)
    func now() async throws -> JSON? { try await host.call(.get, "\(Self.world)/clock", status: 200)?["now"] }
    machine.pass(milliseconds: 1000)
    #expect(try await now() == "2018-04-03T08:00:01Z")
    try await host.call(.post, "\(Self.world)/clock/freeze", status: 200)
    machine.pass(milliseconds: 5000)
    #expect(try await now() == "2018-04-03T08:00:01Z")
    try await host.call(.post, "\(Self.world)/clock/unfreeze", status: 200)
    machine.pass(milliseconds: 1000)
    #expect(try await now() == "2018-04-03T08:00:02Z")
    try await host.call(.put, "\(Self.world)/clock", ["now": "2020-01-01T00:00:00Z"], status: 200)
    machine.pass(milliseconds: 2000)
    #expect(try await now() == "2020-01-01T00:00:02Z")
    let back = try await host.call(.put, "\(Self.world)/clock", ["now": "2019-01-01T00:00:00Z"], status: 400)
    #expect(back?["error"]?["code"] == "clockRunsForward")
  }

  @Test("The log finds what was asked, tells the nearest when nothing matches, and keeps no secret")
  func requestLog() async throws {
    let host = try await makeHost({ $0.logCapacity = 3 })
    _ = await host.handle(HTTPRequest(.get, "/api/data/v9.2/accounts", headers: ["Authorization": "Bearer very-secret"]))
    try await host.addAccount("Logged")
    let found = try await host.call(.get, "\(Self.world)/requests?method=POST&path=*/accounts&bodies=true", status: 200)
    #expect(found?["count"] == 1)
    let entry = try #require(found?["requests"]?.arrayValue?.first)
    #expect(entry["status"] == 204 && entry["requestBody"] == "{\"name\":\"Logged\"}")
    let all = try #require(await host.handle(HTTPRequest(.get, "\(Self.world)/requests?bodies=true")).response)
    #expect(!all.text.contains("very-secret"))
    let none = try await host.call(.get, "\(Self.world)/requests?method=DELETE&path=*/accounts", status: 200)
    #expect(none?["count"] == 0)
    #expect(
      none?["message"] == "no request matched; the closest was POST /api/data/v9.2/accounts, but its method is POST, not DELETE")
    for _ in 0..<5 { _ = await host.handle(HTTPRequest(.get, "/data/Nothing")) }
    let counts = try await host.call(.get, "\(Self.world)/requests?status=4xx", status: 200)
    #expect(counts?["count"] == 3 && counts?["total"] == 7)
    try await host.call(.delete, "\(Self.world)/requests", status: 204)
    #expect(try await host.call(.get, "\(Self.world)/requests/count", status: 200)?["count"] == 0)
  }

  @Test("Parts of a batch are in the log, each with the number of its batch")
  func batchParts() async throws {
    let host = try await makeHost()
    let batch =
      "--b\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\nGET /api/data/v9.2/accounts HTTP/1.1\r\n\r\n\r\n--b--\r\n"
    _ = await host.handle(
      HTTPRequest(
        .post, "/api/data/v9.2/$batch", headers: ["Content-Type": "multipart/mixed; boundary=b"], body: Array(batch.utf8)))
    let entries = try #require(try await host.call(.get, "\(Self.world)/requests")?["requests"]?.arrayValue)
    #expect(entries.count == 2)
    #expect(entries.first?["batch"] == entries.last?["number"])
  }

  @Test("Faults hit the calls they are aimed at, and only those")
  func faults() async throws {
    let machine = TestMachine()
    let host = try await makeHost(time: machine.time)
    func get(_ set: String) async -> HostAnswer { await host.handle(HTTPRequest(.get, "/api/data/v9.2/\(set)")) }
    func add(_ fault: JSON) async throws { try await host.call(.post, "\(Self.world)/faults", fault, status: 201) }

    try await add(["fault": "throttled-requests", "with": ["retryAfter": 7], "aim": ["entity": "accounts", "call": 2, "atMost": 1]])
    #expect(await get("accounts").response?.status == 200)
    #expect(await get("contacts").response?.status == 200)
    let throttled = await get("accounts").response
    #expect(throttled?.status == 429 && throttled?.headers["Retry-After"] == "7")
    #expect(throttled?.text.contains("0x80072322") == true)
    #expect(await get("accounts").response?.status == 200)
    try await host.call(.delete, "\(Self.world)/faults", status: 204)

    try await add(["fault": "reset-after-commit", "aim": ["operation": "create", "atMost": 1]])
    let lost = await host.handle(HTTPRequest(.post, "/api/data/v9.2/accounts", body: Array("{\"name\":\"Lost\"}".utf8)))
    #expect(lost == .drop)
    #expect(try await host.accounts() == ["Lost"])

    try await add(["fault": "reset-before-send", "aim": ["operation": "create", "atMost": 1]])
    #expect(await host.handle(HTTPRequest(.post, "/api/data/v9.2/accounts", body: Array("{\"name\":\"Never\"}".utf8))) == .drop)
    #expect(try await host.accounts() == ["Lost"])

    try await add(["fault": "commit-then-fail", "aim": ["operation": "create", "atMost": 1]])
    let failed = await host.handle(HTTPRequest(.post, "/api/data/v9.2/accounts", body: Array("{\"name\":\"Failed?\"}".utf8)))
    #expect(failed.response?.status == 504)
    #expect(try await host.accounts() == ["Lost", "Failed?"])

    try await add(["fault": "malformed-json", "aim": ["atMost": 1]])
    let malformed = try #require(await get("accounts").response)
    #expect(throws: (any Error).self) { try JSON(decoding: malformed.body) }
    try await add(["fault": "half-body", "with": ["percent": 10], "aim": ["atMost": 1]])
    let truncated = try #require(await get("accounts").response)
    #expect(truncated.status == 200 && truncated.body.count < malformed.body.count / 5)

    try await add(["fault": "slow-answer", "with": ["milliseconds": 90_000], "aim": ["atMost": 1]])
    _ = await get("accounts")
    #expect(try await host.call(.get, "\(Self.world)/clock")?["now"] == "2018-04-03T08:01:30Z")
    try await add(["fault": "slow-answer", "with": ["milliseconds": 250, "time": "real"], "aim": ["atMost": 1]])
    _ = await get("accounts")
    #expect(machine.waits == [250])

    try await add([["fault": "bad-gateway", "aim": ["atMost": 1]]])
    let gateway = await get("accounts").response
    #expect(gateway?.status == 502 && gateway?.headers["Content-Type"] == "text/html")
    let faults = try await host.call(.get, "\(Self.world)/faults", status: 200)?["faults"]?.arrayValue
    #expect(faults?.last?["fault"] == "bad-gateway" && faults?.last?["hits"] == 1)
  }

  @Test("A list of faults in YAML is taken as a whole or not at all")
  func faultsInYAML() async throws {
    let host = try await makeHost()
    func post(_ text: String) async -> HTTPResponse? {
      await host.handle(HTTPRequest(.post, "\(Self.world)/faults", body: Array(text.utf8))).response
    }
    func count() async throws -> Int? { try await host.call(.get, "\(Self.world)/faults", status: 200)?["faults"]?.arrayValue?.count }
    #expect(await post("- time-out\n- {fault: slow-answer, aim: {system: sales}}\n")?.status == 201)
    #expect(try await count() == 2)
    #expect(await post("- half-body\n- {fault: slow-answer, aim: {entity: acounts}}\n")?.status == 400)
    #expect(try await count() == 2)
    #expect(await post("disk-full")?.text.contains("strikes the engine") == true)
    #expect(await post("[]")?.status == 400)
  }

  @Test("A fault of some chance hits the same calls for the same seed")
  func chance() async throws {
    func hits() async throws -> [Int] {
      let host = try await makeHost()
      try await host.call(
        .post, "\(Self.world)/faults", ["fault": "service-unavailable", "aim": ["probability": .number(ExactDecimal("0.3") ?? 0)]],
        status: 201)
      var statuses: [Int] = []
      for _ in 0..<40 { statuses.append(await host.handle(HTTPRequest(.get, "/api/data/v9.2/accounts")).response?.status ?? 0) }
      return statuses
    }
    let first = try await hits()
    #expect(first == (try await hits()))
    #expect((4...20).contains(first.count { $0 == 503 }), "\(first)")
  }

  @Test("A token keeps strangers out, and pages of other sites stay out anyway")
  func access() async throws {
    let host = try await makeHost({ $0.control = .token("letmein") })
    try await host.call(.get, "\(Self.root)/version", status: 401)
    try await host.call(.get, "\(Self.root)/version", headers: ["Authorization": "Bearer wrong"], status: 401)
    try await host.call(.get, "\(Self.root)/version", headers: ["Authorization": "Bearer letmein"], status: 200)
    let open = try await makeHost()
    try await open.call(.post, "\(Self.world)/reset", headers: ["Host": "127.0.0.1:8080", "Origin": "https://evil.example"], status: 403)
    let none = try await makeHost({ $0.control = .none })
    try await none.call(.get, "\(Self.root)/version", status: 404)
  }

  @Test("Stores are exported as lines, as a table and as a database")
  func export() async throws {
    let host = try await makeHost()
    try await host.addAccount("Quote \"me\", please")
    let lines = try #require(await host.handle(HTTPRequest(.get, "\(Self.world)/export/sales/accounts")).response)
    #expect(try JSON(decoding: lines.body.dropLast().map { $0 })["name"] == "Quote \"me\", please")
    let table = try #require(await host.handle(HTTPRequest(.get, "\(Self.world)/export/sales/accounts?format=csv")).response)
    #expect(table.text.contains("\"Quote \"\"me\"\", please\""))
    let database = try #require(await host.handle(HTTPRequest(.get, "\(Self.world)/export/sales?format=sqlite")).response)
    #expect(database.body.starts(with: Array("SQLite format 3".utf8)))
    let all = try #require(await host.handle(HTTPRequest(.get, "\(Self.world)/export/supplyChain")).response)
    #expect(all.text.contains("{\"entitySet\":\"LegalEntities\",\"row\":{"))
    try await host.call(.get, "\(Self.world)/export/sales/acounts", status: 404)
  }

  @Test("Capabilities and metrics come from the models and from what happened")
  func capabilitiesAndMetrics() async throws {
    let host = try await makeHost()
    let capabilities = try await host.call(.get, "\(Self.root)/capabilities", status: 200)
    let level = capabilities?["supplyChain"]?.arrayValue?.first { $0["level"] == "7.2" }
    #expect(
      level?["capabilities"] == [
        "customers", "contacts", "products", "quotations", "quotationLines", "invoices", "invoiceLines", "lineNumbers", "uniqueLineNumbers",
      ])
    _ = try await host.accounts()
    _ = await host.handle(HTTPRequest(.get, "/data/Nothing"))
    let metrics = try await host.call(.get, "\(Self.root)/metrics", status: 200)?["worlds"]?["default"]
    #expect(metrics?["sales"]?["byStatus"]?["2xx"] == 1)
    #expect(metrics?["supplyChain"]?["byStatus"]?["4xx"] == 1)
    try await host.call(.get, "\(Self.root)/health/ready", status: 200)
    let empty = TwinHost(time: .standing)
    try await empty.call(.get, "\(Self.root)/health/ready", status: 503)
    try await empty.call(.get, "\(Self.root)/health/live", status: 200)
  }

  @Test("The start page names every world and escapes what it shows")
  func startPage() async throws {
    let host = try await makeHost({ $0.version = "<b>1</b>" })
    let page = try #require(await host.handle(HTTPRequest(.get, "/", headers: ["Host": "localhost:8080"])).response)
    #expect(page.headers["Content-Type"] == "text/html; charset=utf-8")
    #expect(page.text.contains("curl 'http://localhost:8080/api/data/v9.2/accounts"))
    #expect(page.text.contains("&lt;b&gt;1&lt;/b&gt;"))
  }

  @Test("The OpenAPI document is served, and every example of a path in it leads to a route")
  func openAPI() async throws {
    let host = try await makeHost()
    let document = try await host.call(.get, "\(Self.root)/openapi.json", status: 200)
    let paths = try #require(document?["paths"]?.objectValue)
    #expect(document?["openapi"] == "3.1.0" && paths.members.count >= 25)
    let schemas = try #require(document?["components"]?["schemas"]?.objectValue)
    for reference in document?.text.matches(of: #/#\/components\/schemas\/([A-Za-z]+)/#) ?? [] {
      #expect(schemas[String(reference.1)] != nil, "no schema \(reference.1)")
    }
    let world = paths["/_p2c/v1/worlds/{world}"]?["get"]?["parameters"]?.arrayValue?.first?["schema"]
    #expect(world?["pattern"] == "^[a-z0-9][a-z0-9_-]{0,62}$")
    #expect(document?["info"]?["x-program-version"] != "development")
    #expect(document?.text.contains(#""pattern":"^([0-9]+|[1-5]xx|none)$""#) == true, "statuses have a pattern")
    for path in paths.members {
      let example = path.name.replacing(#/\{[a-z A-Z]+\}/#, with: "x")
      for method in ["GET", "POST", "PUT", "PATCH", "DELETE"] {
        let answer = try #require(await host.handle(HTTPRequest(HTTPRequest.Method(rawValue: method) ?? .get, example)).response)
        let isDescribed = path.value[method.lowercased()] != nil
        #expect((answer.status != 405) == isDescribed, "\(method) \(example): \(answer.status)")
        if isDescribed, path.value[method.lowercased()]?["responses"]?[String(answer.status)] == nil {
          Issue.record("\(method) \(example) answers \(answer.status), which the document does not say")
        }
      }
    }
  }
}

/// Service protection and versions of hosted worlds.
struct HostedLimitTests {
  @Test("A world's limits are set by the control plane, act on its clients, tell what was used, and go again")
  func limits() async throws {
    let host = try await makeHost()
    let limits: JSON = ["sales": ["requests": 2, "actsAfterFullWindow": false]]
    try await host.call(.put, "/_p2c/v1/worlds/default/limits", limits, status: 200)
    for status in [200, 200, 429] { try await host.call(.get, "/api/data/v9.2/WhoAmI", status: status) }
    let report = try await host.call(.get, "/_p2c/v1/worlds/default/limits", status: 200)
    let user = try #require(report?["sales"]?["users"]?.arrayValue?.first)
    #expect(user["requestsToday"] == 2 && user["refusalsToday"] == 1)
    #expect(report?["supplyChain"]?["limits"] == JSON.null)
    try await host.call(.put, "/_p2c/v1/worlds/default/limits", ["sales": .null], status: 200)
    try await host.call(.get, "/api/data/v9.2/WhoAmI", status: 200)
    let refused = try await host.call(.put, "/_p2c/v1/worlds/default/limits", ["sales": ["reqests": 2]], status: 400)
    #expect(refused?["error"]?["code"] == "badLimits")
  }

  @Test("Limits of Supply Chain are set beside those of Sales, which stay as they are, at a level that has any")
  func supplyChainLimits() async throws {
    let host = try await makeHost()
    try await host.call(
      .post, "/_p2c/v1/worlds",
      ["name": "busy", "level": "10.0.36", "limits": ["sales": ["requests": 9], "supplyChain": ["utilization": 100]]], status: 201)
    try await host.call(.get, "/worlds/busy/data/Currencies", status: 429)
    let limits = "/_p2c/v1/worlds/busy/limits"
    #expect(try await host.call(.get, limits, status: 200)?["supplyChain"]?["limits"]?["utilization"] == 100)
    let report = try await host.call(.put, limits, ["supplyChain": ["utilization": 10]], status: 200)
    try await host.call(.get, "/worlds/busy/data/Currencies", status: 200)
    #expect(report?["sales"]?["limits"]?["requests"] == 9)
    try await host.call(.put, limits, ["sales": ["utilization": 10]], status: 400)
  }

  @Test("A world is made as a version of Sales, strict or not, and tells it; unknown versions are counted")
  func versions() async throws {
    let host = try await makeHost()
    let made = try await host.call(
      .post, "/_p2c/v1/worlds", ["name": "old", "webApi": "9.1", "strict": true, "clock": ["frozen": true]], status: 201)
    #expect(made?["webApi"] == "9.1" && made?["strict"] == true)
    try await host.call(.get, "/worlds/old/api/data/v9.2/WhoAmI", status: 404)
    try await host.call(.get, "/worlds/old/api/data/v9.9/WhoAmI", status: 404)
    try await host.call(.get, "/worlds/old/api/data/v9.1/WhoAmI", status: 200)
    try await host.call(.get, "/api/data/v9.9/WhoAmI", status: 200)
    let metrics = try await host.call(.get, "/_p2c/v1/metrics", status: 200)
    #expect(metrics?["worlds"]?["default"]?["sales"]?["unknownVersions"]?["9.9"] == 1)
    try await host.call(.post, "/_p2c/v1/worlds", ["name": "none", "webApi": "7.0"], status: 400)
  }
}
