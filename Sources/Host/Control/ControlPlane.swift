import OData
import StrictYAML

/// `/_p2c/v1/…`: tells and changes what the host does, apart from the protocols of the twins.
struct ControlPlane: Sendable {
  static let root = "/_p2c"
  static let version = "/_p2c/v1"
  /// The largest body, an uploaded snapshot.
  private static let jsonBytesMax = 1 << 20

  let access: ControlAccess

  static func owns(_ target: String) -> Bool {
    guard target.utf8.starts(with: root.utf8) else { return false }
    let rest = target.utf8.dropFirst(root.utf8.count).first
    return rest == nil || rest == UInt8(ascii: "/") || rest == UInt8(ascii: "?")
  }

  func handle(_ request: HTTPRequest, for host: TwinHost) async -> HTTPResponse {
    do {
      var response = try await answer(request, for: host)
      if request.method == .head { response.body = [] }
      return response
    } catch {
      return ControlError(error).response
    }
  }

  private func answer(_ request: HTTPRequest, for host: TwinHost) async throws -> HTTPResponse {
    try admit(request)
    let mark = request.target.firstIndex(of: "?") ?? request.target.endIndex
    let path = request.target[..<mark]
    let (route, parameters) = try route(request.method, path)
    let query = try query(request.target[mark...].dropFirst(), route)
    let body = try body(request, route)
    return try await route.handler(
      ControlCall(host: host, parameters: parameters, query: query, body: body, bytes: request.body))
  }

  /// - Throws: `ControlError` for whoever may not use the control plane.
  private func admit(_ request: HTTPRequest) throws(ControlError) {
    // A page of another site must not steer the host through its visitor's browser.
    if let origin = request.headers["Origin"], let host = request.headers["Host"], !origin.hasSuffix("://\(host)") {
      throw ControlError(
        status: 403, code: "foreignOrigin", message: "pages of other sites may not use the control plane",
        hint: "Call it from a program, or from a page of this host.")
    }
    switch access {
    case .open: return
    case .none:
      throw ControlError(
        status: 404, code: "noControlPlane", message: "the control plane is switched off", hint: "Serve with --control open or token.")
    case .token(let secret):
      let words = (request.headers["Authorization"] ?? "").split(separator: " ", maxSplits: 1)
      guard words.count == 2, words[0].equalsIgnoringASCIICase("Bearer"), secret.matches(words[1]) else {
        throw ControlError(
          status: 401, code: "unauthorized", message: "the control plane asks for its token",
          hint: "Send 'Authorization: Bearer TOKEN' with the token the server was started with.",
          headers: ["WWW-Authenticate": "Bearer realm=\"p2c control plane\""])
      }
    }
  }

  private func route(_ method: HTTPRequest.Method, _ path: Substring) throws(ControlError) -> (ControlRoute, [String: String]) {
    guard path == Self.version || path.hasPrefix(Self.version + "/") else { throw unknownPath(path) }
    var segments: [String] = []
    for segment in path.dropFirst(Self.version.count).split(separator: "/") {
      guard let text = PercentEncoding.decode(String(segment)) else { throw unknownPath(path) }
      segments.append(text)
    }
    let matches = ControlRoutes.all.compactMap { route in route.match(segments).map { (route, $0) } }
    guard !matches.isEmpty else { throw unknownPath(path) }
    let wanted = method == .head ? .get : method
    if let match = matches.first(where: { $0.0.method == wanted }) { return match }
    let methods = matches.map(\.0.method.rawValue).joined(separator: ", ")
    throw ControlError(
      status: 405, code: "methodNotAllowed", message: "\(method.rawValue) cannot be done with \(path)", hint: "It takes \(methods).",
      headers: ["Allow": methods])
  }

  private func unknownPath(_ path: Substring) -> ControlError {
    let known = Array(Set(ControlRoutes.all.map { Self.version + $0.path })).sorted()
    let typed = String(path.prefix(200))
    let nearest = Suggestion.nearest(to: typed, among: known) ?? Self.nearestBySegments(typed, known)
    return ControlError(
      status: 404, code: "unknownPath", message: "the control plane has nothing at \(typed)",
      hint: nearest.map { "Did you mean \($0)?" } ?? "GET \(Self.version)/openapi.json describes all of it.")
  }

  /// The path that shares the most segments with the one that was typed, names of worlds and such counting as shared.
  private static func nearestBySegments(_ typed: String, _ known: [String]) -> String? {
    let words = typed.split(separator: "/")
    let ranked = known.map { path -> (path: String, shared: Int) in
      let segments = path.split(separator: "/")
      let shared = zip(words, segments).count { word, segment in
        segment.hasPrefix("{") || Suggestion.nearest(to: String(word), among: [String(segment)]) != nil
      }
      return (path, 2 * shared - abs(words.count - segments.count))
    }
    guard let best = ranked.max(by: { $0.shared < $1.shared }), best.shared > 2 else { return nil }
    return best.path
  }

  private func query(_ text: Substring, _ route: ControlRoute) throws(ControlError) -> [String: String] {
    var values: [String: String] = [:]
    for pair in text.split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = PercentEncoding.decode(String(parts[0])),
        let value = PercentEncoding.decode(parts.count == 2 ? String(parts[1]).replacingPlus : "")
      else { throw .badRequest("the query is not percent-encoded text", hint: "Encode '%' as %25.") }
      guard let field = route.query.first(where: { $0.name == name }) else {
        let names = route.query.map(\.name)
        throw .badRequest(
          "\(route.path) has no query parameter '\(name.prefix(80))'\(Suggestion.phrase(for: name, among: names))",
          hint: names.isEmpty ? "It takes none." : "Parameters: \(names.joined(separator: ", ")).")
      }
      try field.checkText(value)
      values[name] = value
    }
    return values
  }

  private func body(_ request: HTTPRequest, _ route: ControlRoute) throws(ControlError) -> JSONObject {
    guard case .json(let fields, let isRequired) = route.body else { return [:] }
    if request.body.isEmpty, !isRequired { return [:] }
    guard request.body.count <= Self.jsonBytesMax else {
      throw ControlError(
        status: 413, code: "bodyTooLarge", message: "the body is larger than \(Self.jsonBytesMax) bytes", hint: "Send a JSON object.")
    }
    let json: JSON
    do {
      json = try JSON(decoding: request.body)
    } catch {
      throw .badRequest("the body is no JSON: \(error)", hint: "Send a JSON object.")
    }
    guard let object = json.objectValue else { throw .badRequest("the body is no JSON object", hint: "Send a JSON object.") }
    try ControlField.check(object, fields)
    return object
  }
}

extension String {
  /// Forms write a space as `+`.
  fileprivate var replacingPlus: String { String(map { $0 == "+" ? " " : $0 }) }
}

extension ControlField {
  /// Checks the text of a query parameter.
  func checkText(_ text: String) throws(ControlError) {
    let value: JSON =
      switch kind {
      case .number, .seed: ExactDecimal(text).map { .number($0) } ?? .string(text)
      case .flag: text == "true" ? true : text == "false" ? false : .string(text)
      default: .string(text)
      }
    try Self.check(JSONObject([.init(name, value)]), [self], in: "the query")
  }
}
