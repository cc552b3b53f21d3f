import OData
import SyncEngine

/// An OData service as small as the engine's tests need: entities in arrays, filters evaluated over JSON, upsert by key, `$batch`, and
/// faults on demand. It knows nothing of Dynamics but the few manners in which the two dialects differ.
final class StubService: HTTPTransport {
  enum Fault {
    /// Answered instead of doing anything.
    case answer(HTTPResponse)
    /// The request never arrives.
    case lost
    /// The request is carried out, its answer never comes.
    case answerLost
  }

  struct Unreachable: Error {}

  let dialect: Endpoint.Dialect
  let model: EdmModel
  var tables: [String: [JSONObject]] = [:]
  /// Asked before each request, parts of batches included.
  var fault: (HTTPRequest) -> Fault? = { _ in nil }
  /// Refuses a write with this text.
  var refusal: (_ set: String, _ body: JSONObject) -> String? = { _, _ in nil }
  private(set) var requests: [HTTPRequest] = []
  private var version: Int64 = 1000
  private var ids: UInt64 = 0

  init(_ dialect: Endpoint.Dialect, _ model: EdmModel) {
    self.dialect = dialect
    self.model = model
  }

  var root: String { dialect == .dataverse ? "/api/data/v9.2" : "/data" }
  var endpoint: Endpoint { Endpoint(name: "\(dialect.rawValue)", dialect: dialect, servicePath: root, transport: self) }

  /// Writes that were carried out or refused; reading does not count.
  var writes: [HTTPRequest] { requests.filter { $0.method != .get && !$0.target.hasSuffix("$batch") } }

  @discardableResult
  func insert(_ set: String, _ members: JSONObject) -> JSONObject {
    var row = members
    if dialect == .dataverse {
      let key = model.entityType(ofSet: set)?.key.first ?? "id"
      if row[key] == nil { row[key] = .string(newID()) }
      row["versionnumber"] = .number(ExactDecimal(nextVersion()))
    }
    tables[set, default: []].append(row)
    return row
  }

  func update(_ set: String, where condition: (JSONObject) -> Bool, _ change: (inout JSONObject) -> Void) {
    for index in (tables[set] ?? []).indices where condition(tables[set]![index]) {
      change(&tables[set]![index])
      if dialect == .dataverse { tables[set]![index]["versionnumber"] = .number(ExactDecimal(nextVersion())) }
    }
  }

  private func nextVersion() -> Int64 {
    version += 1
    return version
  }

  private func newID() -> String {
    ids += 1
    return GUID(high: dialect == .dataverse ? 1 : 2, low: ids).description
  }

  // MARK: Requests

  func send(_ request: HTTPRequest) async throws -> HTTPResponse {
    switch fault(request) {
    case .answer(let response):
      requests.append(request)
      return response
    case .lost: throw Unreachable()
    case .answerLost:
      _ = try handle(request)
      throw Unreachable()
    case nil: return try handle(request)
    }
  }

  private func handle(_ request: HTTPRequest) throws -> HTTPResponse {
    requests.append(request)
    let path = String(request.target.prefix { $0 != "?" })
    let relative = String(path.dropFirst(root.count + 1))
    if relative == "$metadata" { return HTTPResponse(200, headers: ["Content-Type": "application/xml"], body: CSDL.write(model)) }
    if relative == "$batch" { return try batch(request) }
    let resource = try ODataParser().parsePath(relative)
    let mark = request.target.firstIndex(of: "?")
    let query = try ODataParser().parseQuery(mark.map { String(request.target[request.target.index(after: $0)...]) } ?? "")
    guard case .name(let set, let arguments)? = resource.segments.first, model.entitySet(set) != nil else {
      return error(404, "no such set")
    }
    if case .system("$count")? = resource.segments.last {
      let rows = (tables[set] ?? []).filter { row in query.filter.map { truth($0, row) == true } ?? true }
      return HTTPResponse(200, headers: ["Content-Type": "text/plain"], body: [0xEF, 0xBB, 0xBF] + Array(String(rows.count).utf8))
    }
    switch request.method {
    case .get: return get(set, query, request)
    case .post: return post(set, try JSON(decoding: request.body).objectValue ?? [:])
    case .patch: return patch(set, arguments, query, try JSON(decoding: request.body).objectValue ?? [:], request)
    default: return error(405, "not here")
    }
  }

  private func batch(_ request: HTTPRequest) throws -> HTTPResponse {
    let items = try BatchFormat.parseRequest(body: request.body, contentType: request.headers["Content-Type"] ?? "")
    var answers: [BatchAnswer] = []
    for item in items {
      switch item {
      case .request(let part):
        answers.append(.response(BatchResponsePart(contentID: part.contentID, response: try self.part(part.request))))
      case .changeSet(let parts):
        let response = try part(parts[0].request)
        let answer = BatchResponsePart(contentID: "1", response: response)
        answers.append(response.status < 400 ? .changeSet([answer]) : .response(answer))
      }
    }
    let (type, body) = BatchFormat.encodeResponse(answers, boundary: "batchresponse_1")
    return HTTPResponse(200, headers: ["Content-Type": type], body: body)
  }

  private func part(_ request: HTTPRequest) throws -> HTTPResponse {
    if case .answer(let response)? = fault(request) { return response }
    return try handle(request)
  }

  private func get(_ set: String, _ query: Query, _ request: HTTPRequest) -> HTTPResponse {
    var rows = (tables[set] ?? []).filter { row in query.filter.map { truth($0, row) == true } ?? true }
    if let order = query.orderBy.first, case .path(let path) = order.expression {
      rows.sort { a, b in
        let (x, y) = (value(path, a).numberValue ?? 0, value(path, b).numberValue ?? 0)
        return order.descending ? x > y : x < y
      }
    }
    let count = rows.count
    let skipped = query.skip ?? 0
    rows = Array(rows.dropFirst(skipped))
    let size = query.top ?? request.headers["Prefer"]?.split(separator: "=").last.flatMap { Int($0) } ?? 5000
    var answer: JSONObject = ["@odata.context": "x"]
    if query.count { answer["@odata.count"] = .number(ExactDecimal(count)) }
    answer["value"] = .array(rows.prefix(size).map { .object($0) })
    if rows.count > size, query.top == nil {
      let base = request.target.split(separator: "&").filter { !$0.hasPrefix("$skip=") }.joined(separator: "&")
      answer["@odata.nextLink"] = .string("https://stub.example\(base)&$skip=\(skipped + size)")
    }
    return HTTPResponse(200, headers: ["Content-Type": "application/json"], body: JSON.object(answer).encoded())
  }

  private func post(_ set: String, _ body: JSONObject) -> HTTPResponse {
    if let text = refusal(set, body) { return error(400, text) }
    guard let row = resolved(body) else { return error(400, "a link leads nowhere") }
    if dialect == .financeAndOperations, let key = model.entityType(ofSet: set)?.key,
      (tables[set] ?? []).contains(where: { other in key.allSatisfy { same(other[$0] ?? .null, row[$0] ?? .null) } })
    {
      return error(500, "The record already exists.")
    }
    insert(set, row)
    return HTTPResponse(dialect == .dataverse ? 204 : 201)
  }

  private func patch(
    _ set: String, _ arguments: PathSegment.Arguments?, _ query: Query, _ body: JSONObject, _ request: HTTPRequest
  ) -> HTTPResponse {
    if let text = refusal(set, body) { return error(400, text) }
    guard let changes = resolved(body) else { return error(400, "a link leads nowhere") }
    var keys: [(String, JSON)] = []
    switch arguments {
    case .named(let list):
      for argument in list { if case .literal(.primitive(let value)) = argument.value { keys.append((argument.name, JSON(value))) } }
    case .single(.literal(.primitive(let value))): keys = [(model.entityType(ofSet: set)!.key[0], JSON(value))]
    default: return error(400, "no key")
    }
    let wantsRow = request.headers["Prefer"] == "return=representation"
    let index = (tables[set] ?? []).firstIndex { row in keys.allSatisfy { same(row[$0.0] ?? .null, $0.1) } }
    guard let index else {
      guard dialect == .dataverse else { return error(400, "No resources were found when selecting for update.") }
      var row = JSONObject(keys.map { JSONObject.Member($0.0, $0.1) })
      for member in changes.members { row[member.name] = member.value }
      insert(set, row)
      return wantsRow ? HTTPResponse(201, body: Array("{}".utf8)) : HTTPResponse(204)
    }
    for member in changes.members { tables[set]![index][member.name] = member.value }
    if dialect == .dataverse { tables[set]![index]["versionnumber"] = .number(ExactDecimal(nextVersion())) }
    return wantsRow ? HTTPResponse(200, body: Array("{}".utf8)) : HTTPResponse(204)
  }

  /// Links become the rows they lead to, nested.
  private func resolved(_ body: JSONObject) -> JSONObject? {
    var result: JSONObject = [:]
    for member in body.members {
      guard member.name.hasSuffix("@odata.bind") else {
        result[member.name] = member.value
        continue
      }
      let name = String(member.name.dropLast("@odata.bind".count))
      guard let link = member.value.stringValue else {
        result[name] = .null
        continue
      }
      let set = String(link.dropFirst().prefix { $0 != "(" })
      let id = String(link.drop { $0 != "(" }.dropFirst().dropLast())
      let key = model.entityType(ofSet: set)?.key.first ?? ""
      guard let row = tables[set]?.first(where: { $0[key]?.stringValue == id }) else { return nil }
      result[name] = .object(row)
    }
    return result
  }

  private func error(_ status: Int, _ text: String) -> HTTPResponse {
    let body: JSON =
      dialect == .dataverse
      ? ["error": ["code": "0x0", "message": .string(text)]]
      : [
        "error": [
          "code": "", "message": "An error has occurred.", "innererror": ["message": .string(text), "type": "x", "stacktrace": ""],
        ]
      ]
    return HTTPResponse(status, headers: ["Content-Type": "application/json"], body: body.encoded())
  }

  // MARK: Filters

  private func value(_ path: [String], _ row: JSONObject) -> JSON {
    var current = JSON.object(row)
    for step in path { current = current[step] ?? .null }
    return current
  }

  private func operand(_ expression: Expression, _ row: JSONObject) -> JSON {
    switch expression {
    case .path(let path): value(path, row)
    case .literal(.primitive(let value)): JSON(value)
    case .literal(.enumeration(_, let member)): .string(member)
    default: .null
    }
  }

  private func truth(_ expression: Expression, _ row: JSONObject) -> Bool? {
    switch expression {
    case .and(let a, let b): return truth(a, row) == true && truth(b, row) == true
    case .or(let a, let b): return truth(a, row) == true || truth(b, row) == true
    case .not(let a): return truth(a, row).map { !$0 }
    case .comparison(let op, let a, let b):
      let (x, y) = (operand(a, row), operand(b, row))
      switch op {
      case .eq: return same(x, y)
      case .ne: return !same(x, y)
      case .gt: return x.numberValue.flatMap { l in y.numberValue.map { l > $0 } }
      case .ge: return x.numberValue.flatMap { l in y.numberValue.map { l >= $0 } }
      default: return nil
      }
    default: return nil
    }
  }

  private func same(_ x: JSON, _ y: JSON) -> Bool {
    if case (.string(let a), .string(let b)) = (x, y) { return a.lowercased() == b.lowercased() }
    return x == y
  }
}
