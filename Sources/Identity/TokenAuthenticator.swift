public import OData
public import Twin

/// Lets in who brings a token that this server's identity endpoint signed.
///
/// Checked on first sight, and remembered: form, `alg` (RS256 and nothing else), key id, signature, issuer, tenant. Checked every
/// time: audience and the world's time. One for each world; not safe to use from two threads at once, like the twins themselves.
public final class TokenAuthenticator: Authenticator {
  private let directory: Directory
  private let key: SigningKey
  private let authority: (String) -> String
  private let clockSkewSeconds: Int64
  private var seen: [String: Verified] = [:]

  /// Tokens that are remembered; only good ones are, so nobody can fill this from outside.
  static let rememberedMax = 1024

  private struct Verified {
    let claims: TokenClaims
    /// By system: the two twins of a world share the authenticator.
    var callers: [String: Caller]
  }

  /// - Parameters:
  ///   - authority: the address of the tenant for challenges, from the address the caller used; the endpoint beside the twins
  ///     unless told otherwise.
  ///   - clockSkewSeconds: how far clocks may be apart; five minutes is what Microsoft's libraries grant.
  public init(_ directory: Directory, key: SigningKey, clockSkewSeconds: Int64 = 300, authority: ((String) -> String)? = nil) {
    self.directory = directory
    self.key = key
    self.clockSkewSeconds = clockSkewSeconds
    self.authority = authority ?? { "\($0)/\(directory.tenant)" }
  }

  public func caller(of request: HTTPRequest, at system: SystemAddress) throws(ServiceError) -> Caller {
    guard let text = BearerToken.of(request), let found = verified(text) else { throw refusal(system) }
    let now = system.now.milliseconds / 1000
    guard now < found.claims.expires + clockSkewSeconds, now >= found.claims.notBefore - clockSkewSeconds,
      system.rules.accepts(audience: found.claims.audience, at: system.origin)
    else { throw refusal(system) }
    if let caller = found.callers[system.system] { return caller }
    guard let caller = caller(found.claims, in: system.system) else { throw refusal(system) }
    seen[String(text)]?.callers[system.system] = caller
    return caller
  }

  private func refusal(_ system: SystemAddress) -> ServiceError { system.notSignedIn(authority: authority(system.address)) }

  private func verified(_ text: Substring) -> Verified? {
    let name = String(text)
    if let known = seen[name] { return known }
    guard let token = JSONWebToken(text), token.header["alg"]?.stringValue == "RS256", token.header["crit"] == nil,
      let key = try? key.published(), token.header["kid"]?.stringValue == key.id, key.verifies(token.signature, of: token.signed),
      let claims = try? TokenClaims(token.claims, tenant: directory.tenant)
    else { return nil }
    if seen.count >= Self.rememberedMax { seen.removeAll(keepingCapacity: true) }
    let verified = Verified(claims: claims, callers: [:])
    seen[name] = verified
    return verified
  }

  /// - Returns: `nil` for somebody the directory no longer has.
  private func caller(_ claims: TokenClaims, in system: String) -> Caller? {
    guard let application = directory.application(claims.application) else { return nil }
    guard let name = claims.principalName else {
      return claims.object == application.object ? directory.caller(application, in: system) : nil
    }
    guard let person = directory.person(name), person.object == claims.object else { return nil }
    return directory.caller(person, in: system, using: application.id)
  }
}
