public import Ambient
import EntityStore
public import OData

/// A fake server: a function from an HTTP request to an HTTP response.
///
/// ```swift
/// let clock = VirtualClock(start: Timestamp("2018-04-03T08:00:00Z")!)
/// let ambient = Ambient(clock: clock, seed: 1)
/// let sales = TwinService(product: try SalesTwin(ambient: ambient), ambient: ambient)
/// let response = sales.handle(HTTPRequest(.get, "/api/data/v9.2/accounts?$top=5"))
/// ```
///
/// Stages, in order: find out who asks, parse the path, check what the level offers, read or write in one transaction, write the payload.
/// Not safe to use from two threads at once: whoever shares one puts an actor round it, as `Wire` does.
public final class TwinService {
  public private(set) var product: any Product
  public let ambient: Ambient
  /// Those of the version that the request asked for; kept here because each look at the product's own would copy them.
  private(set) var rules: ProtocolRules
  /// The rules of every version, the product's own first.
  private var versions: [ProtocolRules]
  private var version = 0
  /// How many requests came to versions nobody knows of, by version.
  public private(set) var unknownVersions: [APIVersion: Int64] = [:]
  /// What the answer has to say of the version that was asked for.
  private var versionWarning: String?
  /// Called with every request and its answer, parts of a batch included, in order.
  public var observer: ((HTTPRequest, HTTPResponse) -> Void)?

  /// Scheme, host and port that links in answers begin with; `nil` for the product's own. Whoever serves on another address
  /// sets it, so that clients can follow the links.
  public var publicURL: String?
  /// The path that `publicURL` ends with, such as `/worlds/NAME`; empty without one. Requests come without it, but addresses in
  /// bodies and batches begin with it as the links do.
  public var publicPrefix = ""

  /// Finds out who sends a request; `nil` lets everybody in as the built-in user.
  public var authenticator: (any Authenticator)?
  /// Who sent the request that is being answered, parts of a batch included; `nil` for the built-in user.
  private(set) var caller: Caller?
  /// Service protection; `nil`, as a service starts, lets everybody ask as much as they like and counts nothing.
  public internal(set) var limits: LimitStage?
  /// What was asked for, for a version that has other limits of its own.
  var limitSettings: LimitSettings?

  /// What people work with who do not come over OData; made when somebody first does.
  var forms: TwinService?

  private var metadata: [MetadataKind: MetadataDocument] = [:]
  private struct MetadataKind: Hashable {
    let form: MetadataDocument.Form
    let isAnnotated: Bool
  }
  private let parser = ODataParser()
  /// Where a request goes, read from its text.
  private struct ParsedTarget {
    /// The path below the service root, and what stands behind its question mark.
    let relative: String
    let query: String
    let path: ResourcePath
    let options: KnownQuery
  }
  /// That of the request before: the parts of a batch mostly go to the same place.
  private var last: ParsedTarget?
  /// The queries of earlier requests to any twin of the model: engines ask the same with every run.
  private var queries: RememberedAnswers<String, KnownQuery>
  /// What to write of rows, by what was selected; shared by all twins of the model.
  private(set) var rowPlans: RememberedAnswers<RowPlan.Question, RowPlan>
  /// How many requests were answered; gives each its identifier.
  package var requestCount: UInt64 = 0

  public init(product: any Product, ambient: Ambient) {
    self.product = product
    rules = product.rules
    versions = [product.rules] + product.furtherRules
    self.ambient = ambient
    rowPlans = Self.rowPlans(of: product)
    queries = Self.queries(of: product)
  }

  private static func queries(of product: any Product) -> RememberedAnswers<String, KnownQuery> {
    product.model.derived.value("queries") { RememberedAnswers(answersMax: 1024) }
  }

  private static func rowPlans(of product: any Product) -> RememberedAnswers<RowPlan.Question, RowPlan> {
    product.model.derived.value("row plans") { RememberedAnswers(answersMax: 512) }
  }

  /// Goes on with another product over the same rows: what an installation made of the old one.
  public func replaceProduct(_ product: any Product) {
    let before = rules.protection
    self.product = product
    rules = product.rules
    versions = [product.rules] + product.furtherRules
    version = 0
    metadata = [:]
    rowPlans = Self.rowPlans(of: product)
    queries = Self.queries(of: product)
    last = nil
    forms = nil
    // Another version may have other limits; what was counted goes on where it has the same.
    if limits == nil || rules.protection != before { protect(limitSettings) }
  }

  /// Answers one request. Never throws: every refusal is a response in the product's own envelope.
  public func handle(_ request: HTTPRequest) -> HTTPResponse {
    if let answer = answerOpenly(request) {
      observer?(request, answer)
      return answer
    }
    if let authenticator {
      do {
        caller = try self.caller(of: request, by: authenticator)
      } catch {
        // Turned away at the door: nothing of the protocol has been looked at.
        let refusal = render(error)
        observer?(request, refusal)
        return refusal
      }
    } else if caller != nil {
      caller = nil
    }
    if !rules.impersonationHeaders.isEmpty {
      do {
        caller = try impersonated(request)
      } catch {
        let refusal = render(error)
        observer?(request, refusal)
        return refusal
      }
    }
    if let limits, let (exceeded, seconds) = limits.enter(request, caller, at: ambient.now) {
      var refusal = turnedAway(exceeded, seconds)
      identify(&refusal)
      observer?(request, refusal)
      return refusal
    }
    var response = failureOfDueWork() ?? tooLong(request, limit: rules.urlLengthMax) ?? answer(request, contentIDs: [:])
    limits?.leave(&response, caller, at: ambient.now)
    response.headers["OData-Version"] = "4.0"
    if let warning = versionWarning {
      response.headers.add("Warning", warning)
      versionWarning = nil
    }
    identify(&response)
    observer?(request, response)
    return response
  }

  /// Lets the product do what was due; the answer where that broke.
  private func failureOfDueWork() -> HTTPResponse? {
    do {
      try product.doDueWork(ambient)
      return nil
    } catch {
      return render(error)
    }
  }

  /// The refusal of a URL that is longer than the product takes.
  func tooLong(_ request: HTTPRequest, limit: Int?) -> HTTPResponse? {
    guard let limit, request.target.utf8.count > limit else { return nil }
    return render(product.errors.urlTooLong(request.target.utf8.count, limit: limit))
  }

  /// Answers for another service, which knows who asks.
  func answer(_ request: HTTPRequest, contentIDs: [String: String], _ caller: Caller?) -> HTTPResponse {
    self.caller = caller
    return answer(request, contentIDs: contentIDs)
  }

  /// - Parameter contentIDs: what `$1` and so on stand for inside a change set.
  func answer(_ request: HTTPRequest, contentIDs: [String: String]) -> HTTPResponse {
    if request.method == .head {
      // As the answer to GET, without its body (RFC 9110, 9.3.2).
      var whole = request
      whole.method = .get
      var response = answer(whole, contentIDs: contentIDs)
      response.body = []
      return response
    }
    let response: HTTPResponse
    do {
      response = try route(request, contentIDs: contentIDs)
    } catch {
      response = annotated(render(error), of: refusal(for: error), for: request)
    }
    limits?.add(request, response)
    return response
  }

  private func route(_ request: HTTPRequest, contentIDs: [String: String]) throws -> HTTPResponse {
    var (path, query) = split(request.target)
    if path.hasPrefix("/$") {
      let name = path.dropFirst(2).prefix { $0 != "/" }
      if let target = contentIDs[String(name)] {
        path = target + path.dropFirst(2 + name.count)
      } else if name.first?.isNumber == true {
        // The text is sourced (sales-web-api.md 5.12).
        throw product.errors.badQuery("Content-ID Reference: '$\(name)' does not exist in the batch context.")
      }
    }
    guard let (index, relative) = place(path) else {
      if let response = try answerBeside(request, path: path, query: query) { return response }
      throw product.errors.unknownResource(path: path, segment: nil)
    }
    answer(asVersion: index, path)
    let session = Session(ambient: ambient, headers: request.headers, caller: caller)
    if relative.isEmpty { return try serviceDocument(request) }
    if let last, last.relative == relative, last.query == query { return try answer(request, last, session, contentIDs: contentIDs) }
    let resourcePath: ResourcePath
    do {
      resourcePath = try parser.parsePath(relative)
    } catch {
      throw product.errors.malformedPath(error.description, path: relative)
    }
    if case .system(let word) = resourcePath.segments.first {
      switch (word, request.method) {
      case ("$metadata", .get):
        limits?.kind = .metadata
        return try metadataDocument(request, query)
      case ("$batch", .post):
        defer { limits?.kind = .batch }
        return try BatchHandler(service: self).handle(request)
      case ("$metadata", _), ("$batch", _): throw product.errors.methodNotAllowed(request.method.rawValue, path: relative)
      default: throw product.errors.unknownResource(path: relative, segment: word)
      }
    }
    let target = ParsedTarget(relative: relative, query: query, path: resourcePath, options: try options(query))
    last = target
    return try answer(request, target, session, contentIDs: contentIDs)
  }

  /// The options in a query. Paths hold keys and are short; queries are long, and come again.
  private func options(_ query: String) throws -> KnownQuery {
    func read() throws -> KnownQuery { KnownQuery(try syntax { () throws(ODataSyntaxError) in try parser.parseQuery(query) }) }
    // One that lists keys hardly comes again.
    return query.utf8.count > 2048 ? try read() : try queries.answer(to: query, make: read)
  }

  private func answer(
    _ request: HTTPRequest, _ target: ParsedTarget, _ session: Session, contentIDs: [String: String]
  ) throws -> HTTPResponse {
    let session = Session(
      ambient: session.ambient, headers: request.headers, options: target.options.query.custom, caller: session.caller, hostURL: publicURL)
    let handler = EntityHandler(
      service: self, request: request, path: target.relative, query: target.options, session: session, contentIDs: contentIDs)
    return try handler.handle(target.path)
  }

  /// Runs a step of the parser; what it refuses becomes the product's own refusal.
  func syntax<T>(_ body: () throws(ODataSyntaxError) -> T) throws -> T {
    do {
      return try body()
    } catch {
      throw product.errors.badQuery(error.description)
    }
  }

  private func split(_ target: String) -> (path: String, query: String) {
    guard let mark = target.utf8.firstIndex(of: UInt8(ascii: "?")) else { return (target, "") }
    return (String(target[..<mark]), String(target[target.index(after: mark)...]))
  }

  /// From here on the rules are those of the version the request asks for.
  private func answer(asVersion index: Int?, _ path: String) {
    if index == nil, let asked = unknownVersion(path) {
      unknownVersions[asked, default: 0] += 1
      versionWarning = "299 p2c \"version \(asked) of the service is not known; answered as \(rules.newestKnownVersion ?? asked)\""
    }
    guard version != index ?? 0 else { return }
    version = index ?? 0
    rules = versions[version]
  }

  /// The path below the service root; `nil` when the request goes elsewhere.
  package func relativePath(_ path: String) -> String? { place(path)?.relative }

  /// Which version a path leads to, and the path below its root. No version: one that nobody knows of.
  private func place(_ path: String) -> (version: Int?, relative: String)? {
    if !publicPrefix.isEmpty, let inside = Self.path(path, below: publicPrefix) { return below(roots: "/" + inside) }
    return below(roots: path)
  }

  private func below(roots path: String) -> (version: Int?, relative: String)? {
    // Clients stay at a version: the one of the last request is looked at first.
    if let relative = Self.path(path, below: rules.servicePath) { return (version, relative) }
    for index in versions.indices where index != version {
      if let relative = Self.path(path, below: versions[index].servicePath) { return (index, relative) }
    }
    guard let asked = unknownVersion(path), let prefix = rules.versionPrefix, !rules.refusesUnknownVersions else { return nil }
    return Self.path(path, below: "\(prefix)\(asked)").map { (nil, $0) }
  }

  /// The version in a path that is newer than all there are.
  private func unknownVersion(_ path: String) -> APIVersion? {
    guard let prefix = rules.versionPrefix, let newest = rules.newestKnownVersion,
      let end = path.utf8.index(path.startIndex, offsetBy: prefix.utf8.count, limitedBy: path.endIndex),
      Substring(path.utf8[..<end]).equalsIgnoringASCIICase(prefix),
      let asked = APIVersion(path[end...].prefix { $0 != "/" }), asked > newest
    else { return nil }
    return asked
  }

  private func serviceDocument(_ request: HTTPRequest) throws -> HTTPResponse {
    guard request.method == .get else { throw product.errors.methodNotAllowed(request.method.rawValue, path: "") }
    var writer = JSONWriter(reservingCapacity: 4096)
    writer.beginObject()
    writer.name("@odata.context")
    writer.write("\(rootURL)/$metadata")
    writer.name("value")
    writer.beginArray()
    for set in product.model.edm.entitySets {
      writer.beginObject()
      writer.name("name")
      writer.write(set.name)
      writer.name("kind")
      writer.write("EntitySet")
      writer.name("url")
      writer.write(set.name)
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
    return json(200, writer.bytes)
  }

  private func metadataDocument(_ request: HTTPRequest, _ query: String) throws -> HTTPResponse {
    let query = try syntax { () throws(ODataSyntaxError) in try parser.parseQuery(query) }
    guard let form = MetadataDocument.Form(format: query.format) else {
      throw product.errors.badQuery("$metadata comes as xml or json, not as '\(query.format ?? "")'.")
    }
    let isAnnotated = !rules.annotatesMetadataOnDemand || wantsAnnotations(request, query)
    let kind = MetadataKind(form: form, isAnnotated: isAnnotated)
    let document: MetadataDocument
    if let known = metadata[kind] {
      document = known
    } else {
      let style = rules.metadata
      document = product.model.derived.value("$metadata \(form) \(isAnnotated) \(style.container) \(style.bindingParameter)") {
        MetadataDocument(product, style, form, isAnnotated: isAnnotated)
      }
      metadata[kind] = document
    }
    if let known = request.headers["If-None-Match"], known == document.etag { return HTTPResponse(304, headers: ["ETag": known]) }
    return HTTPResponse(200, headers: ["Content-Type": form.contentType, "ETag": document.etag], body: document.bytes)
  }

  /// By `annotations=true`, or the preference for all of them [sourced: W:web-api-service-documents].
  private func wantsAnnotations(_ request: HTTPRequest, _ query: Query) -> Bool {
    if let option = query.custom.first(where: { $0.name == "annotations" }) { return option.value == "true" }
    return Preferences(request.headers).annotations.text == "*"
  }

  /// Scheme, host and port of links.
  var hostURL: String { publicURL ?? rules.baseURL }
  /// Address of the service root.
  var rootURL: String { hostURL + rules.servicePath }

  func json(_ status: Int, _ body: [UInt8], headers: HTTPHeaders = [:]) -> HTTPResponse {
    var all = headers
    all["Content-Type"] = PayloadFormat().contentType
    return HTTPResponse(status, headers: all, body: body)
  }

  /// Turns whatever went wrong into the product's refusal.
  package func render(_ error: any Error) -> HTTPResponse {
    let refusal = self.refusal(for: error)
    let body = rules.usesInnerErrors ? product.errors.olderBody(of: refusal) : product.errors.body(of: refusal)
    return body.isEmpty ? HTTPResponse(refusal.status, headers: refusal.headers) : json(refusal.status, body, headers: refusal.headers)
  }

  func refusal(for error: any Error) -> ServiceError {
    switch error {
    case let error as ServiceError: return error
    case let error as ODataSyntaxError: return product.errors.badQuery(error.description)
    case let error as JSONError: return product.errors.badBody(error.description, table: nil)
    case let error as BatchError: return product.errors.badBody("\(error)", table: nil)
    case let error as StoreError: return refusal(for: error)
    default: return product.errors.internalError("\(error)")
    }
  }

  private func refusal(for error: StoreError) -> ServiceError {
    switch error {
    case .duplicate(let name, let key, let columns, let values):
      guard let table = product.model.table(name) else { return product.errors.internalError("no table \(name)") }
      return product.errors.duplicate(table: table, key: key, columns: columns, values: values)
    case .unknownProperty(let property, let name):
      guard let table = product.model.table(name) else { return product.errors.badQuery("unknown property '\(property)'") }
      return product.errors.unknownPropertyInQuery(property, table: table)
    case .invalidExpression(let reason): return product.errors.badQuery(reason)
    case .invalidValue(let column, let name, let reason):
      guard let table = product.model.table(name), let definition = table.column(column) else {
        return product.errors.internalError("\(name).\(column): \(reason)")
      }
      return product.errors.outOfRange(column: definition, table: table)
    case .invalidCursor: return product.errors.badPageToken()
    case .database(let message): return product.errors.internalError(message)
    }
  }
}
