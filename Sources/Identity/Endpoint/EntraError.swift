import OData

/// A refusal of the identity endpoint in Entra's words: an OAuth error with an AADSTS number (learn.microsoft.com, "Microsoft
/// Entra authentication and authorization error codes"; wordings as clients report them).
struct EntraError: Error {
  /// The OAuth error (RFC 6749 5.2, RFC 8628 3.5).
  let error: String
  let number: Int
  let text: String
  var status = 400

  static func missingParameter(_ name: String) -> EntraError {
    EntraError(
      error: "invalid_request", number: 900144, text: "The request body must contain the following parameter: '\(name)'.")
  }

  static func duplicatedParameter(_ name: String) -> EntraError {
    EntraError(
      error: "invalid_request", number: 9_000_411, text: "The request is not properly formatted. The parameter '\(name)' is duplicated.")
  }

  static func onlyPOST(_ method: String) -> EntraError {
    EntraError(
      error: "invalid_request", number: 900561, text: "The endpoint only accepts POST requests. Received a \(method) request.", status: 405)
  }

  static func unknownTenant(_ tenant: String) -> EntraError {
    EntraError(
      error: "invalid_request", number: 90002,
      text: "Tenant '\(tenant)' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check "
        + "with your subscription administrator, this may happen if there are no active subscriptions for the tenant.")
  }

  /// An application acting for itself must name its tenant.
  static let noTenant = EntraError(
    error: "invalid_request", number: 50059,
    text: "No tenant-identifying information found in either the request or implied by any provided credentials.")

  static func unknownApplication(_ id: String, _ tenant: String) -> EntraError {
    EntraError(
      error: "unauthorized_client", number: 700016,
      text:
        "Application with identifier '\(id)' was not found in the directory '\(tenant)'. This can happen if the application has not been "
        + "installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication "
        + "request to the wrong tenant.")
  }

  static func wrongSecret(_ application: GUID) -> EntraError {
    EntraError(
      error: "invalid_client", number: 7_000_215,
      text: "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret "
        + "ID, for a secret added to app '\(application)'.", status: 401)
  }

  static let credentialsForItself = EntraError(
    error: "invalid_client", number: 7_000_216,
    text: "'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' grant type.", status: 401)

  static let credentialsMissing = EntraError(
    error: "invalid_client", number: 7_000_218,
    text: "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.", status: 401)

  static func unknownCertificate(_ thumbprint: String, _ application: GUID) -> EntraError {
    EntraError(
      error: "invalid_client", number: 700_027,
      text: "The certificate with identifier used to sign the client assertion is not registered on application. [Reason - The key was not "
        + "found., Thumbprint of key used by client: '\(thumbprint)', Configured keys can be seen for app Id '\(application)'].",
      status: 401)
  }

  static func wrongSignature(_ thumbprint: String) -> EntraError {
    EntraError(
      error: "invalid_client", number: 700_027,
      text: "Client assertion failed signature validation. [Reason - The provided signature value did not match the expected signature "
        + "value., Thumbprint of key used by client: '\(thumbprint)'].", status: 401)
  }

  static func expiredCertificate(_ thumbprint: String, from: Timestamp, to: Timestamp) -> EntraError {
    EntraError(
      error: "invalid_client", number: 700_027,
      text: "Client assertion failed signature validation. [Reason - The key used is expired., Thumbprint of key used by client: "
        + "'\(thumbprint)', Found key 'Start=\(from), End=\(to)'].", status: 401)
  }

  /// [proposed: number and words are not on a page we have]
  static let anothersAssertion = EntraError(
    error: "invalid_client", number: 700_021, text: "Client assertion application identifier doesn't match 'client_id' parameter.",
    status: 401)

  /// [sourced: MSAL for .NET, issue 4951 of 2024]
  static func assertionTime(_ now: Timestamp) -> EntraError {
    EntraError(
      error: "invalid_client", number: 700_024,
      text: "Client assertion is not within its valid time range. Current time: \(now).", status: 401)
  }

  /// [sourced: MSAL for .NET, issue 2746 of 2021; until some time after 2017 it was AADSTS50012, with the same words]
  static let assertionAudience = EntraError(
    error: "invalid_client", number: 700_023, text: "Client assertion audience claim does not match Realm issuer.", status: 401)

  static let malformedAssertion = EntraError(
    error: "invalid_request", number: 50_027, text: "JWT token is invalid or malformed: the client assertion.")

  static func assertionType(_ type: String) -> EntraError {
    EntraError(
      error: "invalid_request", number: 900_144,
      text: "The request body must contain the following parameter: 'client_assertion_type' with the value '\(ClientAssertion.type)', not "
        + "'\(type)'.")
  }

  static func unsupportedGrant(_ grant: String) -> EntraError {
    EntraError(error: "unsupported_grant_type", number: 70003, text: "The app requested an unsupported grant type '\(grant)'.")
  }

  static func unknownResource(_ resource: String, _ tenant: String) -> EntraError {
    EntraError(
      error: "invalid_resource", number: 500_011,
      text: "The resource principal named \(resource) was not found in the tenant named \(tenant). This can happen if the application has "
        + "not been installed by the administrator of the tenant or consented to by any user in the tenant. You might have sent your "
        + "authentication request to the wrong tenant.")
  }

  static func invalidScope(_ scope: String) -> EntraError {
    EntraError(
      error: "invalid_scope", number: 1_002_012,
      text:
        "The provided value for scope \(scope) is not valid. Client credential flows must have a scope value with /.default suffixed to "
        + "the resource identifier (application ID URI).")
  }

  static func severalResources(_ scope: String) -> EntraError {
    EntraError(
      error: "invalid_scope", number: 70011,
      text: "The provided value for the input parameter 'scope' is not valid. The scope '\(scope)' names more than one resource.")
  }

  static let authorizationPending = EntraError(
    error: "authorization_pending", number: 70016, text: "OAuth 2.0 device flow error. Authorization is pending. Continue polling.")

  /// That Entra answers this error is documented for devices that poll too fast; the number is ours [proposed].
  static let slowDown = EntraError(
    error: "slow_down", number: 70016, text: "OAuth 2.0 device flow error. Polling too frequently; wait five seconds more.")

  static let authorizationDeclined = EntraError(
    error: "authorization_declined", number: 70023, text: "The end user denied the authorization request.")

  /// The endpoint of version 1 calls it `code_expired`.
  static func codeExpired(version: Int) -> EntraError {
    EntraError(
      error: version == 1 ? "code_expired" : "expired_token", number: 70019,
      text: "Verification code expired. Have the user retry the sign-in.")
  }

  static let badDeviceCode = EntraError(
    error: "bad_verification_code", number: 70018, text: "Invalid verification code: it is unknown, used up, or another application's.")

  static let badRefreshToken = EntraError(
    error: "invalid_grant", number: 70000, text: "The provided value for the input parameter 'refresh_token' is not valid.")

  static let expiredRefreshToken = EntraError(
    error: "invalid_grant", number: 700_082, text: "The refresh token has expired due to inactivity.")
}
