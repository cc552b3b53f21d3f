import Ambient
import EntityStore
import FoundationEssentials
import OData
import Twin

/// A product of the tests: shelves and books, under whatever protocol rules a test wants.
final class LibraryProduct: Product {
  let name = "library"
  let model: ServiceModel
  let store: EntityStore
  let rules: ProtocolRules
  let errors: any ErrorCatalog = PlainErrors()
  var visibleShelf: String?

  static let dataverse = ProtocolRules(
    servicePath: "/api", baseURL: "https://library.example", pageSizeMax: 5, paging: .cookie, countMax: 5000, patchCreates: true,
    createReturnsRow: false, putUpdates: false, operationsPerBatchMax: 10, batchStopsAtFirstError: true,
    filterFunctions: ["contains", "startswith", "endswith"], supportsLambda: true, supportsPathsInFilter: true,
    supportsNestedExpand: true, storesEmptyTextAsNull: true, supportsDeepInsert: true)

  static let financeAndOperations = ProtocolRules(
    servicePath: "/api", baseURL: "https://library.example", pageSizeMax: 5, paging: .positional, patchCreates: false,
    createReturnsRow: true, putUpdates: true, operationsPerBatchMax: 10, batchStopsAtFirstError: false, filterFunctions: [],
    supportsArithmetic: true, supportsSkip: true, enumsCompareForEqualityOnly: true, readsEmptyInsteadOfNull: true,
    etags: .recordVersion)

  init(_ rules: ProtocolRules) throws {
    self.rules = rules
    model = try Self.withModelFiles { try ServiceModel(directory: $0, namespace: "Lib", alias: nil, capabilities: []) }
    store = try EntityStore(location: .memory, tables: model.schemas, edm: model.edm, textRules: rules.textRules)
  }

  func create(_ table: TableDefinition, _ draft: Draft, in session: Session) throws -> Row {
    var draft = draft
    if let key = table.key.first, table.key.count == 1, draft[key] == nil { draft[key] = .guid(session.ambient.newGUID()) }
    if draft.table.index(of: "title") != nil, draft["title"] == .string("forbidden") {
      throw ServiceError(status: 400, code: "rule", message: "a business rule says no")
    }
    var values = draft.table.columns.map(\.defaultValue)
    for (column, value) in draft.assignments { values[column] = value }
    return try store.insert(draft.table, values)
  }

  func update(_ table: TableDefinition, _ row: Row, _ changes: Draft, in session: Session) throws -> Row {
    try store.update(row, changes.assignments)
  }

  func delete(_ table: TableDefinition, _ row: Row, in session: Session) throws { try store.delete(row) }

  func invoke(_ operation: OData.Operation, on row: Row?, parameters: JSONObject, in session: Session) throws -> OperationResult {
    .value(.string("\(operation.name) \(row.map { "\($0["title"])" } ?? "") \(parameters["copies"]?.numberValue ?? 0)"), type: "Edm.String")
  }

  func visibility(of table: TableDefinition, in session: Session) -> OData.Expression? {
    guard table.name == "book", let visibleShelf else { return nil }
    return .comparison(.eq, .path(["genre"]), .literal(.primitive(.string(visibleShelf))))
  }

  static let files: [String: String] = [
    "tables.csv": """
    table,set,key,evidence,source
    shelf,shelves,shelfid,proposed,test
    book,books,bookid,proposed,test
    """,
    "columns/shelf.csv": """
    column,type,length,evidence,source
    shelfid,guid,,proposed,test
    code,string,10,proposed,test
    """,
    "columns/book.csv": """
    column,type,length,scale,min,max,create,update,choices,evidence,source
    bookid,guid,,,,,,no,,proposed,test
    title,string,20,,,,,,,proposed,test
    genre,string,20,,,,,,,proposed,test
    pages,int32,,,0,5000,,,,proposed,test
    price,decimal,,2,,,,,,proposed,test
    binding,int32,,,,,,,1=Soft;2=Hard,proposed,test
    kind,enum:Kind,,,,,,,,proposed,test
    stamp,string,20,,,,no,no,,proposed,test
    """,
    "lookups.csv": """
    table,lookup,targets,partners,evidence,source
    book,shelfid,shelfid:shelf,shelf_books,proposed,test
    """,
    "keys.csv": "table,name,columns,evidence,source\nshelf,code,code,proposed,test\n",
    "enums.csv": "enum,member,value,evidence,source\nKind,Novel,0,proposed,test\nKind,Manual,1,proposed,test\n",
    "operations.csv": """
    name,kind,binding,parameters,returns,evidence,source
    reprint,action,entity:book,copies:Edm.Int32,Edm.String,proposed,test
    audit,action,collection:book,,Edm.String,proposed,test
    Version,function,,,Edm.String,proposed,test
    """,
  ]

  /// The model files of this product, in a folder that is there as long as the body runs.
  static func withModelFiles<T>(replacing replacements: [String: String] = [:], _ body: (String) throws -> T) throws -> T {
    let directory = FileManager.default.temporaryDirectory.path + "/library-model-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: directory + "/columns", withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: directory) }
    for (name, text) in files.merging(replacements, uniquingKeysWith: { $1 }) {
      try text.write(toFile: "\(directory)/\(name)", atomically: false, encoding: .utf8)
    }
    return try body(directory)
  }
}

/// Codes that say which refusal it was.
struct PlainErrors: ErrorCatalog {
  private func error(_ status: Int, _ code: String, _ message: String = "") -> ServiceError {
    ServiceError(status: status, code: code, message: message)
  }

  func unknownResource(path: String, segment: String?) -> ServiceError { error(404, "unknownResource", path) }
  func throttled() -> ServiceError { error(429, "throttled") }
  func methodNotAllowed(_ method: String, path: String) -> ServiceError { error(405, "methodNotAllowed") }
  func unknownPropertyInQuery(_ property: String, table: TableDefinition) -> ServiceError { error(400, "unknownPropertyInQuery", property) }
  func badQuery(_ reason: String) -> ServiceError { error(400, "badQuery", reason) }
  func badPageToken() -> ServiceError { error(400, "badPageToken") }
  func malformedPath(_ reason: String, path: String) -> ServiceError { error(400, "malformedPath", reason) }
  func lookupSetTwice(_ lookup: LookupDefinition, table: TableDefinition) -> ServiceError { error(400, "lookupSetTwice", lookup.name) }
  func unknownPropertyInBody(_ property: String, table: TableDefinition) -> ServiceError { error(400, "unknownPropertyInBody", property) }
  func badBody(_ reason: String, table: TableDefinition?) -> ServiceError { error(400, "badBody", reason) }
  func rowNotFound(table: TableDefinition, key: [(name: String, value: Value)]) -> ServiceError { error(404, "rowNotFound") }
  func updateTargetNotFound(table: TableDefinition, key: [(name: String, value: Value)]) -> ServiceError {
    error(400, "updateTargetNotFound")
  }
  func notAKey(table: TableDefinition, columns: [String], path: String) -> ServiceError { error(400, "notAKey") }
  func duplicate(table: TableDefinition, key: String, columns: [String], values: [Value]) -> ServiceError { error(412, "duplicate", key) }
  func textTooLong(column: ColumnDefinition, table: TableDefinition) -> ServiceError { error(400, "textTooLong", column.name) }
  func outOfRange(column: ColumnDefinition, table: TableDefinition) -> ServiceError { error(400, "outOfRange", column.name) }
  func unknownChoice(column: ColumnDefinition, table: TableDefinition, value: Value) -> ServiceError {
    error(400, "unknownChoice", column.name)
  }
  func requiredMissing(column: String, table: TableDefinition) -> ServiceError { error(400, "requiredMissing", column) }
  func versionMismatch(table: TableDefinition) -> ServiceError { error(412, "versionMismatch") }
  func alreadyExists(table: TableDefinition) -> ServiceError { error(412, "alreadyExists") }
  func readOnly(table: TableDefinition) -> ServiceError { error(405, "readOnly") }
  func internalError(_ message: String) -> ServiceError { error(500, "internalError", message) }

  func body(of error: ServiceError) -> [UInt8] {
    JSON.object(["error": ["code": .string(error.code), "message": .string(error.message)]]).encoded()
  }
}

/// A library that answers, with short words for what the tests do.
struct Library {
  let product: LibraryProduct
  let service: TwinService

  init(_ rules: ProtocolRules = LibraryProduct.dataverse) throws {
    product = try LibraryProduct(rules)
    let clock = VirtualClock(start: Timestamp(milliseconds: 1_522_742_400_000))
    service = TwinService(product: product, ambient: Ambient(clock: clock, seed: 1))
  }

  @discardableResult
  func send(_ method: OData.HTTPRequest.Method, _ path: String, _ body: JSON? = nil, _ headers: HTTPHeaders = [:]) -> OData.HTTPResponse {
    service.handle(OData.HTTPRequest(method, "/api/\(path)", headers: headers, body: body?.encoded() ?? []))
  }

  func json(_ response: OData.HTTPResponse) throws -> JSON { try JSON(decoding: response.body) }

  /// The code of the refusal a request got, or `nil` where it was answered.
  func refusal(_ method: OData.HTTPRequest.Method, _ path: String, _ body: JSON? = nil, _ headers: HTTPHeaders = [:]) throws -> String? {
    try json(send(method, path, body, headers))["error"]?["code"]?.stringValue
  }
}
