import OData
import SQLite

/// One table of one store: its layout, the statements used over and over, and the rows read of late.
///
/// Statements are prepared when they are first needed: most twins write to a few of their tables only.
final class StoredTable {
  let layout: TableLayout
  var memory: RowMemory
  /// The store holds both, and passes both on.
  private unowned let database: Database
  private var insert: Statement?
  /// What is bound to `insert` for each column, in the form the column keeps; see `bindInsert`.
  private var bound: [Value] = []
  private var select: Statement?
  private var delete: Statement?
  private var updates: [[Int]: Statement] = [:]
  private var lookups: [Lookup: Statement] = [:]

  init(_ layout: TableLayout, in database: Database) {
    self.layout = layout
    memory = RowMemory(isOn: layout.schema.view == nil)
    self.database = database
  }

  var schema: TableSchema { layout.schema }
  var codecs: [ColumnCodec] { layout.codecs }
  var keyIndexes: [Int] { layout.keyIndexes }
  var versionIndex: Int? { layout.versionIndex }
  var quotedName: String { layout.quotedName }
  var quotedColumns: [String] { layout.quotedColumns }
  var selectList: String { layout.selectList }

  static let rowID = TableLayout.rowID
  static let version = TableLayout.version

  /// The row with the key bound to it.
  func selectByKey() throws(SQLiteError) -> Statement {
    if let select { return select }
    let statement = try database.prepare(layout.selectByKey)
    select = statement
    return statement
  }

  func deleteByRowID() throws(SQLiteError) -> Statement {
    if let delete { return delete }
    let statement = try database.prepare(layout.deleteByRowID)
    delete = statement
    return statement
  }

  /// Checks the values of a new row, brings them into the form the columns keep, and binds them to the insert.
  ///
  /// A statement keeps what is bound to it from run to run. Rows are wide and mostly blank, so most columns of a row hold
  /// what the row before it held: those are neither checked nor bound again.
  /// - Returns: the insert, whose first two parameters, record id and version, are still open.
  func bindInsert(_ values: inout [Value]) throws(StoreError) -> Statement {
    let statement = try preparedInsert()
    let (codecs, layout) = (codecs, layout)
    let places = Self.places(of: values, thatDifferFrom: bound, in: layout)
    // Taken out meanwhile: each change in place would ask for the right to it, which takes longer than the change.
    var bound = self.bound
    self.bound = []
    defer { self.bound = bound }
    for index in places {
      let codec = codecs[index]
      // Behind record id and version; the column of the version itself is not kept.
      let parameter = index + (layout.versionIndex.map { $0 < index } ?? false ? 2 : 3)
      let value = try stored(values[index], column: index)
      do throws(SQLiteError) { try codec.bind(value, to: statement, at: parameter) } catch { throw StoreError(error) }
      bound[index] = value
      values[index] = value
    }
    return statement
  }

  /// Where two rows may not be the same in their columns, but for the version's, which is not kept. Over the bare memory of all three: a
  /// row of 300 columns is gone through for every insert.
  private static func places(of values: [Value], thatDifferFrom others: [Value], in layout: TableLayout) -> [Int] {
    values.withUnsafeBufferPointer { values in
      others.withUnsafeBufferPointer { others in
        layout.areEnumerations.withUnsafeBufferPointer { areEnumerations in
          let version = layout.versionIndex ?? -1
          var places: [Int] = []
          for index in values.indices
          where !ColumnCodec.isSame(values[index], as: others[index], isEnumeration: areEnumerations[index]) && index != version {
            places.append(index)
          }
          return places
        }
      }
    }
  }

  private func preparedInsert() throws(StoreError) -> Statement {
    if let insert { return insert }
    let statement: Statement
    do throws(SQLiteError) { statement = try database.prepare(layout.insert) } catch { throw StoreError(error) }
    insert = statement
    // SQLite's parameters start as null.
    bound = Array(repeating: .null, count: codecs.count)
    return statement
  }

  /// `UPDATE … SET version, those columns WHERE record id and version`, parameters in that order.
  func update(_ columns: [Int]) throws(SQLiteError) -> Statement {
    if let statement = updates[columns] { return statement }
    var sql = "UPDATE \(quotedName) SET \(Self.version) = ?1"
    for (offset, column) in columns.enumerated() { sql += ", \(quotedColumns[column]) = ?\(offset + 2)" }
    sql += " WHERE \(Self.rowID) = ?\(columns.count + 2) AND \(Self.version) = ?\(columns.count + 3)"
    let statement = try database.prepare(sql)
    // Which columns a client sends together is the client's choice: the cache must not grow without bound.
    if updates.count >= 64 { updates.removeAll(keepingCapacity: true) }
    updates[columns] = statement
    return statement
  }

  /// Which rows are looked up: those whose columns equal values, or are null.
  struct Lookup: Hashable {
    var columns: [Int] = []
    /// For each of the columns, whether it is to be null.
    var areNull: [Bool] = []
    /// Ascending, null first; in front of the order of creation.
    var orderBy: [Int] = []
    var limit: Int?
  }

  /// `SELECT … WHERE column = …` with a parameter for each column that is not null, in their order. Found by its shape: the text itself is
  /// as long as the table is wide, and business rules look up several rows for each that is written.
  func select(_ lookup: Lookup) throws(SQLiteError) -> Statement {
    if let statement = lookups[lookup], !statement.isRunning { return statement }
    var sql = "SELECT \(selectList) FROM \(quotedName) AS t0"
    var parameters = 0
    for (position, (column, isNull)) in zip(lookup.columns, lookup.areNull).enumerated() {
      if !isNull { parameters += 1 }
      sql += "\(position == 0 ? " WHERE" : " AND") t0.\(quotedColumns[column]) \(isNull ? "IS NULL" : "= ?\(parameters)")"
    }
    sql += " ORDER BY \(lookup.orderBy.map { "t0.\(quotedColumns[$0]), " }.joined())t0.\(Self.rowID)"
    if let limit = lookup.limit { sql += " LIMIT \(limit)" }
    let statement = try database.prepare(sql)
    if lookups.count >= 64 { lookups.removeAll(keepingCapacity: true) }
    lookups[lookup] = statement
    return statement
  }

  /// Reads the row a statement with `selectList` stands on.
  func row(_ statement: Statement) -> Row {
    let (codecs, readings) = (codecs, layout.readings)
    let values = [Value](unsafeUninitializedCapacity: codecs.count) { buffer, initialized in
      for index in readings.indices {
        let value: Value
        if case .member = readings[index] {
          value = codecs[index].read(statement, index + 2)
        } else {
          value = readings[index].value(statement, index + 2)
        }
        buffer.initializeElement(at: index, to: value)
      }
      initialized = codecs.count
    }
    return Row(table: schema, rowID: statement.int(0), version: statement.int(1), values: values)
  }

  /// The same with some columns only, which the statement has in this order; the others are null.
  func row(_ statement: Statement, _ columns: [Int]) -> Row {
    var values = Array(repeating: Value.null, count: codecs.count)
    for (place, index) in columns.enumerated() { values[index] = codecs[index].read(statement, place + 2) }
    return Row(table: schema, rowID: statement.int(0), version: statement.int(1), values: values)
  }

  /// The value as the column keeps it.
  func stored(_ value: Value, column: Int) throws(StoreError) -> Value {
    let codec = codecs[column]
    guard let stored = codec.stored(value) else {
      throw .invalidValue(column: codec.column.name, table: schema.name, reason: codec.reason(against: value))
    }
    return stored
  }

  func index(of column: String) throws(StoreError) -> Int {
    guard let index = schema.index(of: column) else { throw .unknownProperty(name: column, table: schema.name) }
    return index
  }
}
