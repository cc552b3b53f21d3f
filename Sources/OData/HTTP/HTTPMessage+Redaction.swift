extension HTTPHeaders {
  /// Header fields whose values let somebody in.
  private static let secretNames = ["Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie", "X-Api-Key"]

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
    if headers["Content-Type"]?.lowercased().hasPrefix("application/x-www-form-urlencoded") ?? false {
      copy.body = Array(FormSecrets.redact(String(decoding: body, as: UTF8.self)).utf8)
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
