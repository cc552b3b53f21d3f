import OData

/// One operation of the control plane. The table of these is what requests are led by, and what the OpenAPI document is made from.
struct ControlRoute: Sendable {
  enum Body: Sendable {
    case none
    case json([ControlField], required: Bool)
    case image
    /// YAML or JSON of the named schema, which the route reads itself.
    case yaml(String)
  }

  enum Answer: Sendable {
    /// An object of the named schema.
    case json(String)
    case nothing
    /// Bytes of these media types.
    case content([String])
  }

  let method: HTTPRequest.Method
  /// Below `/_p2c/v1`; a segment in braces stands for any text.
  let path: String
  let operation: String
  let summary: String
  let query: [ControlField]
  let body: Body
  let status: Int
  let answer: Answer
  /// Statuses of refusals it may answer, beside 400, 401 and 403.
  let refusals: [Int]
  let handler: @Sendable (ControlCall) async throws -> HTTPResponse

  init(
    _ method: HTTPRequest.Method, _ path: String, _ operation: String, _ summary: String, query: [ControlField] = [], body: Body = .none,
    status: Int = 200, answer: Answer, refusals: [Int] = [], handler: @escaping @Sendable (ControlCall) async throws -> HTTPResponse
  ) {
    self.method = method
    self.path = path
    self.operation = operation
    self.summary = summary
    self.query = query
    self.body = body
    self.status = status
    self.answer = answer
    self.refusals = refusals
    self.handler = handler
  }

  var segments: [Substring] { path.split(separator: "/") }

  /// The values of the segments in braces; `nil` when the path is another.
  func match(_ path: [String]) -> [String: String]? {
    let segments = segments
    guard segments.count == path.count else { return nil }
    var values: [String: String] = [:]
    for (segment, text) in zip(segments, path) {
      if segment.hasPrefix("{") {
        values[String(segment.dropFirst().dropLast())] = text
      } else if segment != text {
        return nil
      }
    }
    return values
  }
}

/// A request on its way through a route, checked against the route's description.
struct ControlCall: Sendable {
  let host: TwinHost
  let parameters: [String: String]
  let query: [String: String]
  let body: JSONObject
  let bytes: [UInt8]

  /// - Precondition: the route's path has that segment.
  subscript(name: String) -> String {
    guard let value = parameters[name] else { preconditionFailure("the route has no segment {\(name)}") }
    return value
  }

  /// The world the path names.
  func world() throws -> HostedWorld { try host.world(self["world"]) }

  static func json(_ value: JSON, status: Int = 200) -> HTTPResponse {
    HTTPResponse(status, headers: ["Content-Type": "application/json"], body: value.encoded())
  }
}
