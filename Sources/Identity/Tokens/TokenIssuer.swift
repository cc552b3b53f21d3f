import Ambient
import OData
import Twin

/// Makes tokens with the claims Entra gives them (learn.microsoft.com, "Access token claims reference").
struct TokenIssuer {
  let directory: Directory
  let key: SigningKey
  let ambient: Ambient
  /// Scheme and host as the client reached the endpoint.
  let origin: String
  let now: Timestamp

  /// Entra dates tokens back, for clocks that are slow.
  private static let backdatedSeconds: Int64 = 300

  private var issuedAt: Int64 { now.milliseconds / 1000 - Self.backdatedSeconds }
  private var expires: Int64 { now.milliseconds / 1000 + directory.tokenLifetimeSeconds + 1 }
  private var tenant: GUID { directory.tenant }

  /// - Parameter person: who signed in; `nil` when the application acts for itself.
  /// - Parameter isConfidential: the client proved itself by a secret.
  func accessToken(
    for audience: String, application: Directory.Application, person: Directory.Person?, scopes: String, isConfidential: Bool
  ) throws -> String {
    let isVersion1 = directory.accessTokenVersion == 1
    var claims: JSONObject = [
      "aud": .string(audience), "iss": .string(issuer(version: directory.accessTokenVersion)), "iat": number(issuedAt),
      "nbf": number(issuedAt), "exp": number(expires),
    ]
    let proof: JSON = isConfidential ? "1" : "0"
    if isVersion1 {
      claims.append("appid", .string(application.id.description))
      claims.append("appidacr", proof)
      claims.append("idp", .string(issuer(version: 1)))
    } else {
      claims.append("azp", .string(application.id.description))
      claims.append("azpacr", proof)
    }
    if let person {
      if isVersion1 {
        claims.append("acr", "1")
        claims.append("amr", ["pwd"])
      }
      append(person, to: &claims, version: directory.accessTokenVersion)
      claims.append("scp", .string(scopes))
    } else {
      claims.append("oid", .string(application.object.description))
      claims.append("sub", .string(application.object.description))
      if !application.appRoles.isEmpty { claims.append("roles", .array(application.appRoles.map { .string($0) })) }
    }
    claims.append("tid", .string(tenant.description))
    claims.append("uti", .string(Base64URL.encode(ambient.newGUID().bytes)))
    claims.append("ver", .string(isVersion1 ? "1.0" : "2.0"))
    return try JSONWebToken.encode(claims, with: key)
  }

  /// - Parameter version: of the endpoint that is asked.
  func idToken(for application: Directory.Application, person: Directory.Person, version: Int) throws -> String {
    var claims: JSONObject = [
      "aud": .string(application.id.description), "iss": .string(issuer(version: version)), "iat": number(issuedAt),
      "nbf": number(issuedAt), "exp": number(expires),
    ]
    append(person, to: &claims, version: version)
    claims.append("tid", .string(tenant.description))
    claims.append("uti", .string(Base64URL.encode(ambient.newGUID().bytes)))
    claims.append("ver", .string(version == 1 ? "1.0" : "2.0"))
    return try JSONWebToken.encode(claims, with: key)
  }

  private func append(_ person: Directory.Person, to claims: inout JSONObject, version: Int) {
    claims.append("name", .string(person.name))
    claims.append("oid", .string(person.object.description))
    claims.append("sub", .string(person.object.description))
    if version == 1 {
      claims.append("unique_name", .string(person.principalName))
      claims.append("upn", .string(person.principalName))
    } else {
      claims.append("preferred_username", .string(person.principalName))
    }
  }

  private func issuer(version: Int) -> String {
    version == 1 ? TokenClaims.issuerV1(tenant) : TokenClaims.issuerV2(tenant, origin: origin)
  }

  private func number(_ value: Int64) -> JSON { .number(ExactDecimal(value)) }
}
