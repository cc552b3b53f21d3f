import OData
import Twin

/// What an access token says, in the terms of its version: `appid` and `upn` in version 1, `azp` and `preferred_username` in 2.
struct TokenClaims {
  let audience: String
  let application: GUID
  /// Of the person, or of the application's service principal.
  let object: GUID
  let principalName: String?
  let notBefore: Int64
  let expires: Int64

  enum Flaw: Error {
    case missing(String)
    case issuer, tenant
  }

  /// - Throws: `Flaw` for claims that a token of this tenant cannot have.
  init(_ claims: JSONObject, tenant: GUID) throws(Flaw) {
    func text(_ name: String) throws(Flaw) -> String {
      guard let value = claims[name]?.stringValue else { throw .missing(name) }
      return value
    }
    func identifier(_ name: String) throws(Flaw) -> GUID {
      guard let value = GUID(try text(name)) else { throw .missing(name) }
      return value
    }
    func seconds(_ name: String) throws(Flaw) -> Int64 {
      guard let number = claims[name]?.numberValue, let value = number.exactInt64 else { throw .missing(name) }
      return value
    }
    guard try identifier("tid") == tenant else { throw .tenant }
    let issuer = try text("iss")
    switch try text("ver") {
    case "1.0":
      guard issuer == Self.issuerV1(tenant) else { throw .issuer }
      application = try identifier("appid")
      principalName = claims["upn"]?.stringValue
    case "2.0":
      guard issuer.hasSuffix("/\(tenant)/v2.0") else { throw .issuer }
      application = try identifier("azp")
      principalName = claims["preferred_username"]?.stringValue
    default: throw .missing("ver")
    }
    audience = try text("aud")
    object = try identifier("oid")
    notBefore = try seconds("nbf")
    expires = try seconds("exp")
  }

  static func issuerV1(_ tenant: GUID) -> String { "https://sts.windows.net/\(tenant)/" }
  static func issuerV2(_ tenant: GUID, origin: String) -> String { "\(origin)/\(tenant)/v2.0" }
}
