public import Ambient
public import OData
public import Twin

/// A fake Microsoft Entra endpoint: a function from an HTTP request to an HTTP response, like the twins.
///
/// ```swift
/// let identity = IdentityService(.standard, key: SigningKey(), ambient: ambient)
/// if let answer = identity.handle(request, origin: "https://localhost:8443", now: clock.now) { … }
/// ```
///
/// It answers the addresses of tenants, versions 1 and 2 (`/{tenant}/oauth2/token`, `/{tenant}/oauth2/v2.0/token`, …), and leaves
/// every other to somebody else. Grants: client credentials, device code, refresh token. Not safe to use from two threads at once.
public final class IdentityService: IdentityEndpoint {
  public let directory: Directory
  let key: SigningKey
  let ambient: Ambient
  /// Addresses that tokens may be asked for besides those of the server itself.
  let resources: [String]
  var devices = DeviceRequests()
  var refreshTokens = RefreshTokens()

  /// The resource of Microsoft Graph, which every tenant knows: tokens for it are good, but not for a twin.
  public static let graph = "https://graph.microsoft.com"

  /// - Parameters:
  ///   - ambient: where identifiers, device codes and refresh tokens come from.
  ///   - resources: addresses of further systems that tokens are made for, scheme and host.
  public init(_ directory: Directory, key: SigningKey, ambient: Ambient, resources: [String] = []) {
    self.directory = directory
    self.key = key
    self.ambient = ambient
    self.resources = resources
  }

  /// Answers a request to this endpoint.
  /// - Parameters:
  ///   - origin: scheme, host and port (and path prefix, if any) under which the client reached the server.
  ///   - now: the time of the world the tokens are for.
  /// - Returns: `nil` when the address is none of this endpoint's.
  public func handle(_ request: HTTPRequest, origin: String, now: Timestamp) -> HTTPResponse? {
    let path = request.target.prefix { $0 != "?" }
    guard let (tenant, address) = IdentityAddress.parse(path) else { return nil }
    let call = IdentityCall(service: self, request: request, tenant: tenant, origin: origin, now: now)
    var response = call.answer(address)
    response.headers["Cache-Control"] = "no-store, no-cache"
    response.headers["Pragma"] = "no-cache"
    return response
  }
}
