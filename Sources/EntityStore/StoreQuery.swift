public import OData

/// A read of many rows of one table.
public struct StoreQuery: Sendable {
  public var table: TableSchema
  /// Paths may lead over lookups of the model (`salesorderid/ordernumber`); lambdas over its collections.
  public var filter: Expression?
  public var orderBy: [OrderItem]
  public var limit: Int?
  public var offset: Int
  /// Continue behind this position of an earlier page of the same query.
  public var after: Cursor?
  /// A further condition, of the twin's own: it may name hidden columns whatever `limitedToModel` says.
  public var restriction: Expression?
  /// Only rows that were written after this version.
  public var changedSince: Int64?
  /// The columns to read; the others come as null, whatever they hold. `nil`, the default, for all: reading 258 columns to show two
  /// takes most of the time of a page.
  public var columns: ColumnSelection?
  /// Filter and order come from a client: they may name only what the model shows at this level.
  public var limitedToModel: Bool

  public init(
    _ table: TableSchema, filter: Expression? = nil, orderBy: [OrderItem] = [], limit: Int? = nil, offset: Int = 0, after: Cursor? = nil,
    restriction: Expression? = nil, limitedToModel: Bool = false
  ) {
    self.table = table
    self.filter = filter
    self.orderBy = orderBy
    self.limit = limit
    self.offset = offset
    self.after = after
    self.restriction = restriction
    self.limitedToModel = limitedToModel
  }

  /// A position behind one row: the values it is sorted by, then its record id.
  public struct Cursor: Hashable, Sendable {
    public let values: [Value]
    public let rowID: Int64

    public init(values: [Value], rowID: Int64) {
      self.values = values
      self.rowID = rowID
    }
  }

  public struct Page: Sendable {
    public let rows: [Row]
    /// Where to continue; `nil` when no row is left.
    public let next: Cursor?

    public init(rows: [Row], next: Cursor?) {
      self.rows = rows
      self.next = next
    }
  }
}

/// Some columns of a table, ready to be asked for: clients select the same few over and over.
public final class ColumnSelection: Sendable {
  /// Their positions, rising, each once.
  public let positions: [Int]
  /// Record id, version, then the columns, of the table under the alias `t0`.
  let selectList: String

  /// - Parameter positions: of columns of the table, in any order, some perhaps more than once.
  public init(_ positions: [Int], of table: TableSchema) {
    self.positions = Set(positions).sorted()
    selectList = self.positions.reduce(into: "t0.\(TableLayout.rowID), t0.\(TableLayout.version)") { list, position in
      list += ", t0.\(TableLayout.sql(table.columns[position], of: table))"
    }
  }
}

/// What the text operators of a query mean; the products differ.
public struct TextRules: Sendable {
  /// `Name eq '*retail*'` matches by wildcard (finance and operations).
  public var starsInEquality: Bool
  /// `%`, `_`, `[a-f]` inside the argument of contains, startswith and endswith are wildcards (Dataverse).
  public var likePatternsInFunctions: Bool

  public init(starsInEquality: Bool = false, likePatternsInFunctions: Bool = false) {
    self.starsInEquality = starsInEquality
    self.likePatternsInFunctions = likePatternsInFunctions
  }
}

/// Why the store refused.
public enum StoreError: Error, Hashable, Sendable {
  /// A row with the same key is there. `key` is the primary key's name (`PrimaryKey`) or that of a unique key.
  case duplicate(table: String, key: String, columns: [String], values: [Value])
  /// The filter or order names a property or navigation the table does not have.
  case unknownProperty(name: String, table: String)
  /// The expression cannot be evaluated; `reason` is a sentence for people.
  case invalidExpression(reason: String)
  /// A value does not fit the column (type, digits).
  case invalidValue(column: String, table: String, reason: String)
  /// A page position that does not belong to the query.
  case invalidCursor
  case database(message: String)
}
