public import OData

/// How one entity type is kept in SQLite: one typed column per property, plus hidden ones. Immutable, shared by every row.
///
/// Strings keep their text and compare without regard to case and trailing blanks; decimals are whole numbers scaled by
/// the column's count of decimals; GUIDs are sixteen bytes; moments are milliseconds; dates are days; enumeration values
/// are their numbers. So every comparison, index and sort runs inside SQLite, exactly.
public final class TableSchema: Sendable {
  public struct Column: Hashable, Sendable {
    public let name: String
    public let type: EdmType
    /// Decimals kept for `Edm.Decimal`; 0 for other types.
    public let scale: Int
    /// Members, where the type is an enumeration.
    public let enumeration: EnumType?
    /// What a new row holds where the caller gives nothing.
    public let defaultValue: Value
    /// Hidden columns serve the twin's business rules and never leave through OData.
    public let isHidden: Bool

    public init(
      name: String, type: EdmType, scale: Int = 0, enumeration: EnumType? = nil, defaultValue: Value = .null, isHidden: Bool = false
    ) {
      self.name = name
      self.type = type
      self.scale = scale
      self.enumeration = enumeration
      self.defaultValue = defaultValue
      self.isHidden = isHidden
    }
  }

  /// A unique index. Rows with a null in one of its columns are not checked.
  public struct UniqueKey: Hashable, Sendable {
    public let name: String
    public let columns: [String]

    public init(name: String, columns: [String]) {
      self.name = name
      self.columns = columns
    }
  }

  /// What makes a table a view: another entity over the rows of one that keeps them. It is read as any table is; writes go to the
  /// table it is over.
  public struct View: Hashable, Sendable {
    /// The table that keeps the rows.
    public let base: String
    /// For each column of the view, in order, the column of the base; `nil` for one that holds its default in every row.
    public let columns: [String?]

    public init(base: String, columns: [String?]) {
      self.base = base
      self.columns = columns
    }
  }

  public let name: String
  public let columns: [Column]
  public let key: [String]
  /// Whether two rows may not have the same primary key. Where they may, a key leads to the oldest of them; each row still has a record
  /// id of its own.
  public let keyIsUnique: Bool
  public let uniqueKeys: [UniqueKey]
  /// Further indexes, each a list of columns: foreign keys and what filters use most.
  public let indexes: [[String]]
  /// The column, of type `Edm.Int64`, through which queries see a row's version: Dataverse's `versionnumber`. It is not kept
  /// twice, and what a caller writes to it does not count.
  public let versionColumn: String?
  /// Whose rows it shows; `nil` for a table with rows of its own.
  public let view: View?
  private let columnNames: NameIndex
  /// What a new row holds where the caller gives nothing, for each column.
  public let defaultValues: [Value]

  /// - Precondition: `key`, `uniqueKeys`, `indexes` and `versionColumn` name columns that are there; a view has one entry for each
  ///   column, and neither unique keys nor indexes.
  public init(
    name: String, columns: [Column], key: [String], keyIsUnique: Bool = true, uniqueKeys: [UniqueKey] = [], indexes: [[String]] = [],
    versionColumn: String? = nil, view: View? = nil
  ) {
    self.name = name
    self.columns = columns
    self.key = key
    self.keyIsUnique = keyIsUnique
    self.uniqueKeys = uniqueKeys
    self.indexes = indexes
    self.versionColumn = versionColumn
    self.view = view
    columnNames = NameIndex(columns.map(\.name))
    defaultValues = columns.map(\.defaultValue)
    for column in key + uniqueKeys.flatMap(\.columns) + indexes.flatMap({ $0 }) + [versionColumn].compactMap({ $0 }) {
      precondition(columnNames.index(of: column) != nil, "table \(name) has no column \(column)")
    }
    if let view {
      precondition(view.columns.count == columns.count, "the view \(name) has one entry for each of its \(columns.count) columns")
      precondition(uniqueKeys.isEmpty && indexes.isEmpty, "the view \(name) keeps no rows and has no indexes")
    }
  }

  public func index(of column: String) -> Int? { columnNames.index(of: column) }
}

/// One stored row: its values in the order of the table's columns.
public struct Row: Sendable {
  public let table: TableSchema
  /// The number SQLite knows the row by; the record id of finance and operations.
  public let rowID: Int64
  /// Grows with every write to the store, over all tables: Dataverse's `versionnumber`, the content of ETags, and the
  /// order of the change log.
  public let version: Int64
  public var values: [Value]

  public init(table: TableSchema, rowID: Int64, version: Int64, values: [Value]) {
    self.table = table
    self.rowID = rowID
    self.version = version
    self.values = values
  }

  /// The value of a column.
  /// - Precondition: the table has that column.
  public subscript(column: String) -> Value {
    guard let index = table.index(of: column) else { preconditionFailure("table \(table.name) has no column \(column)") }
    return values[index]
  }

  /// The values of the primary key, in key order.
  public var key: [Value] { table.key.map { self[$0] } }
}
