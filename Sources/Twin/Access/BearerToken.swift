public import OData

/// The token of an `Authorization: Bearer` header (RFC 6750).
public enum BearerToken {
  /// Longest token that is looked at, in bytes; Entra's stay far below.
  public static let bytesMax = 16_384

  /// - Returns: `nil` unless there is exactly one such header with one token of the letters a token may have.
  public static func of(_ request: HTTPRequest) -> Substring? {
    var found: Substring?
    for field in request.headers.fields where field.name.equalsIgnoringASCIICase("Authorization") {
      guard found == nil, let token = token(field.value) else { return nil }
      found = token
    }
    return found
  }

  private static func token(_ value: String) -> Substring? {
    let scheme = value.utf8.prefix { $0 != UInt8(ascii: " ") }
    guard Substring(scheme).equalsIgnoringASCIICase("Bearer") else { return nil }
    let token = value.utf8[scheme.endIndex...].drop { $0 == UInt8(ascii: " ") }
    guard !token.isEmpty, token.count <= bytesMax, token.allSatisfy(isTokenByte) else { return nil }
    return Substring(token)
  }

  /// `b64token` of RFC 6750.
  private static func isTokenByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "+"), UInt8(ascii: "/"),
      UInt8(ascii: "="):
      true
    default: false
    }
  }
}
