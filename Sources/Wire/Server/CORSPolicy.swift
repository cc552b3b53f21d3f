import OData

/// Which pages of other origins may read answers (the Fetch standard, "CORS protocol").
public enum CORSPolicy: Sendable, Hashable {
  case none
  /// Pages of any origin. Safe here in so far as nobody is signed in by a cookie.
  case any
  /// Pages of these origins, for example `https://localhost:3000`.
  case origins([String])

  /// Headers that a page's script may see beside the few it always may.
  private static let exposed =
    "OData-Version, OData-EntityId, ETag, Location, Preference-Applied, Retry-After, WWW-Authenticate, Content-Encoding"

  /// - Parameter values: as on the command line: origins, or one `*`; empty for none.
  public init(_ values: [String]) { self = values.isEmpty ? .none : values.contains("*") ? .any : .origins(values) }

  private func allowed(_ origin: String) -> String? {
    switch self {
    case .none: nil
    case .any: "*"
    case .origins(let origins): origins.contains { $0.equalsIgnoringASCIICase(origin) } ? origin : nil
    }
  }

  /// Adds to an answer what lets the page read it.
  func mark(_ headers: inout OData.HTTPHeaders, for head: RequestHead) {
    guard let origin = head.origin, let allowed = allowed(origin) else { return }
    headers["Access-Control-Allow-Origin"] = allowed
    headers["Access-Control-Expose-Headers"] = Self.exposed
    if allowed != "*" { headers.add("Vary", "Origin") }
  }

  /// The answer to an `OPTIONS`: what may be sent, and to a page that asks first, what it may send.
  func options(_ head: RequestHead) -> OData.HTTPResponse {
    var headers: OData.HTTPHeaders = ["Allow": RequestHead.methods]
    if let origin = head.origin, allowed(origin) != nil, head.requestedMethod != nil {
      headers["Access-Control-Allow-Methods"] = RequestHead.methods
      // Everything it asks for, by name: a `*` would leave Authorization out.
      if let names = head.requestedHeaders { headers["Access-Control-Allow-Headers"] = names }
      headers["Access-Control-Max-Age"] = "600"
    }
    mark(&headers, for: head)
    return OData.HTTPResponse(204, headers: headers)
  }
}
