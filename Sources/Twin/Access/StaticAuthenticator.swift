public import OData

/// Sign-in by tokens that are agreed beforehand: nothing is issued, nothing expires. Enough for clients that are handed a token,
/// and to meet every 401 and 403.
public final class StaticAuthenticator: Authenticator {
  private let directory: Directory
  private let authority: String

  /// - Parameter authority: the address of the tenant that challenges name; Entra's for the directory's tenant where `nil`.
  public init(_ directory: Directory, authority: String? = nil) {
    self.directory = directory
    self.authority = authority ?? "https://login.microsoftonline.com/\(directory.tenant)"
  }

  public func caller(of request: HTTPRequest, at system: SystemAddress) throws(ServiceError) -> Caller {
    guard let token = BearerToken.of(request) else { throw system.notSignedIn(authority: authority) }
    var found: Caller?
    // To the end, found or not: how long it takes must not tell.
    for application in directory.applications {
      for known in application.staticTokens where known.matches(token) { found = directory.caller(application, in: system.system) }
    }
    for person in directory.people {
      for known in person.staticTokens where known.matches(token) {
        found = directory.caller(person, in: system.system, using: nil)
      }
    }
    guard let found else { throw system.notSignedIn(authority: authority) }
    return found
  }
}
