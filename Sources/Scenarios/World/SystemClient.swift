public import Ambient
import OData
public import SyncEngine

/// Talks OData to one system, as a scenario needs it. Requests only: what works here works against anything that speaks
/// the protocol, in process or over a socket.
public final class SystemClient {
  /// What the system offers; an installation changes it.
  public internal(set) var schema: SystemSchema
  public let servicePath: String
  /// The legal entity rows are read and written in.
  public let company: String
  public let transport: any HTTPTransport
  /// Waits by this clock where the system asks for patience (429), as scenarios do; `nil` takes that for a refusal.
  public var patience: (any WorldClock)?
  /// What a scenario's steps are signed with where they come as somebody else than the transport does.
  public var token: String?
  /// Requests sent so far.
  public internal(set) var requestCount = 0

  /// Most pages one query reads; more mean that paging does not end.
  static let pagesMax = 10_000

  public init(schema: SystemSchema, servicePath: String, company: String, transport: any HTTPTransport) {
    self.schema = schema
    self.servicePath = servicePath
    self.company = company
    self.transport = transport
  }

  public var system: SystemName { schema.system }

  // MARK: Records

  /// Creates a record and answers it as the system now holds it.
  func create(_ set: String, _ payload: JSONObject) async throws -> JSONObject {
    var request = HTTPRequest(.post, target(set), headers: ["Prefer": "return=representation"])
    request.body = JSON.object(inCompany(set, payload)).encoded()
    return try await object(send(request), set)
  }

  func update(_ set: String, _ predicate: String, _ payload: JSONObject) async throws {
    var request = HTTPRequest(.patch, target(set, predicate), headers: ["If-Match": "*"])
    request.body = JSON.object(payload).encoded()
    _ = try await send(request)
  }

  func delete(_ set: String, _ predicate: String) async throws {
    _ = try await send(HTTPRequest(.delete, target(set, predicate)))
  }

  func read(_ set: String, _ predicate: String, expand: [String: Set<String>] = [:]) async throws -> JSONObject {
    let options = expand.isEmpty ? [] : [("$expand", expandText(expand))]
    return try await object(send(HTTPRequest(.get, target(set, predicate, options))), set)
  }

  /// All records a query finds, page by page.
  func query(_ query: RecordQuery) async throws -> [JSONObject] {
    var options: [(String, String)] = []
    if let filter = query.filter { options.append(("$filter", filter)) }
    if !query.select.isEmpty { options.append(("$select", query.select.joined(separator: ","))) }
    if let orderBy = query.orderBy { options.append(("$orderby", orderBy)) }
    if !query.expand.isEmpty { options.append(("$expand", expandText(query.expand))) }
    if let top = query.top { options.append(("$top", String(top))) }
    var next: String? = target(query.set, "", options)
    var rows: [JSONObject] = []
    var pages = 0
    while let target = next {
      let request = HTTPRequest(.get, target, headers: query.isBare ? ["Accept": JSON.bareMediaType] : [:])
      let page = try json(try await send(request))
      for row in page["value"]?.arrayValue ?? [] { if let object = row.objectValue { rows.append(object) } }
      next = page["@odata.nextLink"]?.stringValue.map(Self.path)
      pages += 1
      guard pages < Self.pagesMax else { throw UnusableAnswer(message: "\(query.set): more than \(Self.pagesMax) pages") }
    }
    return rows
  }

  /// Calls an action or function and answers its result; null for none.
  func invoke(_ path: String, isFunction: Bool, _ parameters: JSONObject) async throws -> JSON {
    var request = HTTPRequest(isFunction ? .get : .post, "\(servicePath)/\(path)\(company(path))")
    if !isFunction { request.body = JSON.object(parameters).encoded() }
    let response = try await send(request)
    return response.body.isEmpty ? .null : try json(response)
  }

  // MARK: Addresses

  /// The key of a record as it stands in a URL, decoded: primary key values from the record itself.
  func predicate(of record: JSONObject, in set: String) -> String? {
    guard let type = schema.model.entityType(ofSet: set) else { return nil }
    var parts: [(String, JSON)] = []
    for name in type.key {
      let value = record[name] ?? (name == "dataAreaId" ? .string(company) : .null)
      if value.isNull { return nil }
      parts.append((name, value))
    }
    return predicate(parts, type)
  }

  /// `(name=value,…)`; a single primary key stands alone in Sales.
  func predicate(_ key: [(String, JSON)], _ type: EntityType) -> String {
    if system == .sales, key.count == 1, type.key == [key[0].0] { return "(\(literal(key[0].1, type.property(key[0].0)?.type)))" }
    return "(" + key.map { "\($0.0)=\(literal($0.1, type.property($0.0)?.type))" }.joined(separator: ",") + ")"
  }

  /// A value as an OData literal, decoded.
  func literal(_ value: JSON, _ type: EdmType?) -> String {
    switch (value, type) {
    case (.string(let text), .enumeration(let name)): "\(schema.model.namespace).\(name)'\(text)'"
    case (.string(let text), .guid), (.string(let text), .date), (.string(let text), .dateTimeOffset), (.string(let text), .int32),
      (.string(let text), .int64), (.string(let text), .decimal):
      text
    case (.string(let text), _): Value.string(text).literalText
    case (.number(let number), .string): Value.string(number.description).literalText
    default: value.text
    }
  }

  func target(_ set: String, _ predicate: String = "", _ options: [(String, String)] = []) -> String {
    var text = "\(servicePath)/\(set)\(PercentEncoding.encode(predicate, in: .pathSegment))"
    var options = options
    if system == .supplyChain, schema.model.entityType(ofSet: set)?.property("dataAreaId") != nil {
      options.append(("cross-company", "true"))
    }
    for (index, option) in options.enumerated() {
      text += (index == 0 ? "?" : "&") + option.0 + "=" + PercentEncoding.encode(option.1, in: .queryValue)
    }
    return text
  }

  /// The payload with the company, where the entity has one and the payload does not say.
  func inCompany(_ set: String, _ payload: JSONObject) -> JSONObject {
    guard system == .supplyChain, payload["dataAreaId"] == nil, schema.model.entityType(ofSet: set)?.property("dataAreaId") != nil else {
      return payload
    }
    return JSONObject([.init("dataAreaId", .string(company))] + payload.members)
  }

  private func company(_ path: String) -> String { system == .supplyChain && path.contains("(") ? "?cross-company=true" : "" }

  private func expandText(_ expand: [String: Set<String>]) -> String {
    expand.keys.sorted().map { "\($0)($select=\((expand[$0] ?? []).sorted().joined(separator: ",")))" }.joined(separator: ",")
  }

  /// Path and query of an absolute link.
  static func path(of link: String) -> String {
    guard let scheme = link.firstRange(of: "://") else { return link }
    guard let slash = link[scheme.upperBound...].firstIndex(of: "/") else { return "/" }
    return String(link[slash...])
  }

  // MARK: Sending

  /// Sends requests in one `$batch`, each on its own, and answers one response for each.
  func batch(_ requests: [HTTPRequest]) async throws -> [HTTPResponse] {
    let items = requests.enumerated().map { index, request in
      BatchItem.request(BatchPart(contentID: String(index + 1), request: withJSON(request)))
    }
    let (contentType, body) = BatchFormat.encodeRequest(items, boundary: "batch_\(requestCount)")
    var outer = HTTPRequest(.post, "\(servicePath)/$batch", body: body)
    outer.headers["Content-Type"] = contentType
    outer.headers["Prefer"] = "odata.continue-on-error"
    requestCount += requests.count
    let response = try await patiently(outer)
    guard response.status < 300 else { throw Refusal(system: system, request: outer, response: response) }
    let answers = try BatchFormat.parseResponse(body: response.body, contentType: response.headers["Content-Type"] ?? "")
    let responses = answers.compactMap { answer in if case .response(let part) = answer { part.response } else { nil } }
    guard responses.count == requests.count else {
      throw UnusableAnswer(message: "\(system.title) answered \(responses.count) of the \(requests.count) parts of a batch")
    }
    return responses
  }

  /// - Throws: `Refusal` for a status of 400 and above.
  func send(_ request: HTTPRequest) async throws -> HTTPResponse {
    requestCount += 1
    let request = withJSON(request)
    let response = try await patiently(request)
    guard response.status < 400 else { throw Refusal(system: system, request: request, response: response) }
    return response
  }

  /// Waits as long as it is told, as often as it is told.
  private func patiently(_ request: HTTPRequest) async throws -> HTTPResponse {
    while true {
      let response = try await transport.send(request)
      guard response.status == 429, let patience, let seconds = response.headers["Retry-After"].flatMap({ Int64($0) }), seconds > 0 else {
        return response
      }
      try await patience.sleep(milliseconds: seconds * 1000)
    }
  }

  private func withJSON(_ request: HTTPRequest) -> HTTPRequest {
    var request = request
    if request.headers["Accept"] == nil { request.headers["Accept"] = "application/json" }
    request.headers["OData-Version"] = "4.0"
    request.headers["OData-MaxVersion"] = "4.0"
    if let token { request.headers["Authorization"] = "Bearer \(token)" }
    if !request.body.isEmpty { request.headers["Content-Type"] = "application/json" }
    return request
  }

  private func json(_ response: HTTPResponse) throws -> JSON {
    do { return try JSON(decoding: response.body) } catch {
      throw UnusableAnswer(message: "\(system.title) answered \(response.status) with what is not JSON: \(error)")
    }
  }

  private func object(_ response: HTTPResponse, _ set: String) throws -> JSONObject {
    guard let object = try json(response).objectValue else {
      throw UnusableAnswer(message: "\(system.title) answered \(response.status) for \(set) without a record")
    }
    return object
  }
}

/// An answer that is neither what was asked for nor a refusal.
struct UnusableAnswer: Error, CustomStringConvertible {
  let message: String
  var description: String { message }
}

/// What a query asks for.
struct RecordQuery {
  let set: String
  var filter: String?
  var select: [String] = []
  var orderBy: String?
  /// Lookup → properties of its target.
  var expand: [String: Set<String>] = [:]
  var top: Int?
  /// Rows without ETags and other annotations: working them out takes longer than reading a narrow row.
  var isBare = false
}
