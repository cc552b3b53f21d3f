import OData
import SQLite

/// One table as the store works with it: the schema, how each column is kept, and the statements used over and over.
final class StoredTable {
  let schema: TableSchema
  let codecs: [ColumnCodec]
  let keyIndexes: [Int]
  /// The column that shows the version; see `TableSchema.versionColumn`.
  let versionIndex: Int?
  /// The columns that are columns in SQLite too: all but the one that shows the version.
  let keptIndexes: [Int]
  /// The table's name as SQL writes it.
  let quotedName: String
  /// Columns as SQL writes them, by position.
  let quotedColumns: [String]
  /// Record id, version, then every column, of the table under the alias `t0`.
  let selectList: String
  private let insert: Statement
  /// What is bound to `insert` for each column, in the form the column keeps; see `bindInsert`.
  private var bound: [Value]
  let selectByKey: Statement
  let deleteByRowID: Statement
  private var updates: [[Int]: Statement] = [:]
  var memory = RowMemory()

  /// Columns that every table has and no model can name: OData names hold no `#`.
  static let rowID = "\"#id\""
  static let version = "\"#version\""

  init(_ schema: TableSchema, in database: Database) throws {
    self.schema = schema
    var codecs: [ColumnCodec] = []
    for column in schema.columns { codecs.append(try ColumnCodec(column, table: schema.name)) }
    self.codecs = codecs
    keyIndexes = schema.key.compactMap { schema.index(of: $0) }
    let table = quoted(schema.name)
    let versionIndex = schema.versionColumn.flatMap { schema.index(of: $0) }
    if let versionIndex, schema.columns[versionIndex].type != .int64 {
      throw StoreError.invalidValue(
        column: schema.columns[versionIndex].name, table: schema.name, reason: "The column of the version must be an Edm.Int64.")
    }
    let keptIndexes = schema.columns.indices.filter { $0 != versionIndex }
    let columns = schema.columns.indices.map { $0 == versionIndex ? Self.version : quoted(schema.columns[$0].name) }
    self.versionIndex = versionIndex
    self.keptIndexes = keptIndexes
    quotedName = table
    quotedColumns = columns
    let list = ["t0.\(Self.rowID)", "t0.\(Self.version)"] + columns.map { "t0.\($0)" }
    selectList = list.joined(separator: ", ")

    try database.execute(Self.definition(schema, codecs, table, columns, keptIndexes))
    let written = [Self.rowID, Self.version] + keptIndexes.map { columns[$0] }
    let parameters = written.indices.map { "?\($0 + 1)" }.joined(separator: ", ")
    insert = try database.prepare("INSERT INTO \(table) (\(written.joined(separator: ", "))) VALUES (\(parameters))")
    // SQLite's parameters start as null.
    bound = Array(repeating: .null, count: codecs.count)
    let condition = keyIndexes.enumerated().map { "t0.\(columns[$1]) = ?\($0 + 1)" }.joined(separator: " AND ")
    selectByKey = try database.prepare("SELECT \(selectList) FROM \(table) AS t0 WHERE \(condition)")
    deleteByRowID = try database.prepare("DELETE FROM \(table) WHERE \(Self.rowID) = ?1")
  }

  /// Checks the values of a new row, brings them into the form the columns keep, and binds them to the insert.
  ///
  /// A statement keeps what is bound to it from run to run. Rows are wide and mostly blank, so most columns of a row hold
  /// what the row before it held: those are neither checked nor bound again.
  func bindInsert(_ values: inout [Value]) throws(StoreError) {
    var parameter = 2
    for index in codecs.indices where index != versionIndex {
      parameter += 1
      let codec = codecs[index]
      if codec.isSame(values[index], as: bound[index]) { continue }
      let value = try stored(values[index], column: index)
      do throws(SQLiteError) { try codec.bind(value, to: insert, at: parameter) } catch { throw StoreError(error) }
      bound[index] = value
      values[index] = value
    }
  }

  /// Runs the insert with what `bindInsert` has bound.
  func runInsert(rowID: Int64, version: Int64) throws(SQLiteError) {
    try insert.bind(rowID, at: 1)
    try insert.bind(version, at: 2)
    try insert.run()
  }

  /// `UPDATE … SET version, those columns WHERE record id and version`, parameters in that order.
  func update(_ columns: [Int], in database: Database) throws(SQLiteError) -> Statement {
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

  /// Reads the row a statement with `selectList` stands on.
  func row(_ statement: Statement) -> Row {
    let count = codecs.count
    let values = [Value](unsafeUninitializedCapacity: count) { buffer, initialized in
      for index in 0..<count { buffer.initializeElement(at: index, to: codecs[index].read(statement, index + 2)) }
      initialized = count
    }
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

  private static func definition(
    _ schema: TableSchema, _ codecs: [ColumnCodec], _ table: String, _ columns: [String], _ keptIndexes: [Int]
  ) -> String {
    var sql = "CREATE TABLE IF NOT EXISTS \(table) (\(rowID) INTEGER PRIMARY KEY, \(version) INTEGER NOT NULL"
    for column in keptIndexes { sql += ", \(columns[column]) \(codecs[column].sqlType)" }
    sql += ") STRICT;\n"
    func index(_ name: String, _ names: [String], unique: Bool) {
      sql += "CREATE \(unique ? "UNIQUE " : "")INDEX IF NOT EXISTS \(quoted("\(schema.name)#\(name)")) ON \(table) "
      let list = names.compactMap { schema.index(of: $0) }.map { columns[$0] }.joined(separator: ", ")
      sql += "(\(list));\n"
    }
    sql += "CREATE UNIQUE INDEX IF NOT EXISTS \(quoted("\(schema.name)#version")) ON \(table) (\(version));\n"
    index(primaryKeyName, schema.key, unique: true)
    for key in schema.uniqueKeys { index("key \(key.name)", key.columns, unique: true) }
    for columns in schema.indexes { index("index \(columns.joined(separator: ","))", columns, unique: false) }
    return sql
  }
}

/// What `StoreError.duplicate` calls the primary key.
let primaryKeyName = "PrimaryKey"

/// An identifier as SQL writes it, whatever stands in it.
func quoted(_ name: String) -> String {
  var text = "\""
  for scalar in name.unicodeScalars {
    if scalar == "\"" { text += "\"\"" } else { text.unicodeScalars.append(scalar) }
  }
  return text + "\""
}
