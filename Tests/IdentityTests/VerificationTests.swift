import Ambient
import Crypto
import CryptoExtras
import Foundation
import Identity
import OData
import Testing
import Twin

struct VerificationTests {
  @Test("A good token lets its application into both systems")
  func goodToken() throws {
    let world = try World()
    let token = try world.token()
    #expect(world.accounts(token).status == 200)
    #expect(world.customers(token).status == 200)
    #expect(world.accounts(token).status == 200, "and again, from memory")
  }

  @Test("Without a token Sales names tenant and resource, Supply Chain asks for a bearer")
  func challenges() throws {
    let world = try World()
    let sales = world.accounts(nil)
    #expect(sales.status == 401)
    #expect(sales.body.isEmpty)
    #expect(
      sales.headers["WWW-Authenticate"]
        == "Bearer authorization_uri=\(World.origin)/\(world.tenant)/oauth2/authorize, resource_id=\(World.origin)/")
    let supplyChain = world.customers(nil)
    #expect(supplyChain.status == 401)
    #expect(supplyChain.body.isEmpty)
    #expect(supplyChain.headers["WWW-Authenticate"] == "Bearer")
  }

  /// Ways to spoil a good token; each must be refused before and after the good one has been seen.
  static let forgeries: [(name: String, spoil: @Sendable (String) throws -> String)] = [
    ("alg none, no signature", { try retold($0, ["alg": "none"], sign: { _ in [] }) }),
    ("alg None", { try retold($0, ["alg": "None"], sign: { _ in [] }) }),
    ("alg none, old signature", { try retold($0, ["alg": "none"], sign: nil) }),
    (
      "HS256 with the public key as its secret",
      { token in
        let pem = try _RSA.Signing.PrivateKey(pemRepresentation: World.key.exportPEM()).publicKey.pemRepresentation
        return try retold(token, ["alg": "HS256"]) {
          Array(HMAC<SHA256>.authenticationCode(for: Data($0), using: SymmetricKey(data: Data(pem.utf8))))
        }
      }
    ),
    ("RS512", { try retold($0, ["alg": "RS512"], sign: nil) }),
    ("unknown kid", { try retold($0, ["kid": "another"], sign: signedByWorld) }),
    ("no kid", { try retold($0, ["kid": nil], sign: signedByWorld) }),
    ("critical extension", { try retold($0, ["crit": ["b64"], "b64": false], sign: signedByWorld) }),
    (
      "another key under our kid",
      { token in
        let other = try _RSA.Signing.PrivateKey(keySize: .bits2048)
        return try retold(token, [:]) {
          Array(try other.signature(for: SHA256.hash(data: Data($0)), padding: .insecurePKCS1v1_5).rawRepresentation)
        }
      }
    ),
    ("changed claims", { try retold($0, [:], claims: ["appid": .string(Directory.standard.applications[1].id.description)], sign: nil) }),
    ("another tenant", { try retold($0, [:], claims: ["tid": "00000000-0000-0000-0000-000000000001"], sign: signedByWorld) }),
    ("another issuer", { try retold($0, [:], claims: ["iss": "https://sts.windows.net/other/"], sign: signedByWorld) }),
    ("no object id", { try retold($0, [:], claims: ["oid": nil], sign: signedByWorld) }),
    ("expires as text", { try retold($0, [:], claims: ["exp": "4102444800"], sign: signedByWorld) }),
    ("no expiry", { try retold($0, [:], claims: ["exp": nil], sign: signedByWorld) }),
    ("audience list", { try retold($0, [:], claims: ["aud": [.string(World.origin)]], sign: signedByWorld) }),
    ("unknown application", { try retold($0, [:], claims: ["appid": "00000000-0000-0000-0000-000000000001"], sign: signedByWorld) }),
    ("two parts", { String($0.prefix(upTo: $0.lastIndex(of: ".") ?? $0.endIndex)) }),
    ("four parts", { $0 + ".e30" }),
    ("padded signature", { $0 + "==" }),
    ("shortened signature", { String($0.dropLast(4)) }),
    ("other last letter of the signature", { String($0.dropLast()) + ($0.hasSuffix("A") ? "B" : "A") }),
    ("not a token", { _ in "letmein" }),
    ("very long", { $0 + String(repeating: "a", count: 100_000) }),
    (
      "deeply nested claims",
      { _ in Parts.encode("{\"alg\":\"RS256\"}".utf8) + "." + Parts.encode(String(repeating: "[", count: 10_000).utf8) + ".AA" }
    ),
  ]

  @Test("A forged token is refused", arguments: forgeries.map(\.name))
  func forged(name: String) throws {
    let world = try World()
    let good = try world.token()
    let bad = try #require(Self.forgeries.first { $0.name == name }).spoil(good)
    for _ in 1...2 {
      #expect(world.accounts(bad).status == 401)
      #expect(world.customers(bad).status == 401)
      #expect(world.accounts(good).status == 200)
    }
  }

  @Test("A token re-signed by the world's own key is good: the forgeries above fail for their own reasons")
  func retoldIsGood() throws {
    let world = try World()
    #expect(world.accounts(try retold(try world.token(), [:], claims: ["extra": 1], sign: signedByWorld)).status == 200)
  }

  @Test("A token lives its hour and five minutes of grace in the world's time")
  func expiry() throws {
    let world = try World()
    let token = try world.token()
    world.clock.advance(milliseconds: 3_600_000 + 299_000)
    #expect(world.accounts(token).status == 200)
    world.clock.advance(milliseconds: 1_000)
    #expect(world.accounts(token).status == 401)
    #expect(world.customers(token).status == 401)
    #expect(world.accounts(try world.token()).status == 200)
  }

  @Test("A token from the future is not good yet")
  func notBefore() throws {
    let world = try World()
    let later = try World()
    later.clock.advance(milliseconds: 601_000)
    #expect(world.accounts(try later.token()).status == 401)
  }

  @Test("A token for another system is refused; a trailing slash only by Supply Chain")
  func audience() throws {
    let world = try World()
    let graph = try world.token("Integration", ["scope": "https://graph.microsoft.com/.default"])
    #expect(world.accounts(graph).status == 401)
    #expect(world.customers(graph).status == 401)
    let slash = try world.token("Integration", ["scope": "\(World.origin)//.default"])
    #expect(world.accounts(slash).status == 200)
    #expect(world.customers(slash).status == 401)
  }

  @Test("Signed in is not let in: strangers, disabled users, users without a role")
  func keptOut() throws {
    let world = try World()
    let stranger = world.accounts(try world.token("Stranger"))
    #expect(stranger.status == 403)
    #expect(try JSON(decoding: stranger.body)["error"]?["code"] == "0x80072560")
    #expect(world.customers(try world.token("Stranger")).status == 403)
    let disabled = world.accounts(try world.token("Disabled"))
    #expect(disabled.status == 403)
    #expect(try JSON(decoding: disabled.body)["error"]?["code"] == "0x80040225")
    #expect(world.customers(try world.token("Disabled")).status == 403)
    let without = world.accounts(try world.token("Without Role"))
    #expect(without.status == 403)
    #expect(try JSON(decoding: without.body)["error"]?["code"] == "0x80040220")
    #expect(without.text.contains("is missing prvReadAccount privilege"))
    #expect(world.customers(try world.token("Without Role")).status == 403)
  }

  @Test(
    "A header that is no bearer token is refused",
    arguments: ["", "Bearer", "Bearer ", "Basic aW50ZWdyYXRpb246c2VjcmV0", "Bearer a b", "Bearer \u{e4}", "Token abc", "Bearer ;DROP"])
  func malformed(header: String) throws {
    let world = try World()
    let request = HTTPRequest(.get, "/api/data/v9.2/accounts", headers: ["Authorization": header])
    #expect(world.sales.handle(request).status == 401)
  }

  @Test("Two authorization headers are one too many")
  func twoHeaders() throws {
    let world = try World()
    let token = try world.token()
    var request = HTTPRequest(.get, "/api/data/v9.2/accounts")
    request.headers.add("Authorization", "Bearer \(token)")
    request.headers.add("authorization", "Bearer \(token)")
    #expect(world.sales.handle(request).status == 401)
  }

  // MARK: Forging

  static func retold(
    _ token: String, _ header: [String: JSON?], claims: [String: JSON?] = [:], sign: (([UInt8]) throws -> [UInt8])?
  ) throws -> String {
    func changed(_ json: JSON, _ changes: [String: JSON?]) -> JSON {
      var object = json.objectValue ?? [:]
      for (name, value) in changes.sorted(by: { $0.key < $1.key }) {
        object = JSONObject(object.members.filter { $0.name != name })
        if let value { object.append(name, value) }
      }
      return .object(object)
    }
    let parts = [changed(try Parts.json(token, 0), header), changed(try Parts.json(token, 1), claims)].map { Parts.encode($0.encoded()) }
    let signed = parts.joined(separator: ".")
    let signature = try sign.map { Parts.encode(try $0(Array(signed.utf8))) } ?? String(token.split(separator: ".")[2])
    return "\(signed).\(signature)"
  }

  private func retold(
    _ token: String, _ header: [String: JSON?], claims: [String: JSON?], sign: @escaping ([UInt8]) throws -> [UInt8]
  ) throws
    -> String
  {
    try Self.retold(token, header, claims: claims, sign: sign)
  }

  private var signedByWorld: ([UInt8]) throws -> [UInt8] { Self.signedByWorld }

  static let signedByWorld: @Sendable ([UInt8]) throws -> [UInt8] = { bytes in
    let key = try _RSA.Signing.PrivateKey(pemRepresentation: World.key.exportPEM())
    return Array(try key.signature(for: SHA256.hash(data: Data(bytes)), padding: .insecurePKCS1v1_5).rawRepresentation)
  }
}
