import OData
import Twin

/// A new access token without asking the person again (RFC 6749 6), for the same resource or another one.
struct RefreshTokenGrant {
  let call: IdentityCall
  let form: TokenForm
  let version: Int

  func answer() throws -> JSON {
    let application = try call.application(form)
    let isConfidential = try call.checkSecret(form, of: application)
    let grant = try call.service.refreshTokens.grant(try form.required("refresh_token"), at: call.now)
    guard grant.application == application.id, let person = call.directory.person(grant.person) else { throw EntraError.badRefreshToken }
    var resource = grant.resource
    if form[version == 1 ? "resource" : "scope"] != nil { resource = try call.resource(form, version: version) }
    resource.wantsRefreshToken = true
    return try TokenAnswer(call: call, version: version).delegated(
      application, person, resource, form: form, isConfidential: isConfidential)
  }
}
