import OData

/// How a client addressed the host: what links in answers begin with, so that the client can follow them.
struct PublicOrigin: Hashable, Sendable {
  /// `http` or `https`.
  let scheme: String
  /// Host name and port as the client wrote them.
  let host: String
  /// `/worlds/NAME` where the path names the world, else empty.
  let prefix: String

  /// - Parameter isSecure: whether the connection itself is under TLS. A proxy in front tells otherwise by `X-Forwarded-Proto`.
  /// - Returns: `nil` without a usable `Host` header; links then begin with the product's own address.
  init?(_ request: HTTPRequest, prefix: String, isSecure: Bool) {
    guard let host = request.headers["Host"], Self.isHost(host) else { return nil }
    self.host = host
    self.prefix = prefix
    // A chain of proxies lists the client's own first.
    let forwarded = request.headers["X-Forwarded-Proto"].map { $0.prefix { $0 != "," }.filter { $0 != " " } } ?? ""
    if forwarded.equalsIgnoringASCIICase("https") {
      scheme = "https"
    } else if forwarded.equalsIgnoringASCIICase("http") {
      scheme = "http"
    } else {
      scheme = isSecure ? "https" : "http"
    }
  }

  var url: String { "\(scheme)://\(host)\(prefix)" }

  /// What comes from a client must not reach into links as anything but a host: letters, digits and the marks of names,
  /// ports and IPv6 addresses.
  private static func isHost(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= 255
      && text.utf8.allSatisfy { byte in
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "-._:[]".utf8.contains(byte)
        }
      }
  }
}
