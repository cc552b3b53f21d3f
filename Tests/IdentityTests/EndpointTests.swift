import Ambient
import Foundation
import Identity
import OData
import Testing
import Twin

struct EndpointTests {
  @Test("Secrets come in the form or in a Basic header")
  func basicHeader() throws {
    let world = try World()
    let application = try world.application("Integration")
    let basic = Data("\(application.id):integration-secret".utf8).base64EncodedString()
    let answer = try world.post(
      "oauth2/v2.0/token", ["grant_type": "client_credentials", "scope": "\(World.origin)/.default"],
      headers: ["Authorization": "Basic \(basic)"])
    #expect(answer.status == 200)
    let wrong = Data("\(application.id):wrong".utf8).base64EncodedString()
    let refused = try world.post(
      "oauth2/v2.0/token", ["grant_type": "client_credentials", "scope": "\(World.origin)/.default"],
      headers: ["Authorization": "Basic \(wrong)"])
    #expect(refused.body["error_codes"] == [7_000_215])
  }

  /// What is changed of a good request, and how it is refused.
  static let refusals: [(change: String, fields: [String: String?], status: Int, error: String, number: Int64)] = [
    ("no grant", ["grant_type": nil], 400, "invalid_request", 900144),
    ("no client", ["client_id": nil], 400, "invalid_request", 900144),
    ("no scope", ["scope": nil], 400, "invalid_request", 900144),
    ("wrong secret", ["client_secret": "integration-secre"], 401, "invalid_client", 7_000_215),
    ("no secret", ["client_secret": nil], 401, "invalid_client", 7_000_216),
    ("assertion of no type", ["client_secret": nil, "client_assertion": "a.b.c"], 400, "invalid_request", 900_144),
    (
      "malformed assertion",
      [
        "client_secret": nil, "client_assertion": "a.b.c",
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      ], 400, "invalid_request", 50_027
    ),
    ("unknown client", ["client_id": "00000000-0000-0000-0000-000000000001"], 400, "unauthorized_client", 700_016),
    ("malformed client", ["client_id": "' OR 1=1 --"], 400, "unauthorized_client", 700_016),
    ("password grant", ["grant_type": "password"], 400, "unsupported_grant_type", 70003),
    ("unknown resource", ["scope": "https://elsewhere.example/.default"], 400, "invalid_resource", 500_011),
    ("single permission", ["scope": "\(World.origin)/user_impersonation"], 400, "invalid_scope", 1_002_012),
    ("two resources", ["scope": "\(World.origin)/.default https://graph.microsoft.com/.default"], 400, "invalid_scope", 70011),
    ("unknown refresh token", ["grant_type": "refresh_token", "refresh_token": "0.A"], 400, "invalid_grant", 70000),
    ("unknown device code", ["grant_type": "device_code", "device_code": "x"], 400, "bad_verification_code", 70018),
  ]

  @Test("Refusals carry OAuth's error and Entra's number", arguments: refusals.map(\.change))
  func refusal(change: String) throws {
    let world = try World()
    let row = try #require(Self.refusals.first { $0.change == change })
    let answer = try world.post(
      "oauth2/v2.0/token", try world.credentials("Integration", row.fields),
      headers: ["client-request-id": "11111111-2222-4333-8444-555555555555"])
    #expect(answer.status == row.status)
    #expect(answer.body["error"] == .string(row.error))
    #expect(answer.body["error_codes"] == [.number(ExactDecimal(row.number))])
    let text = try #require(answer.body["error_description"]?.stringValue)
    #expect(text.hasPrefix("AADSTS\(row.number): "))
    #expect(answer.body["timestamp"] == "2018-04-03 08:00:00Z")
    #expect(answer.body["correlation_id"] == "11111111-2222-4333-8444-555555555555")
    #expect(GUID(try #require(answer.body["trace_id"]?.stringValue)) != nil)
    #expect(answer.body["error_uri"] == .string("https://login.microsoftonline.com/error?code=\(row.number)"))
    #expect(!text.contains("integration-secre"), "a refusal repeats no secret")
  }

  @Test("A parameter must not come twice")
  func repeated() throws {
    let world = try World()
    let response = try #require(
      world.identity.handle(
        HTTPRequest(
          .post, "/\(world.tenant)/oauth2/token", headers: ["Content-Type": "application/x-www-form-urlencoded"],
          body: Array("grant_type=client_credentials&grant_type=password".utf8)), origin: World.origin, now: world.clock.now))
    #expect(try JSON(decoding: response.body)["error_codes"] == [9_000_411])
  }

  @Test("The tenant may be named by id or domain; an application must name one")
  func tenants() throws {
    let world = try World()
    let form = try world.credentials("Integration")
    for (tenant, number) in [("contoso.onmicrosoft.com", nil), ("common", 50059), ("organizations", 50059), ("elsewhere", 90002)]
      as [(String, Int64?)]
    {
      let response = try #require(world.ask("/\(tenant)/oauth2/v2.0/token", method: .post, form: form))
      let body = try JSON(decoding: response.body)
      #expect(body["error_codes"]?.arrayValue?.first?.numberValue == number.map { ExactDecimal($0) }, "\(tenant)")
    }
  }

  @Test("The configuration leads to the endpoints of its version", arguments: [1, 2])
  func configuration(version: Int) throws {
    let world = try World()
    let prefix = version == 1 ? "" : "v2.0/"
    let response = try #require(world.ask("/\(world.tenant)/\(prefix).well-known/openid-configuration"))
    #expect(response.status == 200)
    let body = try JSON(decoding: response.body)
    let base = "\(World.origin)/\(world.tenant)"
    #expect(body["token_endpoint"] == .string("\(base)/oauth2/\(prefix)token"))
    #expect(body["jwks_uri"] == .string("\(base)/discovery/\(prefix)keys"))
    #expect(body["device_authorization_endpoint"] == .string("\(base)/oauth2/\(prefix)devicecode"))
    #expect(body["issuer"] == .string(version == 1 ? "https://sts.windows.net/\(world.tenant)/" : "\(base)/v2.0"))
    for name in ["token_endpoint", "jwks_uri", "device_authorization_endpoint"] {
      let address = try #require(body[name]?.stringValue)
      #expect(world.ask(String(address.dropFirst(World.origin.count))) != nil, "\(name) leads somewhere")
    }
  }

  @Test(
    "Addresses of the twins are left to the twins",
    arguments: ["/data/CustomersV2", "/api/data/v9.2/accounts", "/", "/data", "/favicon.ico"])
  func notMine(path: String) throws {
    #expect(try World().ask(path) == nil)
  }

  @Test("Only POST fetches a token")
  func onlyPost() throws {
    let world = try World()
    let response = try #require(world.ask("/\(world.tenant)/oauth2/token"))
    #expect(response.status == 405)
    #expect(try JSON(decoding: response.body)["error_codes"] == [900561])
  }

  @Test("Nobody may keep an answer with a token")
  func notCached() throws {
    let world = try World()
    let response = try #require(world.ask("/\(world.tenant)/oauth2/v2.0/token", method: .post, form: try world.credentials("Integration")))
    #expect(response.headers["Cache-Control"] == "no-store, no-cache")
  }
}
