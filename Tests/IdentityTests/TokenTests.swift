import Ambient
import Crypto
import CryptoExtras
import Foundation
import Identity
import OData
import Testing
import Twin

struct TokenTests {
  @Test("The published key verifies a token, by a key id that its header names")
  func keySetVerifies() throws {
    let world = try World()
    let token = try world.token()
    let header = try Parts.json(token, 0)
    #expect(header["alg"] == "RS256")
    #expect(header["typ"] == "JWT")
    for path in ["discovery/keys", "discovery/v2.0/keys"] {
      let response = try #require(world.ask("/\(world.tenant)/\(path)"))
      let keys = try #require(try JSON(decoding: response.body)["keys"]?.arrayValue)
      let entry = try #require(keys.first { $0["kid"] == header["kid"] })
      #expect(entry["kty"] == "RSA")
      #expect(entry["use"] == "sig")
      let modulus = Parts.decode(Substring(try #require(entry["n"]?.stringValue)))
      let exponent = Parts.decode(Substring(try #require(entry["e"]?.stringValue)))
      let key = try _RSA.Signing.PublicKey(n: modulus, e: exponent)
      let parts = token.split(separator: ".")
      let signature = _RSA.Signing.RSASignature(rawRepresentation: Parts.decode(parts[2]))
      let signed = Data("\(parts[0]).\(parts[1])".utf8)
      #expect(key.isValidSignature(signature, for: SHA256.hash(data: signed), padding: .insecurePKCS1v1_5))
    }
  }

  @Test("Dynamics gets tokens of version 1 from either endpoint", arguments: [1, 2])
  func versionOneClaims(endpoint: Int) throws {
    let world = try World()
    let application = try world.application("Integration")
    let answer =
      endpoint == 1
      ? try world.post("oauth2/token", try world.credentials("Integration", ["scope": nil, "resource": World.origin]))
      : try world.post("oauth2/v2.0/token", try world.credentials("Integration"))
    #expect(answer.status == 200)
    #expect(answer.body["token_type"] == "Bearer")
    #expect(answer.body["expires_in"] == (endpoint == 1 ? "3599" : 3599))
    #expect(answer.body["resource"]?.stringValue == (endpoint == 1 ? World.origin : nil))
    let claims = try Parts.json(try #require(answer.body["access_token"]?.stringValue), 1)
    #expect(claims["ver"] == "1.0")
    #expect(claims["aud"] == .string(World.origin))
    #expect(claims["iss"] == .string("https://sts.windows.net/\(world.tenant)/"))
    #expect(claims["appid"] == .string(application.id.description))
    #expect(claims["oid"] == .string(application.object.description))
    #expect(claims["tid"] == .string(world.tenant))
    #expect(claims["upn"] == nil)
    let now = ExactDecimal(world.clock.now.milliseconds / 1000)
    #expect(claims["exp"]?.numberValue == now + 3600)
    #expect(claims["nbf"]?.numberValue == now - 300)
  }

  @Test("A directory may ask for tokens of version 2, and the twins take them")
  func versionTwoClaims() throws {
    var directory = Directory.standard
    directory.accessTokenVersion = 2
    directory.applications[0].appRoles = ["Orders.Read"]
    let world = try World(directory)
    let token = try world.token()
    let claims = try Parts.json(token, 1)
    #expect(claims["ver"] == "2.0")
    #expect(claims["iss"] == .string("\(World.origin)/\(world.tenant)/v2.0"))
    #expect(claims["azp"]?.stringValue == directory.applications[0].id.description)
    #expect(claims["appid"] == nil)
    #expect(claims["roles"] == ["Orders.Read"])
    #expect(world.accounts(token).status == 200)
    #expect(world.customers(token).status == 200)
  }

  @Test("The same key, seed and time give the same token")
  func replay() throws {
    #expect(try World().token() == World().token())
  }

  @Test("A key comes back from its PEM text as the same key")
  func keyRoundTrip() throws {
    let copy = try SigningKey(pem: World.key.exportPEM())
    let token = try World().token()
    #expect(try World(key: copy).accounts(token).status == 200)
    #expect(throws: SigningKeyError.self) { try SigningKey(pem: "no key") }
  }
}
