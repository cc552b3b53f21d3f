import OData
import Twin

/// The answer of the token endpoint: numbers are text in version 1, numbers in version 2.
struct TokenAnswer {
  let call: IdentityCall
  let version: Int

  private var lifetime: Int64 { call.directory.tokenLifetimeSeconds }

  func members(_ accessToken: String, _ resource: RequestedResource) -> JSONObject {
    guard version == 1 else {
      return [
        "token_type": "Bearer", "expires_in": number(lifetime), "ext_expires_in": number(lifetime), "access_token": .string(accessToken),
      ]
    }
    let now = call.now.milliseconds / 1000
    return [
      "token_type": "Bearer", "expires_in": .string("\(lifetime)"), "ext_expires_in": .string("\(lifetime)"),
      "expires_on": .string("\(now + lifetime + 1)"), "not_before": .string("\(now - 300)"), "resource": .string(resource.address),
      "access_token": .string(accessToken),
    ]
  }

  /// The answer for a person who signed in: with the scopes, and the further tokens that were asked for.
  func delegated(
    _ application: Directory.Application, _ person: Directory.Person, _ resource: RequestedResource, form: TokenForm, isConfidential: Bool
  ) throws -> JSON {
    let issuer = call.issuer
    let token = try issuer.accessToken(
      for: resource.address, application: application, person: person, scopes: resource.claim, isConfidential: isConfidential)
    var members = members(token, resource)
    members.append("scope", .string(version == 1 ? resource.claim : resource.granted))
    if resource.wantsRefreshToken {
      let refresh = call.service.refreshTokens.issue(
        RefreshTokens.Grant(application: application.id, person: person.principalName, resource: resource), at: call.now,
        call.service.ambient)
      members.append("refresh_token", .string(refresh))
    }
    if resource.wantsIDToken {
      members.append("id_token", .string(try issuer.idToken(for: application, person: person, version: version)))
    }
    // How MSAL tells accounts apart.
    if form["client_info"] != nil {
      let info: JSON = ["uid": .string(person.object.description), "utid": .string(call.directory.tenant.description)]
      members.append("client_info", .string(Base64URL.encode(info.encoded())))
    }
    return .object(members)
  }

  private func number(_ value: Int64) -> JSON { .number(ExactDecimal(value)) }
}
