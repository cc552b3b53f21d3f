import OData

/// A signed token in compact form (RFC 7515, RFC 7519), taken apart but not yet believed.
struct JSONWebToken {
  let header: JSONObject
  let claims: JSONObject
  let signature: [UInt8]
  /// The bytes the signature is over.
  let signed: Substring.UTF8View

  /// - Returns: `nil` for anything but three parts, two of them JSON objects.
  init?(_ text: Substring) {
    let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count == 3, let header = Self.object(parts[0]), let claims = Self.object(parts[1]),
      let signature = Base64URL.decode(parts[2])
    else { return nil }
    self.header = header
    self.claims = claims
    self.signature = signature
    signed = text.utf8[parts[0].startIndex..<parts[1].endIndex]
  }

  private static func object(_ part: Substring.UTF8View) -> JSONObject? {
    guard let bytes = Base64URL.decode(part), let json = try? JSON(decoding: bytes) else { return nil }
    return json.objectValue
  }

  /// Signs claims.
  static func encode(_ claims: JSONObject, with key: SigningKey) throws -> String {
    let id = try key.published().id
    let header: JSON = ["typ": "JWT", "alg": "RS256", "x5t": .string(id), "kid": .string(id)]
    let signed = "\(Base64URL.encode(header.encoded())).\(Base64URL.encode(JSON.object(claims).encoded()))"
    return "\(signed).\(Base64URL.encode(try key.sign(signed.utf8)))"
  }
}
