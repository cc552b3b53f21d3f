import EntityStore
import OData
import Twin

/// One company in one request: what business rules work with.
struct CompanyContext {
  let twin: SupplyChainTwin
  let session: Session
  /// Lower case, as in payloads.
  let company: String
  /// The entity a client writes through, where that is a view of a table.
  private(set) var view: TableDefinition?

  init(twin: SupplyChainTwin, session: Session, company: String) {
    self.twin = twin
    self.session = session
    self.company = company
  }

  /// The same, for a write through a view: refusals name that entity.
  func writing(through view: TableDefinition) -> CompanyContext {
    var context = self
    context.view = view
    return context
  }

  var store: EntityStore { twin.store }
  var errors: SupplyChainErrors { twin.supplyChainErrors }
  /// The current day at noon, the form of date-only values (sourced: S29).
  var today: Timestamp { Timestamp(date: session.now.date, hour: 12) }

  func has(_ capability: String) -> Bool { twin.model.capabilities.contains(capability) }
  func schema(_ table: String) -> TableSchema { twin.model.schema(table) }

  /// What refusals name: the table, or the view of it that is written through.
  /// - Precondition: the model has that table.
  func definition(_ table: String) -> TableDefinition {
    if let view, view.view?.base == table { return view }
    guard let definition = twin.model.table(table) else { preconditionFailure("the model has no table \(table)") }
    return definition
  }

  /// A row of this company by the rest of its key.
  func find(_ table: String, _ key: Value...) throws -> Row? { try store.row(schema(table), key: [.string(company)] + key) }

  /// A row of a table without companies.
  func findShared(_ table: String, _ key: Value...) throws -> Row? { try store.row(schema(table), key: key) }

  /// The first row of this company whose columns hold the values given.
  func first(_ table: String, where columns: [String], equal values: [Value]) throws -> Row? {
    try store.row(schema(table), where: ["dataAreaId"] + columns, equal: [.string(company)] + values)
  }

  /// A new row, every column at its default.
  func newRecord(_ table: String) -> Record { Record(new: schema(table), twin.business.newValues(of: table)) }

  /// Rows of this company whose columns hold the values given, by record id unless ordered.
  func rows(_ table: String, where columns: [String] = [], equal values: [Value] = [], orderBy: [String] = []) throws -> [Row] {
    try store.rows(schema(table), where: ["dataAreaId"] + columns, equal: [.string(company)] + values, orderBy: orderBy)
  }

  /// Creates a row the way a client's POST would: defaults, rules, side effects.
  @discardableResult
  func create(_ table: String, _ values: [(String, Value)]) throws -> Row {
    var draft = Draft(schema(table))
    if draft.table.index(of: "dataAreaId") != nil { draft["dataAreaId"] = .string(company) }
    for (column, value) in values { draft[column] = value }
    var own = self
    own.view = nil
    return try WriteSteps(context: own, table: own.definition(table)).create(draft)
  }

  /// Writes columns as they are, without the rules a client's PATCH is under. Nothing is written where nothing differs.
  @discardableResult
  func set(_ row: Row, _ values: [(String, Value)]) throws -> Row {
    var record = Record(row)
    for (column, value) in values { record[column] = value }
    return try save(record)
  }

  /// Writes what differs from the stored row, and marks the row as modified now where the table keeps that.
  @discardableResult
  func save(_ record: consuming Record) throws -> Row {
    guard let stored = record.stored else {
      let table = record.table
      return try store.insert(table, record.takeValues())
    }
    guard !record.changes.isEmpty else { return stored }
    let changes = JoinedChanges(context: self)
    let touched = try changes.touched(by: record.changes, in: record.table)
    if record.has("ModifiedDateTime") { record["ModifiedDateTime"] = .timestamp(session.now) }
    let row = try store.update(stored, record.changes)
    if let touched { try changes.note(touched, before: stored, after: row) }
    return row
  }
}
