import OData

/// How one table is kept: what follows from its schema alone and so is the same in every store, SQL texts included.
final class TableLayout: Sendable {
  let schema: TableSchema
  let codecs: [ColumnCodec]
  /// How each column is read.
  let readings: [ColumnReading]
  /// For each column, whether it keeps members of an enumeration.
  let areEnumerations: [Bool]
  let keyIndexes: [Int]
  /// The column that shows the version; see `TableSchema.versionColumn`.
  let versionIndex: Int?
  /// The table's name as SQL writes it.
  let quotedName: String
  /// Columns as SQL writes them, by position.
  let quotedColumns: [String]
  /// Record id, version, then every column, of the table under the alias `t0`.
  let selectList: String
  /// Makes the table and its indexes, where they are not there.
  let definition: String
  /// The indexes `definition` makes.
  let indexNames: [String]
  /// Record id, version, then every column but the one that shows the version.
  let insert: String
  let selectByKey: String
  let deleteByRowID: String

  /// Columns that every table has and no model can name: OData names hold no `#`.
  static let rowID = "\"#id\""
  static let version = "\"#version\""

  /// - Throws: `StoreError.invalidValue` for a column of a type the store does not keep.
  init(_ schema: TableSchema) throws(StoreError) {
    self.schema = schema
    var codecs: [ColumnCodec] = []
    for column in schema.columns { codecs.append(try ColumnCodec(column, table: schema.name)) }
    self.codecs = codecs
    readings = codecs.map(\.kind.reading)
    areEnumerations = codecs.map(\.isEnumeration)
    keyIndexes = schema.key.compactMap { schema.index(of: $0) }
    let table = quoted(schema.name)
    let versionIndex = schema.versionColumn.flatMap { schema.index(of: $0) }
    if let versionIndex, schema.columns[versionIndex].type != .int64 {
      throw .invalidValue(
        column: schema.columns[versionIndex].name, table: schema.name, reason: "The column of the version must be an Edm.Int64.")
    }
    // The column that shows the version is no column of its own in SQLite.
    let keptIndexes = schema.columns.indices.filter { $0 != versionIndex }
    let columns = schema.columns.map { Self.sql($0, of: schema) }
    self.versionIndex = versionIndex
    quotedName = table
    quotedColumns = columns
    let list = ["t0.\(Self.rowID)", "t0.\(Self.version)"] + columns.map { "t0.\($0)" }
    selectList = list.joined(separator: ", ")

    let indexes = schema.view == nil ? Self.indexes(schema) : []
    indexNames = indexes.map(\.name)
    var sql = "CREATE TABLE IF NOT EXISTS \(table) (\(Self.rowID) INTEGER PRIMARY KEY, \(Self.version) INTEGER NOT NULL"
    for column in keptIndexes { sql += ", \(columns[column]) \(codecs[column].sqlType)" }
    sql += ") STRICT;\n"
    sql += "CREATE UNIQUE INDEX IF NOT EXISTS \(quoted("\(schema.name)#version")) ON \(table) (\(Self.version));\n"
    for index in indexes {
      let list = index.columns.compactMap { schema.index(of: $0) }.map { columns[$0] }.joined(separator: ", ")
      sql += "CREATE \(index.isUnique ? "UNIQUE " : "")INDEX IF NOT EXISTS \(quoted(index.name)) ON \(table) (\(list));\n"
    }
    definition = try schema.view.map { view throws(StoreError) in try Self.definition(of: schema, view, codecs) } ?? sql
    let written = [Self.rowID, Self.version] + keptIndexes.map { columns[$0] }
    let parameters = written.indices.map { "?\($0 + 1)" }.joined(separator: ", ")
    insert = "INSERT INTO \(table) (\(written.joined(separator: ", "))) VALUES (\(parameters))"
    let condition = keyIndexes.enumerated().map { "t0.\(columns[$1]) = ?\($0 + 1)" }.joined(separator: " AND ")
    selectByKey =
      "SELECT \(selectList) FROM \(table) AS t0 WHERE \(condition)"
      + (schema.keyIsUnique ? "" : " ORDER BY t0.\(Self.rowID) LIMIT 1")
    deleteByRowID = "DELETE FROM \(table) WHERE \(Self.rowID) = ?1"
  }

  /// The column that shows the version is no column of its own.
  static func sql(_ column: TableSchema.Column, of schema: TableSchema) -> String {
    column.name == schema.versionColumn ? version : quoted(column.name)
  }

  /// A view of the database, made anew each time: an older program may have left another one behind. SQLite works it into the queries that
  /// read it, so that the indexes of the base serve them.
  private static func definition(
    of schema: TableSchema, _ view: TableSchema.View, _ codecs: [ColumnCodec]
  ) throws(StoreError) -> String {
    var list = [rowID, version]
    for (index, column) in schema.columns.enumerated() {
      if let base = view.columns[index] {
        list.append("\(quoted(base)) AS \(quoted(column.name))")
      } else {
        guard let literal = codecs[index].literal(column.defaultValue) else {
          throw .invalidValue(column: column.name, table: schema.name, reason: "A column that is not stored needs a default that fits.")
        }
        list.append("\(literal) AS \(quoted(column.name))")
      }
    }
    return "DROP VIEW IF EXISTS \(quoted(schema.name));\n"
      + "CREATE VIEW \(quoted(schema.name)) AS SELECT \(list.joined(separator: ", ")) FROM \(quoted(view.base));\n"
  }

  /// All but the one over the version, which every table has. Names tell columns, so that another layout with another key makes
  /// another index.
  private static func indexes(_ schema: TableSchema) -> [(name: String, columns: [String], isUnique: Bool)] {
    [
      (
        "\(schema.name)#\(schema.keyIsUnique ? primaryKeyName : "RepeatedKey") \(schema.key.joined(separator: ","))", schema.key,
        schema.keyIsUnique
      )
    ]
      + schema.uniqueKeys.map { ("\(schema.name)#key \($0.name)", $0.columns, true) }
      + schema.indexes.map { ("\(schema.name)#index \($0.joined(separator: ","))", $0, false) }
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
