public import OData
package import SQLite

/// The entities of one twin in one SQLite database: rows by key, queries from OData's syntax tree, row versions and a log
/// of changes.
///
/// ```swift
/// let store = try EntityStore(location: .memory, tables: model.schemas, edm: model.edm, textRules: TextRules())
/// let row = try store.transaction { try store.insert(account, values) }
/// let page = try store.page(StoreQuery(account, filter: filter, orderBy: order, limit: 50))
/// ```
///
/// Every write takes the next number of one counter; it becomes the row's version and, for a new row, its record id. So
/// versions order all writes of the store, and a record id never comes back after its row is deleted.
///
/// For one thread at a time, as the connection below it is.
public final class EntityStore {
  public enum Location: Hashable, Sendable {
    case memory
    case file(String)
  }

  /// The version of the newest write; 0 before the first.
  public internal(set) var version: Int64 = 0

  /// For measurements that put bare SQLite beside the store; nothing else reaches below it.
  package let database: Database
  let edm: EdmModel
  let textRules: TextRules
  private var byIdentity: [ObjectIdentifier: StoredTable] = [:]
  private var byName: [String: StoredTable] = [:]
  private let names: [String]

  /// Opens the store, and makes what is missing of its tables.
  /// - Throws: `StoreError.invalidValue` for a column of a type the store does not keep, `StoreError.database`.
  public convenience init(location: Location, tables: [TableSchema], edm: EdmModel, textRules: TextRules) throws {
    try self.init(location: location, layout: StoreLayout(tables: tables, edm: edm), textRules: textRules)
  }

  /// As the other, for a layout that several stores share.
  public init(location: Location, layout: StoreLayout, textRules: TextRules) throws {
    edm = layout.edm
    self.textRules = textRules
    names = layout.tables.map(\.name)
    do {
      switch location {
      case .memory: database = try Database(.memory)
      case .file(let path): database = try Database(.file(path))
      }
      try database.addCollation(textCollation, TextFolding.compare)
      try TextFunctions.add(to: database)
      try NumberFunctions.add(to: database)
      for table in try layout.layouts() {
        let stored = StoredTable(table, in: database)
        byIdentity[ObjectIdentifier(table.schema)] = stored
        byName[table.schema.name] = stored
      }
      switch location {
      case .memory: try layout.copyEmpty(to: database)
      case .file:
        try layout.define(in: database)
        version = try newestVersion()
      }
    } catch let error as SQLiteError {
      throw StoreError(error)
    }
  }

  /// The table of that name.
  public func table(_ name: String) -> TableSchema? { byName[name]?.schema }

  /// Runs `body` in a transaction, or in a savepoint inside another one: all of it is kept, or nothing when it throws.
  public func transaction<T>(_ body: () throws -> T) throws -> T {
    let before = version
    do {
      return try database.transaction(body)
    } catch {
      version = before
      forgetRows()
      throw (error as? SQLiteError).map { StoreError($0) as any Error } ?? error
    }
  }

  /// The whole content, to be given to `restore`.
  /// - Precondition: no transaction is open.
  public func snapshot() throws -> [UInt8] {
    try refusing { () throws(SQLiteError) in try database.serialize() }
  }

  /// Replaces the whole content by that of a snapshot of a store with the same tables.
  /// - Precondition: no transaction is open.
  public func restore(_ snapshot: [UInt8]) throws {
    forgetRows()
    version = try refusing { () throws(SQLiteError) in
      try database.deserialize(snapshot)
      return try newestVersion()
    }
  }

  func stored(_ table: TableSchema) throws(StoreError) -> StoredTable {
    if let stored = byIdentity[ObjectIdentifier(table)] { return stored }
    // A model read twice has tables that are equal but not the same.
    if let stored = byName[table.name], stored.schema.columns == table.columns { return stored }
    throw .database(message: "The store has no table \(table.name) of this shape.")
  }

  /// What was rolled back or replaced may have been read meanwhile.
  private func forgetRows() {
    for stored in byName.values { stored.memory.forget() }
  }

  func stored(named name: String) -> StoredTable? { byName[name] }

  /// Runs work on the database; what SQLite refuses becomes the store's refusal.
  func refusing<T>(_ body: () throws(SQLiteError) -> T) throws(StoreError) -> T {
    do { return try body() } catch { throw StoreError(error) }
  }

  /// Every version stands in a row or in the log of deletions, so the counter need not be written anywhere.
  private func newestVersion() throws(SQLiteError) -> Int64 {
    var newest: Int64 = 0
    for source in names.compactMap({ byName[$0] }).map({ "max(\(StoredTable.version)) FROM \($0.quotedName)" })
      + ["max(version) FROM \"#deletions\""]
    {
      let statement = try database.prepare("SELECT \(source)")
      if try statement.step() { newest = max(newest, statement.int(0)) }
    }
    return newest
  }
}

extension StoreError {
  init(_ error: SQLiteError) { self = .database(message: error.description) }
}
