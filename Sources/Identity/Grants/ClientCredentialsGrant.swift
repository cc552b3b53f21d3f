import OData
import Twin

/// An application signs in as itself (RFC 6749 4.4).
struct ClientCredentialsGrant {
  let call: IdentityCall
  let form: TokenForm
  let version: Int

  func answer() throws -> JSON {
    guard !call.namesNoTenant else { throw EntraError.noTenant }
    let application = try call.application(form)
    guard form.clientSecret != nil || form["client_assertion"] != nil else { throw EntraError.credentialsForItself }
    // A public client that sends a secret has none it could send.
    guard try call.checkSecret(form, of: application) else { throw EntraError.credentialsForItself }
    let resource = try call.resource(form, version: version)
    if version == 2, resource.scopes != [RequestedResource.defaultScope] { throw EntraError.invalidScope(form["scope"] ?? "") }
    let token = try call.issuer.accessToken(
      for: resource.address, application: application, person: nil, scopes: "", isConfidential: true)
    return .object(TokenAnswer(call: call, version: version).members(token, resource))
  }
}
