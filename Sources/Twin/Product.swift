public import Ambient
public import EntityStore
public import OData

/// What a product adds to the common twin: its model, its protocol rules, its error texts, its business operations.
///
/// The pipeline parses, authenticates, checks capabilities, reads and writes payloads; it opens one transaction round each
/// write (one round a whole change set) and calls the product inside it. Throwing rolls back.
public protocol Product: AnyObject {
  /// `sales` or `supplyChain`.
  var name: String { get }
  var model: ServiceModel { get }
  var store: EntityStore { get }
  var rules: ProtocolRules { get }
  /// Rules of the other versions of the service that are answered, each with a path of its own; none by default.
  var furtherRules: [ProtocolRules] { get }
  var errors: any ErrorCatalog { get }

  /// Creates a row from what the client sent: defaults, business rules, side effects. `draft` holds typed, validated
  /// values; columns that are not valid for create are already gone.
  func create(_ table: TableDefinition, _ draft: Draft, in session: Session) throws -> Row
  /// Changes a row. `changes` holds only what the client sent.
  func update(_ table: TableDefinition, _ row: Row, _ changes: Draft, in session: Session) throws -> Row
  func delete(_ table: TableDefinition, _ row: Row, in session: Session) throws
  /// Runs the writes of one request that makes a row with rows that belong to it. A product may put off until their end what
  /// every one of them changes, such as a document's totals; by default nothing is put off.
  func together<T>(_ body: () throws -> T) throws -> T
  /// Runs an action or function. `row` is the bound entity, if any.
  func invoke(_ operation: Operation, on row: Row?, parameters: JSONObject, in session: Session) throws -> OperationResult

  /// Does what was due before now and nobody asked for, such as batch jobs; called before each request is looked at. Nothing by default.
  func doDueWork(_ ambient: Ambient) throws

  /// Columns that come along when these are selected; none by default.
  func companions(ofSelected columns: [String], in table: TableDefinition) -> [String]

  /// A value as people read it: `Active`, `$1,234.50`; `nil`, the default, for none. Not asked for nulls and lookups.
  func formattedValue(_ value: Value, column: ColumnDefinition, row: Row, table: TableDefinition) throws -> String?

  /// The caller as a user of this system.
  /// - Throws: the product's refusal of somebody who is none, or whose user is disabled.
  func admit(_ caller: Caller, ambient: Ambient) throws -> Caller

  /// First segments of the addresses that are answered by `answer`; none by default.
  var ownResources: Set<String> { get }
  /// Answers something below the service root that is no entity set.
  /// - Throws: the product's refusal.
  func answer(_ request: ResourceRequest) throws -> ResourceAnswer

  /// Translates a read that asks in another language than OData's, by a query option without `$`; `nil` where none does.
  /// - Throws: the product's refusal of a query it cannot read.
  func translate(_ options: [Query.Option], _ table: TableDefinition) throws -> TranslatedQuery?

  /// How many days a delta link holds (Dataverse).
  var changeTrackingDays: Int { get throws }

  /// Whether the caller may do this with rows of a table, whichever they are; asked before a request is looked at closer. By default the
  /// privileges that came with the caller decide.
  /// - Throws: the product's refusal.
  func checkAccess(_ privilege: Privilege, to table: TableDefinition?, in session: Session) throws

  /// The caller a request is carried out for, where its headers name somebody else than who sent it.
  /// - Throws: the product's refusal.
  func impersonated(_ caller: Caller?, header: String, _ value: String, ambient: Ambient) throws -> Caller?

  /// Who asks, for the query functions that are about the caller; `nil`, the default, where the product has none.
  func queryCaller(in session: Session) throws -> QueryCaller?

  /// A condition every read of the table is under, such as the caller's company. `nil` for none.
  /// - Throws: what keeps the product from finding out.
  func visibility(of table: TableDefinition, in session: Session) throws -> Expression?

  /// Rows of other tables that an entity's rows are made of too; none by default.
  func rows(behind table: TableDefinition) -> [BackingRow]

  /// What `$metadata` says of an element beyond its shape.
  func annotations(of element: CSDL.Element) -> [CSDL.Annotation]

  /// What is answered beside the service root; nothing by default.
  var furtherEndpoints: [any FurtherEndpoint] { get }
  /// The path at and below which everybody is answered who knows the address, without sign-in and limits; `nil`, the default, for none.
  var openRoot: String? { get }
  /// - Throws: the product's refusal.
  func answerOpenly(_ request: FurtherRequest, in session: Session) throws -> HTTPResponse

  /// Where the system answers as people have it before them in the product's own client; `nil`, the default, for nowhere.
  var formsPath: String? { get }
  /// The same system as people have it before them; its rules name `formsPath` as the service path.
  var forms: (any Product)? { get }
}

extension Product {
  public func doDueWork(_ ambient: Ambient) {}
  public func together<T>(_ body: () throws -> T) throws -> T { try body() }
  public func annotations(of element: CSDL.Element) -> [CSDL.Annotation] { CSDL.standardAnnotations(of: element) }
  public func rows(behind table: TableDefinition) -> [BackingRow] { [] }
  public var furtherEndpoints: [any FurtherEndpoint] { [] }
  public var openRoot: String? { nil }
  public func answerOpenly(_ request: FurtherRequest, in session: Session) throws -> HTTPResponse {
    throw errors.unknownResource(path: request.path, segment: nil)
  }
  public var formsPath: String? { nil }
  public var forms: (any Product)? { nil }
  public var furtherRules: [ProtocolRules] { [] }
  public func companions(ofSelected columns: [String], in table: TableDefinition) -> [String] { [] }
  public var ownResources: Set<String> { [] }
  public func answer(_ request: ResourceRequest) throws -> ResourceAnswer {
    throw errors.unknownResource(path: request.text, segment: nil)
  }
  public func translate(_ options: [Query.Option], _ table: TableDefinition) throws -> TranslatedQuery? { nil }
  public var changeTrackingDays: Int { 7 }
  public func queryCaller(in session: Session) -> QueryCaller? { nil }
  public func formattedValue(_ value: Value, column: ColumnDefinition, row: Row, table: TableDefinition) -> String? { nil }

  public func checkAccess(_ privilege: Privilege, to table: TableDefinition?, in session: Session) throws {
    guard let caller = session.caller, !caller.privileges.contains(privilege) else { return }
    throw errors.refused(
      .missing(
        privilege, of: table?.name ?? "", user: caller.user ?? "", roleCount: caller.roles.count, privilegeCount: caller.privileges.count),
      table: table)
  }

  public func impersonated(_ caller: Caller?, header: String, _ value: String, ambient: Ambient) throws -> Caller? { caller }

  /// Users are who the directory says.
  public func admit(_ caller: Caller, ambient: Ambient) throws -> Caller {
    guard let user = caller.user else { throw errors.refused(.notAMember, table: nil) }
    guard !caller.isDisabled else { throw errors.refused(.disabled(user: user), table: nil) }
    return caller
  }
}

extension ErrorCatalog {
  public func changesOutOfReach(table: TableDefinition) -> ServiceError {
    badQuery("Changes of \(table.entitySet) can be followed only by callers who may read all rows.")
  }
  public func tooManyRowsToAggregate(limit: Int) -> ServiceError { badQuery("More than \(limit) rows cannot be aggregated.") }
}

/// What an operation answers.
public enum OperationResult: Sendable {
  case nothing
  /// Wrapped as `{"@odata.context": …, "value": …}` or spread as the properties of an object, as JSON shape demands.
  case value(JSON, type: String)
  /// - Parameter columns: those to show; `nil` for what the request selects.
  case entity(Row, TableDefinition, columns: [String]? = nil)
}

/// One request (or one part of a batch) on its way through a product.
public struct Session {
  public let ambient: Ambient
  public let headers: HTTPHeaders
  /// Query options without `$`, for example `cross-company`.
  public let options: [Query.Option]
  /// Who sent the request; `nil` for the built-in user.
  public let caller: Caller?
  /// Scheme, host and port that links begin with; `nil` for the product's own.
  public let hostURL: String?

  public init(
    ambient: Ambient, headers: HTTPHeaders = [:], options: [Query.Option] = [], caller: Caller? = nil, hostURL: String? = nil
  ) {
    self.ambient = ambient
    self.headers = headers
    self.options = options
    self.caller = caller
    self.hostURL = hostURL
  }

  /// The time in whole seconds, as both products keep it (sales-web-api.md 5.15, inferred; supply-chain-odata.md 5.11).
  public var now: Timestamp { Timestamp(milliseconds: ambient.now.milliseconds / 1000 * 1000) }
  public func option(_ name: String) -> String? { options.first { $0.name.equalsIgnoringASCIICase(name) }?.value }
}

/// Typed values for some columns of a table: what a client sent, or what a business operation wants written.
/// Lookups appear under their stored column (`_customerid_value`) and, where several tables are possible, their type
/// column (`customerid_type`).
public struct Draft: Sendable {
  public let table: TableSchema
  /// The columns that are set, in the table's order, by index: of its hundreds, clients name a few.
  public private(set) var assignments: [(column: Int, value: Value)] = []
  /// Entities nested in a deep insert: navigation property and the nested payloads.
  public var nested: [(navigation: String, payloads: [JSONObject])] = []
  /// Entities nested in a deep insert that lookups of the new row are to point at: created before it.
  public var nestedTargets: [(navigation: String, payload: JSONObject)] = []
  /// Rows that are there and are to join collections of the new row.
  public var joining: [(navigation: String, rows: [Row])] = []

  public init(_ table: TableSchema) { self.table = table }

  /// The value set for a column; `nil` when nothing was said about it. `.null` says: make it null.
  /// - Precondition: the table has that column.
  public subscript(column: String) -> Value? {
    get {
      let column = position(column)
      let place = place(of: column)
      // Not `nil` beside a value: that would be taken for `Value.null`.
      guard isSet(column, at: place) else { return Optional<Value>.none }
      return assignments[place].value
    }
    set {
      let column = position(column)
      if let newValue { return set(newValue, at: column) }
      let place = place(of: column)
      if isSet(column, at: place) { assignments.remove(at: place) }
    }
  }

  /// Sets a column by its position in the table: for whoever writes many rows of one table.
  /// - Precondition: the table has that many columns.
  public mutating func set(_ value: Value, at column: Int) {
    precondition(table.columns.indices.contains(column), "table \(table.name) has no column \(column)")
    if assignments.last.map({ $0.column < column }) ?? true { return assignments.append((column, value)) }
    let place = place(of: column)
    if isSet(column, at: place) { assignments[place].value = value } else { assignments.insert((column, value), at: place) }
  }

  public var isEmpty: Bool { assignments.isEmpty }

  /// Where the column stands among those that are set, or would.
  private func place(of column: Int) -> Int {
    var (low, high) = (0, assignments.count)
    while low < high {
      let middle = (low + high) / 2
      if assignments[middle].column < column { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private func isSet(_ column: Int, at place: Int) -> Bool { place < assignments.count && assignments[place].column == column }

  private func position(_ column: String) -> Int {
    guard let index = table.index(of: column) else { preconditionFailure("table \(table.name) has no column \(column)") }
    return index
  }
}

/// The refusals every product words in its own way.
public protocol ErrorCatalog: Sendable {
  /// An address that leads nowhere. `segment` is the first part of the path that is not known, where one is to blame.
  func unknownResource(path: String, segment: String?) -> ServiceError
  func methodNotAllowed(_ method: String, path: String) -> ServiceError
  /// A query names a property the type does not have.
  func unknownPropertyInQuery(_ property: String, table: TableDefinition) -> ServiceError
  /// A query cannot be parsed or evaluated, or the product does not support it.
  func badQuery(_ reason: String) -> ServiceError
  /// The position in a next link is none of ours.
  func badPageToken() -> ServiceError
  /// The position in a delta link is none of ours.
  func badDeltaToken() -> ServiceError
  /// The position in a delta link is too old.
  func expiredDeltaToken() -> ServiceError

  /// Somebody who may not read every row of a table wants to follow its changes; a bad query unless the product says otherwise.
  func changesOutOfReach(table: TableDefinition) -> ServiceError
  /// An aggregation would go over more rows than the product allows; a bad query unless the product says otherwise.
  func tooManyRowsToAggregate(limit: Int) -> ServiceError
  /// A path that cannot be parsed, or whose key holds a value of the wrong type; `path` is the request's, below the service root.
  func malformedPath(_ reason: String, path: String) -> ServiceError
  /// A body names a property the type does not have.
  func unknownPropertyInBody(_ property: String, table: TableDefinition) -> ServiceError
  /// A body cannot be read: bad JSON, wrong type, bad bind.
  func badBody(_ reason: String, table: TableDefinition?) -> ServiceError
  /// A body sets one lookup by two of its navigation properties.
  func lookupSetTwice(_ lookup: LookupDefinition, table: TableDefinition) -> ServiceError
  func rowNotFound(table: TableDefinition, key: [(name: String, value: Value)]) -> ServiceError
  /// The row an update or delete addresses is not there.
  func updateTargetNotFound(table: TableDefinition, key: [(name: String, value: Value)]) -> ServiceError
  /// The columns in the URL are no key of the table; `path` is the request's, below the service root.
  func notAKey(table: TableDefinition, columns: [String], path: String) -> ServiceError
  func duplicate(table: TableDefinition, key: String, columns: [String], values: [Value]) -> ServiceError
  func textTooLong(column: ColumnDefinition, table: TableDefinition) -> ServiceError
  func outOfRange(column: ColumnDefinition, table: TableDefinition) -> ServiceError
  func unknownChoice(column: ColumnDefinition, table: TableDefinition, value: Value) -> ServiceError
  func requiredMissing(column: String, table: TableDefinition) -> ServiceError
  /// If-Match does not hold.
  func versionMismatch(table: TableDefinition) -> ServiceError
  /// Somebody else changed the row while it was written; as for `versionMismatch` unless the product says otherwise.
  func updateConflict(table: TableDefinition) -> ServiceError
  /// If-None-Match: * and the row is there.
  func alreadyExists(table: TableDefinition) -> ServiceError
  func readOnly(table: TableDefinition) -> ServiceError
  /// No token, or none that counts. `challenge` is the value of `WWW-Authenticate`.
  func notSignedIn(challenge: String) -> ServiceError
  /// Somebody who is signed in is kept out. `table` is what the request is about, if it is about one.
  func refused(_ refusal: AccessRefusal, table: TableDefinition?) -> ServiceError
  /// Service protection asks the caller to wait; whoever answers with it adds Retry-After.
  func throttled() -> ServiceError
  /// The same for a limit that was reached.
  func throttled(_ exceeded: ExceededLimit) -> ServiceError
  /// Something broke inside the twin. The message must help whoever maintains it.
  func internalError(_ message: String) -> ServiceError
  /// What the refusal says beyond code and message to clients that ask for it; nothing by default.
  func annotations(of error: ServiceError) -> [(name: String, value: String)]
  /// A body in something else than JSON.
  func unsupportedMediaType(_ type: String) -> ServiceError
  /// The client accepts nothing that the answer could be written in.
  func notAcceptable(_ accept: String) -> ServiceError
  /// The URL is longer than the product takes.
  func urlTooLong(_ length: Int, limit: Int) -> ServiceError
  /// The envelope.
  func body(of error: ServiceError) -> [UInt8]
  /// The envelope of versions that `ProtocolRules.usesInnerErrors`; the same by default.
  func olderBody(of error: ServiceError) -> [UInt8]
}

extension ErrorCatalog {
  public func annotations(of error: ServiceError) -> [(name: String, value: String)] { [] }
  public func updateConflict(table: TableDefinition) -> ServiceError { versionMismatch(table: table) }
  public func unsupportedMediaType(_ type: String) -> ServiceError { badBody("'\(type)' is not supported.", table: nil) }
  public func olderBody(of error: ServiceError) -> [UInt8] { body(of: error) }
  public func notAcceptable(_ accept: String) -> ServiceError { badQuery("'\(accept)' is not supported.") }
  public func urlTooLong(_ length: Int, limit: Int) -> ServiceError { badQuery("The URL has \(length) characters; \(limit) are allowed.") }
  public func badDeltaToken() -> ServiceError { badPageToken() }
  public func expiredDeltaToken() -> ServiceError { badPageToken() }
}
