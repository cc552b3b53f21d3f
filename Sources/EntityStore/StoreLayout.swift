public import OData
import SQLite
import Synchronization

/// What all stores of the same tables have in common. Whoever opens many stores of one model keeps one of these: the
/// tables are then laid out, and the SQL that makes them run, for the first store only.
public final class StoreLayout: Sendable {
  public let tables: [TableSchema]
  let edm: EdmModel
  private let made = Mutex<(layouts: [TableLayout]?, emptyImage: [UInt8]?)>((nil, nil))

  /// - Precondition: no key has more than eight columns.
  public init(tables: [TableSchema], edm: EdmModel) {
    for table in tables {
      precondition(table.key.count <= Self.keyColumnsMax, "the key of \(table.name) has more than \(Self.keyColumnsMax) columns")
    }
    self.tables = tables
    self.edm = edm
  }

  /// - Throws: `StoreError.invalidValue` for a column of a type the store does not keep.
  func layouts() throws(StoreError) -> [TableLayout] {
    if let layouts = made.withLock({ $0.layouts }) { return layouts }
    var layouts: [TableLayout] = []
    for table in tables { layouts.append(try TableLayout(table)) }
    made.withLock { $0.layouts = layouts }
    return layouts
  }

  /// Makes what is missing of the tables.
  func define(in database: Database) throws {
    let layouts = try layouts()
    try database.transaction {
      try database.execute(Self.deletionsDefinition)
      for layout in layouts { try database.execute(layout.definition) }
    }
  }

  /// Makes the tables in a new database: copies an empty one, which takes a tenth of the time of making hundreds of tables
  /// and indexes by SQL.
  func copyEmpty(to database: Database) throws {
    if let image = made.withLock({ $0.emptyImage }) { return try database.deserialize(image) }
    try define(in: database)
    let image = try database.serialize()
    made.withLock { $0.emptyImage = image }
  }

  /// The most columns a primary key may have, for the log of deletions.
  static let keyColumnsMax = 8

  private static let deletionsDefinition =
    "CREATE TABLE IF NOT EXISTS \"#deletions\" (version INTEGER PRIMARY KEY, entity TEXT NOT NULL, "
    + (0..<keyColumnsMax).map { "k\($0) ANY COLLATE \(textCollation)" }.joined(separator: ", ") + ") STRICT;\n"
    + "CREATE INDEX IF NOT EXISTS \"#deletions#entity\" ON \"#deletions\" (entity, version);\n"
    + "CREATE INDEX IF NOT EXISTS \"#deletions#key\" ON \"#deletions\" (entity, k0, k1);\n"
}
