public import OData

/// Finds out who sends a request. The first stage of a twin's pipeline; without one everybody is the built-in user.
public protocol Authenticator: AnyObject {
  /// - Throws: the refusal of a request that is not, or wrongly, signed in.
  func caller(of request: HTTPRequest, at system: SystemAddress) throws(ServiceError) -> Caller
}

/// The system somebody wants to get into, as sign-in sees it.
public struct SystemAddress {
  /// `sales` or `supplyChain`.
  public let system: String
  /// The address under which the caller reached it: the origin, and the prefix of its world if there is one.
  public let address: String
  /// Scheme, host and port under which the caller reached it, without a trailing slash.
  public let origin: String
  public let rules: AccessRules
  /// The world's time.
  public let now: Timestamp
  let errors: any ErrorCatalog

  public init(system: String, address: String, origin: String, rules: AccessRules, now: Timestamp, errors: any ErrorCatalog) {
    self.system = system
    self.address = address
    self.origin = origin
    self.rules = rules
    self.now = now
    self.errors = errors
  }

  /// The refusal of a request without a good token.
  /// - Parameter authority: the address of the tenant, for example `https://login.microsoftonline.com/7f3…`.
  public func notSignedIn(authority: String) -> ServiceError {
    errors.notSignedIn(challenge: rules.challenge(authority: authority, origin: origin))
  }
}

/// How a product asks for sign-in, as data.
public struct AccessRules: Sendable {
  public enum Challenge: Sendable {
    /// `Bearer authorization_uri=…, resource_id=…`, from which the SDKs of Dataverse learn tenant and resource.
    case namingAuthority
    /// `Bearer` alone.
    case plain
  }

  public var challenge: Challenge
  /// The audience of a token may end with a slash. Finance and operations refuses that (S12, S13).
  public var audienceMayEndWithSlash: Bool

  public init(challenge: Challenge = .plain, audienceMayEndWithSlash: Bool = true) {
    self.challenge = challenge
    self.audienceMayEndWithSlash = audienceMayEndWithSlash
  }

  func challenge(authority: String, origin: String) -> String {
    switch challenge {
    case .namingAuthority: "Bearer authorization_uri=\(authority)/oauth2/authorize, resource_id=\(origin)/"
    case .plain: "Bearer"
    }
  }

  /// Whether a token made for `audience` is for the system at `origin`.
  public func accepts(audience: String, at origin: String) -> Bool {
    audience == origin || audienceMayEndWithSlash && audience.utf8.dropLast().elementsEqual(origin.utf8) && audience.hasSuffix("/")
  }
}
