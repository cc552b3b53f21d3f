extension HTTPHeaders {
  /// Header fields whose values let somebody in.
  fileprivate static let secretNames = ["Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie", "X-Api-Key"]

  /// The same fields, secrets replaced by a placeholder; the scheme of an authorization stays readable.
  public var redacted: HTTPHeaders {
    var copy = HTTPHeaders()
    for field in fields {
      guard Self.secretNames.contains(where: { field.name.equalsIgnoringASCIICase($0) }) else {
        copy.add(field.name, field.value)
        continue
      }
      let words = field.value.split(separator: " ", maxSplits: 1)
      copy.add(field.name, words.count == 2 ? "\(words[0]) \(Secret.placeholder)" : Secret.placeholder)
    }
    return copy
  }
}

extension HTTPRequest {
  /// What may be logged or reported of a request: no credential in a header, in the query or in a form.
  public var redacted: HTTPRequest {
    var copy = self
    copy.headers = headers.redacted
    if let mark = target.firstIndex(of: "?") {
      copy.target = target[...mark] + FormSecrets.redact(target[target.index(after: mark)...])
    }
    if let type = headers["Content-Type"]?.lowercased() {
      if type.hasPrefix("application/x-www-form-urlencoded") {
        copy.body = Array(FormSecrets.redact(String(decoding: body, as: UTF8.self)).utf8)
      } else if type.hasPrefix("multipart/") {
        copy.body = PartSecrets.redact(body)
      }
    }
    return copy
  }
}

extension HTTPResponse {
  /// What may be logged or reported of an answer: no cookie, no token in a JSON body.
  public var redacted: HTTPResponse {
    var copy = self
    copy.headers = headers.redacted
    if FormSecrets.names.contains(where: { text.contains("\"\($0)\"") }), let json = try? JSON(decoding: body) {
      copy.body = FormSecrets.redact(json).encoded()
    }
    return copy
  }
}

/// Header fields inside the parts of a batch. Lines that look like one are treated as one, wherever they stand: a cell that is
/// hidden too often does less harm than a token that is shown.
private enum PartSecrets {
  private static let names = HTTPHeaders.secretNames.map { Array("\($0.lowercased()):".utf8) }
  private static let lineFeed = UInt8(ascii: "\n")

  static func redact(_ body: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var copied = 0
    var start = 0
    while start < body.count {
      let end = body[start...].firstIndex(of: lineFeed) ?? body.count
      if let name = names.first(where: { isPrefix($0, of: body[start..<end]) }) {
        result += body[copied..<(start + name.count)]
        result += " \(Secret.placeholder)".utf8
        copied = end > start && end <= body.count && body[end - 1] == UInt8(ascii: "\r") ? end - 1 : end
      }
      start = end + 1
    }
    return copied == 0 ? body : result + body[copied...]
  }

  private static func isPrefix(_ name: [UInt8], of line: ArraySlice<UInt8>) -> Bool {
    line.count >= name.count
      && zip(name, line).allSatisfy { wanted, byte in wanted == (byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte) }
  }
}

/// The parameters of OAuth (RFC 6749, RFC 7523, RFC 8628) that let somebody in.
private enum FormSecrets {
  static let names = [
    "client_secret", "client_assertion", "password", "code", "device_code", "refresh_token", "access_token", "id_token", "code_verifier",
  ]

  static func redact(_ form: some StringProtocol) -> String {
    form.split(separator: "&", omittingEmptySubsequences: false).map { pair -> String in
      let name = pair.prefix { $0 != "=" }
      let decoded = PercentEncoding.decode(String(name)) ?? String(name)
      return names.contains(decoded.lowercased()) ? "\(name)=\(Secret.placeholder)" : String(pair)
    }.joined(separator: "&")
  }

  static func redact(_ json: JSON) -> JSON {
    guard case .object(let object) = json else { return json }
    // "code" is also the name of an error's code, which is no secret.
    return .object(
      JSONObject(
        object.members.map {
          JSONObject.Member($0.name, names.contains($0.name) && $0.name != "code" ? .string(Secret.placeholder) : $0.value)
        }))
  }
}
