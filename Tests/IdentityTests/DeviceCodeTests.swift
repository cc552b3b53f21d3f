import Ambient
import Identity
import OData
import Testing
import Twin

struct DeviceCodeTests {
  private let world: World
  private let client: String

  init() throws {
    world = try World()
    client = try world.application("Device").id.description
  }

  private func begin(version: Int = 2) throws -> JSON {
    let answer =
      version == 1
      ? try world.post("oauth2/devicecode", ["client_id": client, "resource": World.origin])
      : try world.post(
        "oauth2/v2.0/devicecode", ["client_id": client, "scope": "\(World.origin)/user_impersonation offline_access openid"])
    #expect(answer.status == 200)
    return answer.body
  }

  private func poll(_ device: JSON, version: Int = 2) throws -> (status: Int, body: JSON) {
    let code = try #require(device["device_code"]?.stringValue)
    return version == 1
      ? try world.post("oauth2/token", ["grant_type": "device_code", "client_id": client, "code": code, "resource": World.origin])
      : try world.post(
        "oauth2/v2.0/token",
        ["grant_type": "urn:ietf:params:oauth:grant-type:device_code", "client_id": client, "device_code": code, "client_info": "1"])
  }

  private func enter(_ device: JSON, action: String = "approve", person: String = "ada@contoso.onmicrosoft.com") throws -> HTTPResponse {
    let code = try #require(device["user_code"]?.stringValue)
    return try #require(world.ask("/devicelogin", method: .post, form: ["otc": code, "principal_name": person, "action": action]))
  }

  @Test("A person signs in for a device", arguments: [1, 2])
  func approved(version: Int) throws {
    let device = try begin(version: version)
    let place = version == 1 ? device["verification_url"] : device["verification_uri"]
    #expect(place == .string("\(World.origin)/devicelogin"))
    #expect(device["expires_in"] == (version == 1 ? "900" : 900))
    #expect(device["interval"] == (version == 1 ? "5" : 5))
    let pending = try poll(device, version: version)
    #expect(pending.status == 400)
    #expect(pending.body["error"] == "authorization_pending")
    #expect(pending.body["error_codes"] == [70016])
    #expect(try enter(device).status == 200)
    let answer = try poll(device, version: version)
    #expect(answer.status == 200)
    let token = try #require(answer.body["access_token"]?.stringValue)
    let claims = try Parts.json(token, 1)
    #expect(claims["upn"] == "ada@contoso.onmicrosoft.com")
    #expect(claims["scp"] == "user_impersonation")
    #expect(claims["appid"] == .string(client))
    let identity = try Parts.json(try #require(answer.body["id_token"]?.stringValue), 1)
    #expect(identity["aud"] == .string(client))
    #expect(identity["ver"] == (version == 1 ? "1.0" : "2.0"))
    #expect(world.accounts(token).status == 200)
    #expect(world.customers(token).status == 200)
    #expect(try poll(device, version: version).body["error"] == "bad_verification_code", "a code works once")
  }

  @Test("An ID token is no access token")
  func idTokenRefused() throws {
    let device = try begin()
    _ = try enter(device)
    let token = try #require(try poll(device).body["id_token"]?.stringValue)
    #expect(world.accounts(token).status == 401)
  }

  @Test("A device that polls too fast is told to slow down, and gets its token all the same")
  func slowDown() throws {
    let device = try begin()
    #expect(try poll(device).body["error"] == "authorization_pending")
    world.clock.advance(milliseconds: 1_000)
    #expect(try poll(device).body["error"] == "slow_down")
    world.clock.advance(milliseconds: 5_000)
    #expect(try poll(device).body["error"] == "slow_down", "five seconds more from now on")
    world.clock.advance(milliseconds: 15_000)
    #expect(try poll(device).body["error"] == "authorization_pending")
    _ = try enter(device)
    #expect(try poll(device).status == 200)
  }

  @Test("A code expires in the world's time")
  func expired() throws {
    let first = try begin(version: 1)
    let second = try begin(version: 2)
    world.clock.advance(milliseconds: 900_000)
    #expect(try poll(first, version: 1).body["error"] == "code_expired")
    #expect(try poll(second).body["error"] == "expired_token")
    #expect(try enter(second).status == 400)
  }

  @Test("A person may decline")
  func declined() throws {
    let device = try begin()
    #expect(try enter(device, action: "decline").status == 200)
    #expect(try poll(device).body["error"] == "authorization_declined")
  }

  @Test("Wrong codes and unknown people get nowhere, and the page repeats no markup")
  func wrongEntries() throws {
    let device = try begin()
    #expect(try enter(device, person: "mallory@example.com").status == 400)
    let page = try #require(world.ask("/devicelogin", method: .post, form: ["otc": "<script>\"'", "action": "approve"]))
    #expect(page.status == 400)
    #expect(!page.text.contains("<script>"))
    #expect(try #require(world.ask("/devicelogin?otc=%3Cb%3E")).text.contains("&lt;b&gt;"))
    #expect(try poll(device).body["error"] == "authorization_pending")
  }

  @Test("A device code of one application is nothing to another")
  func othersCode() throws {
    let device = try begin()
    _ = try enter(device)
    let code = try #require(device["device_code"]?.stringValue)
    let other = try world.application("Integration")
    let answer = try world.post(
      "oauth2/v2.0/token", ["grant_type": "device_code", "client_id": other.id.description, "device_code": code])
    #expect(answer.body["error"] == "bad_verification_code")
  }

  @Test("A refresh token gives new tokens, itself renewed, until it is 90 days old")
  func refresh() throws {
    let device = try begin()
    _ = try enter(device)
    let first = try #require(try poll(device).body["refresh_token"]?.stringValue)
    world.clock.advance(milliseconds: 7_200_000)
    let form = ["grant_type": "refresh_token", "client_id": client, "refresh_token": first]
    let answer = try world.post("oauth2/v2.0/token", form)
    #expect(answer.status == 200)
    let second = try #require(answer.body["refresh_token"]?.stringValue)
    #expect(second != first)
    #expect(world.accounts(try #require(answer.body["access_token"]?.stringValue)).status == 200)
    let graph = try world.post("oauth2/v2.0/token", form.merging(["scope": "https://graph.microsoft.com/.default"]) { $1 })
    #expect(world.accounts(try #require(graph.body["access_token"]?.stringValue)).status == 401, "for another resource")
    let other = try world.application("Integration")
    let stolen = try world.post(
      "oauth2/v2.0/token",
      ["grant_type": "refresh_token", "client_id": other.id.description, "client_secret": "integration-secret", "refresh_token": second])
    #expect(stolen.body["error"] == "invalid_grant")
    world.clock.advance(milliseconds: 90 * 86_400_000)
    #expect(try world.post("oauth2/v2.0/token", form).body["error_codes"] == [700_082])
  }
}
