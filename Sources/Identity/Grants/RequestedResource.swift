import OData

/// What a token is asked for.
struct RequestedResource: Sendable {
  /// The resource, as it becomes the audience: `https://org.crm.dynamics.com`.
  let address: String
  /// Permissions on it.
  let scopes: [String]
  var wantsIDToken = false
  var wantsRefreshToken = false

  static let defaultScope = ".default"

  init(address: String, scopes: [String]) {
    self.address = address
    self.scopes = scopes
    wantsIDToken = true
    wantsRefreshToken = true
  }

  /// Reads `https://org.crm.dynamics.com/.default offline_access openid`. A resource with a trailing slash keeps it:
  /// `https://org.crm.dynamics.com//.default`.
  /// - Throws: AADSTS70011 for scopes of several resources.
  init(scope: String) throws(EntraError) {
    var address: String?
    var scopes: [String] = []
    for word in scope.split(separator: " ") {
      switch word {
      case "openid": wantsIDToken = true
      case "profile", "email": break
      case "offline_access": wantsRefreshToken = true
      default:
        // Scopes without a resource are Graph's.
        guard let slash = word.lastIndex(of: "/"), word.contains("://") else {
          address = address ?? IdentityService.graph
          scopes.append(String(word))
          continue
        }
        let resource = String(word[..<slash])
        guard address == nil || address == resource else { throw .severalResources(scope) }
        address = resource
        scopes.append(String(word[word.index(after: slash)...]))
      }
    }
    self.address = address ?? IdentityService.graph
    self.scopes = scopes
  }

  /// The scopes in full, for the answer of the version 2 endpoint.
  var granted: String { scopes.map { "\(address)/\($0 == Self.defaultScope ? "user_impersonation" : $0)" }.joined(separator: " ") }
  /// The scopes as they stand in the token.
  var claim: String { scopes.map { $0 == Self.defaultScope ? "user_impersonation" : $0 }.joined(separator: " ") }
}
