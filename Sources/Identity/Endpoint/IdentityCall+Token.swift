import OData
import Twin

extension IdentityCall {
  /// `POST …/token`.
  func token(version: Int) throws -> HTTPResponse {
    guard request.method == .post else { throw EntraError.onlyPOST(request.method.rawValue) }
    let form = try TokenForm(request)
    let grant = try form.required("grant_type")
    let answer: JSON
    switch grant {
    case "client_credentials": answer = try ClientCredentialsGrant(call: self, form: form, version: version).answer()
    case "device_code", "urn:ietf:params:oauth:grant-type:device_code":
      answer = try DeviceCodeGrant(call: self, form: form, version: version).answer()
    case "refresh_token": answer = try RefreshTokenGrant(call: self, form: form, version: version).answer()
    default: throw EntraError.unsupportedGrant(grant)
    }
    return json(200, answer)
  }

  /// The application a request comes from.
  /// - Throws: AADSTS900144, AADSTS700016.
  func application(_ form: TokenForm) throws(EntraError) -> Directory.Application {
    guard let id = form.clientID else { throw .missingParameter("client_id") }
    guard let application = GUID(id).flatMap({ directory.application($0) }) else {
      throw .unknownApplication(id, directory.domain)
    }
    return application
  }

  /// Whether the client proved to be the application.
  /// - Returns: no when it is public and gave no secret.
  /// - Throws: errors of `ClientAssertion`, AADSTS7000215 for a wrong secret, AADSTS7000218 for none where one is needed.
  func checkSecret(_ form: TokenForm, of application: Directory.Application) throws(EntraError) -> Bool {
    if let assertion = form["client_assertion"] {
      try ClientAssertion(form, assertion).check(application, audiences: audiences, now: now)
      return true
    }
    guard let secret = form.clientSecret else {
      guard application.isPublic else { throw .credentialsMissing }
      return false
    }
    // Every secret is compared, so that the time tells nothing about which one was nearly right.
    guard application.secrets.map({ $0.matches(secret) }).contains(true) else { throw .wrongSecret(application.id) }
    return true
  }

  /// Whom a statement of an application may be for: this endpoint under either of its versions, or the issuer it speaks for.
  private var audiences: [String] {
    [tenant, directory.tenant.description, directory.domain].flatMap { name in
      ["oauth2/token", "oauth2/v2.0/token", "v2.0", ""].map { "\(origin)/\(name)/\($0)" }
    } + [TokenClaims.issuerV1(directory.tenant)]
  }

  /// What the token is asked for: `resource` at the endpoint of version 1, the resource of the scopes at that of version 2.
  func resource(_ form: TokenForm, version: Int) throws(EntraError) -> RequestedResource {
    let requested: RequestedResource
    if version == 1 {
      requested = RequestedResource(address: try form.required("resource"), scopes: ["user_impersonation"])
    } else {
      requested = try RequestedResource(scope: try form.required("scope"))
    }
    guard isKnown(requested.address) else { throw .unknownResource(requested.address, directory.domain) }
    return requested
  }

  /// Systems of this server, under the name it was reached by or a name of this machine, and those it was told about.
  private func isKnown(_ resource: String) -> Bool {
    let address = resource.hasSuffix("/") ? String(resource.dropLast()) : resource
    if address == IdentityService.graph || service.resources.contains(address) { return true }
    guard let scheme = address.firstRange(of: "://"), ["http", "https"].contains(address[..<scheme.lowerBound]) else { return false }
    let host = address[scheme.upperBound...]
    guard !host.contains("/") else { return false }
    let own = origin.firstRange(of: "://").map { origin[$0.upperBound...].prefix { $0 != "/" } } ?? origin[...]
    return host == own || ["localhost", "127.0.0.1", "[::1]"].contains { host == $0 || host.hasPrefix($0 + ":") }
  }
}
