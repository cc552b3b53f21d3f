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
    /// In memory, with the content of another store of the same tables.
    case copy(Image)
  }

  /// The version of the newest write; 0 before the first.
  public internal(set) var version: Int64 = 0

  /// For measurements that put bare SQLite beside the store; nothing else reaches below it.
  package private(set) var database: Database
  private(set) var edm: EdmModel
  let textRules: TextRules
  private(set) var layout: StoreLayout
  private var byIdentity: [ObjectIdentifier: StoredTable] = [:]
  private var byName: [String: StoredTable] = [:]
  /// Deferred tables that nobody has used yet.
  private var waiting: [String: TableSchema] = [:]
  /// Writes to the tables that were looked at, by table, as they were first looked at; `nil` while nobody wants to know.
  var looks: [String: Int]?
  /// How often a table was made or found to be there.
  private(set) var tablesOpened = 0
  /// `nil` for a file, and for the store whose content became the image.
  private var beginning: Beginning?

  /// Opens the store, and makes what is missing of its tables.
  /// - Throws: `StoreError.invalidValue` for a column of a type the store does not keep, `StoreError.database`.
  public convenience init(location: Location, tables: [TableSchema], edm: EdmModel, textRules: TextRules) throws {
    try self.init(location: location, layout: StoreLayout(tables: tables, edm: edm), textRules: textRules)
  }

  /// As the other, for a layout that several stores share.
  /// - Parameter start: writes what every store of this layout starts with, and always the same: later stores in memory copy it
  ///   from the first.
  public init(
    location: Location, layout: StoreLayout, textRules: TextRules, start: ((EntityStore) throws -> Void)? = nil
  ) throws {
    edm = layout.edm
    self.layout = layout
    self.textRules = textRules
    let image: Image? =
      switch location {
      case .copy(let image): image
      case .memory: start == nil ? layout.empty : layout.started
      case .file: nil
      }
    if let image, let left = image.connection(for: layout) {
      database = left.database
      (byIdentity, byName, waiting) = (left.byIdentity, left.byName, left.waiting)
      begin(with: image)
      return
    }
    do {
      switch location {
      case .memory, .copy: database = try Database(.memory)
      case .file(let path): database = try Database(.file(path))
      }
      try database.addCollation(textCollation, TextFolding.compare)
      try TextFunctions.add(to: database)
      try NumberFunctions.add(to: database)
      for table in layout.tables {
        if layout.deferred.contains(table.name) { waiting[table.name] = table } else { open(table, try layout.layout(table)) }
      }
      if let image {
        try database.deserialize(image.bytes)
        try findTables()
        try database.layGround()
        begin(with: image)
      } else if case .file = location {
        let isNew = try tableNames().isEmpty
        try layout.define(in: database)
        try findTables()
        version = try newestVersion()
        if isNew, let start { try transaction { try start(self) } }
      } else {
        try layout.copyEmpty(to: database)
        if let start {
          try transaction { try start(self) }
          layout.started = try self.image()
        }
      }
    } catch let error as SQLiteError {
      throw StoreError(error)
    }
  }

  private func begin(with image: Image) {
    version = image.version
    beginning = Beginning(image: image, layout: layout, waiting: waiting.count)
  }

  deinit {
    // A store that was given other tables, or whose connection somebody else holds, just ends; so does one that cannot be taken back,
    // as after another content was put in its place.
    guard let beginning, layout === beginning.layout, waiting.count == beginning.waiting, isKnownUniquelyReferenced(&database),
      (try? database.returnToGround()) == true
    else { return }
    forgetRows()
    beginning.image.keep(
      IdleConnection(layout: layout, database: database, byIdentity: byIdentity, byName: byName, waiting: waiting))
  }

  /// The table of that name.
  public func table(_ name: String) -> TableSchema? { byName[name]?.schema ?? waiting[name] }

  @discardableResult
  private func open(_ table: TableSchema, _ layout: TableLayout) -> StoredTable {
    let stored = StoredTable(layout, in: database)
    tablesOpened += 1
    byIdentity[ObjectIdentifier(table)] = stored
    byName[table.name] = stored
    return stored
  }

  /// Makes a deferred table, now that somebody uses it.
  private func make(_ table: TableSchema) throws(StoreError) -> StoredTable {
    let layout = try layout.layout(table)
    try refusing { () throws(SQLiteError) in try database.execute(layout.definition) }
    waiting[table.name] = nil
    return open(table, layout)
  }

  /// Runs `body` in a transaction, or in a savepoint inside another one: all of it is kept, or nothing when it throws.
  public func transaction<T>(_ body: () throws -> T) throws -> T {
    let before = version
    do {
      let result = try database.transaction(body)
      if let beginning, version - beginning.image.version > Self.writesOnGroundMax { try settle() }
      return result
    } catch {
      version = before
      forgetRows()
      try findTables()
      throw (error as? SQLiteError).map { StoreError($0) as any Error } ?? error
    }
  }

  /// Writes after which a store is none of many short-lived ones.
  static let writesOnGroundMax: Int64 = 10_000

  /// Commits what has been done so far, and leaves the connection to nobody: SQLite gets slower, write by write, where a transaction is
  /// never committed.
  private func settle() throws {
    if database.isInTransaction { return }
    try refusing { () throws(SQLiteError) in try database.leaveGround() }
    beginning = nil
  }

  /// The whole content, to be given to `restore`.
  /// - Precondition: no transaction is open.
  public func snapshot() throws -> [UInt8] {
    try refusing { () throws(SQLiteError) in try database.serialize() }
  }

  /// The whole content, for other stores to begin with.
  /// - Precondition: no transaction is open.
  public func image() throws -> Image { Image(bytes: try snapshot(), version: version) }

  /// How often another content was put in place of the store's own.
  public private(set) var restorations = 0

  /// Replaces the whole content by that of a snapshot of a store with the same tables.
  /// - Precondition: no transaction is open.
  public func restore(_ snapshot: [UInt8]) throws {
    forgetRows()
    restorations += 1
    do {
      try database.deserialize(snapshot)
      try findTables()
      version = try newestVersion()
    } catch let error as SQLiteError {
      throw StoreError(error)
    }
  }

  func stored(_ table: TableSchema) throws(StoreError) -> StoredTable {
    if let stored = byIdentity[ObjectIdentifier(table)] { return noting(stored) }
    // A model read twice has tables that are equal but not the same.
    if let stored = byName[table.name], stored.schema.columns == table.columns { return noting(stored) }
    if let deferred = waiting[table.name], deferred === table || deferred.columns == table.columns { return try make(deferred) }
    throw .database(message: "The store has no table \(table.name) of this shape.")
  }

  private func noting(_ stored: StoredTable) -> StoredTable {
    if looks != nil { note(stored.schema) }
    return stored
  }

  private func note(_ table: TableSchema) {
    if looks?[table.name] != nil { return }
    looks?[table.name] = writesToTable(table.name)
    // A view shows what stands in another table.
    if let view = table.view, let base = byName[view.base]?.schema { note(base) }
  }

  /// - Returns: `nil` for a table that is not there.
  func writesToTable(_ name: String) -> Int? { byName[name]?.memory.writes }

  /// What was rolled back or replaced may have been read meanwhile.
  private func forgetRows() {
    // In any order: none knows of the others.
    for stored in byName.values { stored.memory.forget() }
  }

  /// Finds out which of the deferred tables are there: in a file, in a snapshot, behind what was rolled back.
  private func findTables() throws {
    if layout.deferred.isEmpty { return }
    let there = try tableNames()
    for table in layout.tables where layout.deferred.contains(table.name) {
      let isOpen = waiting[table.name] == nil
      if there.contains(table.name) == isOpen { continue }
      if isOpen {
        byIdentity[ObjectIdentifier(table)] = nil
        byName[table.name] = nil
        waiting[table.name] = table
      } else {
        waiting[table.name] = nil
        open(table, try layout.layout(table))
      }
    }
  }

  /// Works with another layout from here on, whose tables are there or deferred.
  func take(_ layout: StoreLayout) throws {
    self.layout = layout
    edm = layout.edm
    byIdentity = [:]
    byName = [:]
    waiting = [:]
    let there = try tableNames()
    for table in layout.tables {
      if layout.deferred.contains(table.name), !there.contains(table.name) {
        waiting[table.name] = table
      } else {
        open(table, try layout.layout(table))
      }
    }
  }

  func tableNames() throws(SQLiteError) -> Set<String> {
    let statement = try database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")
    var names: Set<String> = []
    while try statement.step() { names.insert(statement.text(0)) }
    return names
  }

  /// Whether nobody has written to the table yet, nor asked for it.
  func isUnused(_ table: TableSchema) -> Bool { waiting[table.name] != nil }

  func stored(named name: String) throws(StoreError) -> StoredTable? {
    if let stored = byName[name] { return noting(stored) }
    guard let deferred = waiting[name] else { return nil }
    return try make(deferred)
  }

  /// Runs work on the database; what SQLite refuses becomes the store's refusal.
  func refusing<T>(_ body: () throws(SQLiteError) -> T) throws(StoreError) -> T {
    do { return try body() } catch { throw StoreError(error) }
  }

  /// Every version stands in a row or in the log of deletions, so the counter need not be written anywhere.
  private func newestVersion() throws(SQLiteError) -> Int64 {
    var newest: Int64 = 0
    // A deferred table may be there or not.
    let names = try tableNames()
    for source in layout.tables.map(\.name).filter(names.contains).map({ "max(\(StoredTable.version)) FROM \(quoted($0))" })
      + ["max(version) FROM \"#deletions\""]
    {
      let statement = try database.prepare("SELECT \(source)")
      if try statement.step() { newest = max(newest, statement.int(0)) }
    }
    return newest
  }
}

extension StoreError {
  init(_ error: SQLiteError) {
    // SQLite's own bounds, reached by what a client wrote: https://sqlite.org/limits.html.
    let bounds = ["Expression tree is too large", "parser stack overflow", "tables in a join", "too many SQL variables"]
    if bounds.contains(where: { error.message.contains($0) }) {
      self = .invalidExpression(reason: "The expression is too complex.")
    } else if error.message == "integer overflow" {
      self = .invalidExpression(reason: "The sum has more than 18 digits.")
    } else {
      self = .database(message: error.description)
    }
  }
}
