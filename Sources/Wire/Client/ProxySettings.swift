public import OData

/// The proxy a client goes through.
public struct ProxySettings: Hashable, Sendable {
  public let host: String
  public let port: Int
  /// `nil` for a proxy that asks nobody.
  public let credentials: Credentials?

  public struct Credentials: Hashable, Sendable {
    public let user: String
    public let password: Secret

    public init(user: String, password: Secret) {
      self.user = user
      self.password = password
    }
  }

  public init(host: String, port: Int, credentials: Credentials? = nil) {
    self.host = host
    self.port = port
    self.credentials = credentials
  }

  /// Reads `http://name:password@proxy.contoso.com:8080`; scheme, name and port may be left out. Percent-encoding in name and password is
  /// undone.
  /// - Throws: `ProxyError`, which does not show the address.
  public init(_ address: Secret) throws(ProxyError) {
    var rest = address.reveal()[...]
    if let scheme = rest.firstRange(of: "://") {
      guard rest[..<scheme.lowerBound].lowercased() == "http" else { throw ProxyError(reason: "its address does not begin with http://") }
      rest = rest[scheme.upperBound...]
    }
    while rest.hasSuffix("/") { rest.removeLast() }
    var credentials: Credentials?
    if let at = rest.lastIndex(of: "@") {
      let parts = rest[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map {
        PercentEncoding.decode(String($0)) ?? String($0)
      }
      credentials = Credentials(user: parts[0], password: Secret(parts.count > 1 ? parts[1] : ""))
      rest = rest[rest.index(after: at)...]
    }
    var port = 80
    if let colon = rest.lastIndex(of: ":"), !rest.hasSuffix("]") {
      guard let number = Int(rest[rest.index(after: colon)...]), (1...65_535).contains(number) else {
        throw ProxyError(reason: "its address has no port number behind the colon")
      }
      port = number
      rest = rest[..<colon]
    }
    guard !rest.isEmpty, !rest.contains("/") else { throw ProxyError(reason: "its address names no host") }
    self.init(host: String(rest), port: port, credentials: credentials)
  }

  /// The proxy that the variables of a process name for an address, in the manner of curl: `HTTPS_PROXY` for https, `http_proxy` (lower
  /// case only) for http, `ALL_PROXY` for both, and none for hosts of `NO_PROXY`.
  /// - Throws: `ProxyError`, which does not show the address.
  public static func of(_ origin: String, variables: [String: String]) throws(ProxyError) -> ProxySettings? {
    let start = origin.firstRange(of: "://")?.upperBound ?? origin.startIndex
    let isSecure = origin.lowercased().hasPrefix("https://")
    let host = host(origin[start...])
    // As Go does it: what runs on this machine is not behind its proxy.
    if host == "localhost" || host == "::1" || host.hasPrefix("127.") { return nil }
    if isExcepted(host, variables["no_proxy"] ?? variables["NO_PROXY"] ?? "") { return nil }
    // Upper-case HTTP_PROXY can be set from outside by a header in CGI programs, so that curl does not look at it.
    let names = isSecure ? ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"] : ["http_proxy", "all_proxy", "ALL_PROXY"]
    guard let name = names.first(where: { !(variables[$0] ?? "").isEmpty }), let address = variables[name] else { return nil }
    do {
      return try ProxySettings(Secret(address))
    } catch {
      throw ProxyError(reason: "\(error.reason) (environment variable \(name))")
    }
  }

  private static func host(_ authority: Substring) -> String {
    let text = authority.prefix { $0 != "/" }
    if text.hasPrefix("["), let end = text.firstIndex(of: "]") { return String(text[text.index(after: text.startIndex)..<end]) }
    return text.prefix { $0 != ":" }.lowercased()
  }

  /// `NO_PROXY` is a list of hosts with commas between; a host stands for its sub-domains, too, and `*` for all.
  private static func isExcepted(_ host: String, _ list: String) -> Bool {
    list.split(separator: ",").contains { entry in
      var name = entry.trimmingPrefix { $0 == " " }.lowercased()
      while name.hasSuffix(" ") { name.removeLast() }
      if name.hasPrefix(".") { name.removeFirst() }
      if let colon = name.lastIndex(of: ":"), !name.hasPrefix("["), name.count(where: { $0 == ":" }) == 1 { name = String(name[..<colon]) }
      return name == "*" || (!name.isEmpty && (host == name || host.hasSuffix("." + name)))
    }
  }
}

/// A proxy that cannot be used.
public struct ProxyError: Error, Hashable, Sendable, CustomStringConvertible {
  public let reason: String
  public var description: String { "the proxy cannot be used: \(reason)" }
}
