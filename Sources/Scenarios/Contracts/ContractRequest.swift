import OData
import StrictYAML

/// One request as a contract writes it: `GET: accounts(${id})`, with headers and a body.
struct ContractRequest: Sendable {
  enum Body: Sendable {
    case none
    case json(Literal)
    case text(Interpolation)
    case batch([Item])
  }

  /// A step of a `$batch` body.
  enum Item: Sendable {
    case request(ContractRequest)
    case changeSet([ContractRequest])
  }

  let position: SourcePosition
  let method: HTTPRequest.Method
  /// Below the service root unless it begins with `/`, `$` (a part's Content-ID) or a scheme. Written readable: blanks,
  /// quotation marks and letters beyond ASCII are percent-encoded on sending.
  let target: Interpolation
  let headers: [(name: String, value: Interpolation)]
  let body: Body
  /// Who sends it; `nil` for the user that requests come from unless they say otherwise.
  let caller: String?
  /// Content-ID, for a part of a change set.
  let contentID: String?

  static let methods = ["GET", "POST", "PATCH", "PUT", "DELETE", "HEAD", "OPTIONS"]
  static let keys = methods + ["headers", "body", "text", "batch", "as"]

  var isBatch: Bool { if case .batch = body { true } else { false } }

  init?(_ yaml: YAML, what: String, _ collector: DiagnosticCollector) {
    guard let map = MapReader(yaml, what: what, keys: Self.keys, collector) else { return nil }
    self.init(map)
  }

  /// Reads it from a mapping that may have further keys.
  init?(_ map: MapReader) {
    let words = Self.methods.filter(map.has)
    guard words.count == 1, let method = HTTPRequest.Method(rawValue: words[0]), let target = map.text(words[0]) else {
      if words.count != 1 { map.report(map.position, "\(map.what) needs one of \(Self.methods.joined(separator: ", ")) with its target") }
      return nil
    }
    position = map.position
    self.method = method
    self.target = Interpolation(target, map.collector)
    contentID = map.has("id") ? map.text("id")?.text : nil
    caller = map.word("as", among: ContractCaller.names)
    var headers: [(name: String, value: Interpolation)] = []
    if case .map(let members, _)? = map.value("headers") {
      for (name, value) in members {
        guard case .scalar(let scalar) = value else {
          map.report(value.position, "the value of a header is text")
          continue
        }
        headers.append((name.text, Interpolation(scalar, map.collector)))
      }
    } else if let other = map.value("headers") {
      map.report(other.position, "'headers' is a mapping of names to values")
    }
    self.headers = headers
    if ["body", "text", "batch"].filter(map.has).count > 1 { map.report(map.position, "only one of 'body', 'text' and 'batch'") }
    if let json = map.value("body") {
      body = .json(Literal(json, map.collector))
    } else if let text = map.text("text") {
      body = .text(Interpolation(text, map.collector))
    } else if map.has("batch") {
      body = .batch(map.list("batch").compactMap { Self.item($0, map.collector) })
    } else {
      body = .none
    }
  }

  private static func item(_ yaml: YAML, _ collector: DiagnosticCollector) -> Item? {
    guard let map = MapReader(yaml, what: "a part of a batch", keys: methods + ["headers", "body", "text", "id", "changeset"], collector)
    else { return nil }
    guard map.has("changeset") else { return ContractRequest(map).map { .request($0) } }
    return .changeSet(
      map.list("changeset").compactMap { part in
        MapReader(part, what: "a part of a change set", keys: methods + ["headers", "body", "text", "id"], collector).flatMap {
          ContractRequest($0)
        }
      })
  }

  /// The request as it is sent.
  /// - Throws: `ScenarioFailure` for a name nothing was kept under.
  func http(_ endpoint: ContractEndpoint, _ names: ContractNames) throws -> HTTPRequest {
    var request = HTTPRequest(method, endpoint.target(try target.text(names)))
    request.headers = ["Accept": "application/json", "OData-Version": "4.0", "OData-MaxVersion": "4.0"]
    if let caller { request.headers["Authorization"] = ContractCaller.authorization(of: caller) }
    try fill(&request, endpoint, names)
    return request
  }

  private func fill(_ request: inout HTTPRequest, _ endpoint: ContractEndpoint, _ names: ContractNames) throws {
    switch body {
    case .none: break
    case .json(let literal):
      request.headers["Content-Type"] = "application/json"
      request.body = try literal.json(names).encoded()
    case .text(let text):
      request.headers["Content-Type"] = "application/json"
      request.body = Array(try text.text(names).utf8)
    case .batch(let items):
      let batch = try items.map { item -> BatchItem in
        switch item {
        case .request(let part): .request(try part.part(endpoint, names))
        case .changeSet(let parts): .changeSet(try parts.map { try $0.part(endpoint, names) })
        }
      }
      let (contentType, body) = BatchFormat.encodeRequest(batch, boundary: "batch_\(names.unique)")
      request.headers["Content-Type"] = contentType
      request.body = body
    }
    for header in headers { request.headers[header.name] = try header.value.text(names) }
  }

  private func part(_ endpoint: ContractEndpoint, _ names: ContractNames) throws -> BatchPart {
    let text = try target.text(names)
    var request = HTTPRequest(method, text.hasPrefix("$") ? text : endpoint.target(text))
    request.headers = ["Accept": "application/json"]
    try fill(&request, endpoint, names)
    return BatchPart(contentID: contentID, request: request)
  }
}
