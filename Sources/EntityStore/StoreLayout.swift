public import OData
import SQLite
import Synchronization

/// What all stores of the same tables have in common. Whoever opens many stores of one model keeps one of these: the
/// tables are then laid out, and the SQL that makes them run, for the first store only.
public final class StoreLayout: Sendable {
  public let tables: [TableSchema]
  let edm: EdmModel
  /// Tables a store makes when they are first used, not when it opens: where there are thousands, a world uses a few.
  let deferred: Set<String>
  private let made = Mutex<(layouts: [String: TableLayout], empty: EntityStore.Image?, started: EntityStore.Image?)>(([:], nil, nil))

  /// A store without a row; `nil` before the first one has been made.
  var empty: EntityStore.Image? { made.withLock { $0.empty } }

  /// A store with the rows that all stores of these tables start with; `nil` before the first one has been started.
  var started: EntityStore.Image? {
    get { made.withLock { $0.started } }
    set { made.withLock { $0.started = newValue } }
  }

  /// - Precondition: no key has more than eight columns.
  public init(tables: [TableSchema], edm: EdmModel, deferred: Set<String> = []) {
    for table in tables {
      precondition(table.key.count <= Self.keyColumnsMax, "the key of \(table.name) has more than \(Self.keyColumnsMax) columns")
    }
    self.tables = tables
    self.edm = edm
    self.deferred = deferred
  }

  /// The layout of one table, worked out when it is first asked for.
  /// - Throws: `StoreError.invalidValue` for a column of a type the store does not keep.
  func layout(_ table: TableSchema) throws(StoreError) -> TableLayout {
    if let layout = made.withLock({ $0.layouts[table.name] }) { return layout }
    let layout = try TableLayout(table)
    made.withLock { $0.layouts[table.name] = layout }
    return layout
  }

  /// Makes what is missing of the tables, but for those that are deferred.
  func define(in database: Database) throws {
    try database.transaction {
      try database.execute(Self.deletionsDefinition)
      for table in tables where !deferred.contains(table.name) { try database.execute(try layout(table).definition) }
    }
  }

  /// Makes the tables in a new database: copies an empty one, which takes a tenth of the time of making hundreds of tables
  /// and indexes by SQL.
  func copyEmpty(to database: Database) throws {
    if let empty { return try database.deserialize(empty.bytes) }
    try define(in: database)
    let image = EntityStore.Image(bytes: try database.serialize(), version: 0)
    made.withLock { $0.empty = image }
  }

  /// The most columns a primary key may have, for the log of deletions.
  static let keyColumnsMax = 8

  private static let deletionsDefinition =
    "CREATE TABLE IF NOT EXISTS \"#deletions\" (version INTEGER PRIMARY KEY, entity TEXT NOT NULL, "
    + (0..<keyColumnsMax).map { "k\($0) ANY COLLATE \(textCollation)" }.joined(separator: ", ") + ") STRICT;\n"
    + "CREATE INDEX IF NOT EXISTS \"#deletions#entity\" ON \"#deletions\" (entity, version);\n"
    + "CREATE INDEX IF NOT EXISTS \"#deletions#key\" ON \"#deletions\" (entity, k0, k1);\n"
}
