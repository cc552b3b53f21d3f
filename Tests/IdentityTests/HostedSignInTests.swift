import Host
import Identity
import OData
import Scenarios
import Testing
import Twin

/// Sign-in as `p2c serve` has it: a gate for each world of a host.
struct HostedSignInTests {
  private func host(_ signIn: any SignIn) async throws -> TwinHost {
    let time = MachineTime(now: { Timestamp(milliseconds: 1_522_742_400_000) }, sleep: { _ in })
    var options = HostOptions()
    options.isSecure = true
    options.signIn = signIn
    let host = TwinHost(time: time, options: options)
    try await host.makeWorld(named: options.defaultWorld, WorldPlan())
    try await host.makeWorld(named: "other", WorldPlan())
    return host
  }

  private func get(_ host: TwinHost, _ target: String, token: String? = nil) async throws -> HTTPResponse {
    var headers: HTTPHeaders = ["Host": "localhost:8443"]
    headers["Authorization"] = token.map { "Bearer \($0)" }
    let answer = await host.handle(HTTPRequest(.get, target, headers: headers))
    guard case .response(let response) = answer else { throw ServiceError(status: 0, message: "the connection was dropped") }
    return response
  }

  @Test("Static tokens open every world, and nothing else does")
  func staticTokens() async throws {
    let host = try await host(StaticSignIn())
    for prefix in ["", "/worlds/other"] {
      #expect(try await get(host, "\(prefix)/api/data/v9.2/WhoAmI").status == 401)
      #expect(try await get(host, "\(prefix)/api/data/v9.2/WhoAmI", token: "integration").status == 401)
      #expect(try await get(host, "\(prefix)/api/data/v9.2/WhoAmI", token: "integration-token").status == 200)
      #expect(try await get(host, "\(prefix)/data/CustomersV2", token: "reader-token").status == 200)
      #expect(try await get(host, "\(prefix)/data/CustomersV2", token: "stranger-token").status == 403)
    }
    #expect(try await get(host, "/\(Directory.standard.tenant)/discovery/keys").status == 404, "nobody issues tokens here")
  }

  @Test("Each world has an endpoint of its own below its address, and names it in its challenge", arguments: ["", "/worlds/other"])
  func endpoints(prefix: String) async throws {
    let host = try await host(OAuthSignIn(key: World.key, seed: 7))
    let base = "https://localhost:8443\(prefix)/\(Directory.standard.tenant)"
    let challenge = try await get(host, "\(prefix)/api/data/v9.2/WhoAmI").headers["WWW-Authenticate"]
    #expect(challenge == "Bearer authorization_uri=\(base)/oauth2/authorize, resource_id=https://localhost:8443/")
    let configuration = try await get(host, "\(prefix)/\(Directory.standard.tenant)/v2.0/.well-known/openid-configuration")
    #expect(try JSON(decoding: configuration.body)["token_endpoint"] == .string("\(base)/oauth2/v2.0/token"))
    let form =
      "grant_type=client_credentials&client_id=\(Directory.standard.applications[0].id)&client_secret=integration-secret"
      + "&scope=https%3A%2F%2Flocalhost%3A8443%2F.default"
    let answer = await host.handle(
      HTTPRequest(
        .post, "\(prefix)/\(Directory.standard.tenant)/oauth2/v2.0/token",
        headers: ["Host": "localhost:8443", "Content-Type": "application/x-www-form-urlencoded"], body: Array(form.utf8)))
    guard case .response(let response) = answer else { return #expect(Bool(false), "no answer") }
    let token = try #require(try JSON(decoding: response.body)["access_token"]?.stringValue, "\(response.text)")
    #expect(try await get(host, "\(prefix)/api/data/v9.2/WhoAmI", token: token).status == 200)
    #expect(try await get(host, "\(prefix)/data/CustomersV2", token: token).status == 200)
  }

  @Test("The request log shows who was turned away, and no token")
  func log() async throws {
    let host = try await host(StaticSignIn())
    _ = try await get(host, "/api/data/v9.2/WhoAmI", token: "integration-token")
    _ = try await get(host, "/api/data/v9.2/WhoAmI", token: "hunter2")
    let list = try JSON(decoding: try await get(host, "/_p2c/v1/worlds/default/requests").body)
    let entries = try #require(list["requests"]?.arrayValue, "\(list)")
    #expect(entries.compactMap { $0["status"]?.numberValue }.sorted() == [200, 401])
    for entry in entries {
      let number = try #require(entry["number"]?.numberValue)
      let shown = try await get(host, "/_p2c/v1/worlds/default/requests/\(number)").text
      #expect(shown.contains("Authorization"))
      #expect(!shown.contains("integration-token") && !shown.contains("hunter2"), "\(shown)")
    }
  }

  @Test("A token expires when the control plane moves the world's clock")
  func expiry() async throws {
    let host = try await host(OAuthSignIn(key: World.key, seed: 7))
    let token = try World().token("Integration", ["scope": "https://localhost:8443/.default"])
    #expect(try await get(host, "/api/data/v9.2/WhoAmI", token: token).status == 200)
    let body: JSON = ["milliseconds": 7_200_000]
    let moved = await host.handle(
      HTTPRequest(
        .post, "/_p2c/v1/worlds/default/clock/advance", headers: ["Host": "localhost:8443", "Content-Type": "application/json"],
        body: body.encoded()))
    guard case .response(let response) = moved, response.status == 200 else { return #expect(Bool(false), "\(moved)") }
    #expect(try await get(host, "/api/data/v9.2/WhoAmI", token: token).status == 401)
    #expect(try await get(host, "/worlds/other/api/data/v9.2/WhoAmI", token: token).status == 200, "another world, another time")
  }

  @Test("A request to the endpoint is carried out once")
  func once() async throws {
    let host = try await host(OAuthSignIn(key: World.key, seed: 7))
    func post(_ target: String, _ form: String) async throws -> HTTPResponse {
      let answer = await host.handle(
        HTTPRequest(
          .post, target, headers: ["Host": "localhost:8443", "Content-Type": "application/x-www-form-urlencoded"], body: Array(form.utf8)))
      guard case .response(let response) = answer else { throw ServiceError(status: 0, message: "the connection was dropped") }
      return response
    }
    let device = try await post(
      "/common/oauth2/v2.0/devicecode",
      "client_id=\(Directory.standard.applications[5].id)&scope=https%3A%2F%2Flocalhost%3A8443%2Fuser_impersonation")
    let code = try #require(try JSON(decoding: device.body)["user_code"]?.stringValue, "\(device.text)")
    let entered = try await post("/devicelogin", "otc=\(code)&principal_name=ada@contoso.onmicrosoft.com&action=approve")
    #expect(entered.status == 200, "\(entered.text)")
  }
}
