/// What an address of the identity endpoint stands for.
enum IdentityAddress: Equatable {
  case token(version: Int)
  case deviceCode(version: Int)
  case authorize(version: Int)
  case configuration(version: Int)
  case keys(version: Int)
  /// Which authorities exist: what MSAL and ADAL ask first.
  case instances
  /// The page where a person enters the code a device shows.
  case deviceLogin

  /// - Parameter path: of the request, without its query.
  /// - Returns: the tenant as it was named and the address; `nil` when it is none of this endpoint's.
  static func parse(_ path: Substring) -> (tenant: String, address: IdentityAddress)? {
    let parts = path.split(separator: "/", omittingEmptySubsequences: true)
    if parts.count == 1, parts[0].lowercased() == "devicelogin" { return ("common", .deviceLogin) }
    guard let tenant = parts.first, parts.count <= 5 else { return nil }
    let rest = parts.dropFirst().map { $0.lowercased() }.joined(separator: "/")
    let address: IdentityAddress? =
      switch rest {
      case "oauth2/token": .token(version: 1)
      case "oauth2/v2.0/token": .token(version: 2)
      case "oauth2/devicecode": .deviceCode(version: 1)
      case "oauth2/v2.0/devicecode": .deviceCode(version: 2)
      case "oauth2/authorize": .authorize(version: 1)
      case "oauth2/v2.0/authorize": .authorize(version: 2)
      case ".well-known/openid-configuration": .configuration(version: 1)
      case "v2.0/.well-known/openid-configuration": .configuration(version: 2)
      case "discovery/keys": .keys(version: 1)
      case "discovery/v2.0/keys": .keys(version: 2)
      case "discovery/instance": .instances
      case "oauth2/deviceauth": .deviceLogin
      default: nil
      }
    return address.map { (String(tenant), $0) }
  }
}
