import EntityStore
import OData

/// What to write of the rows of one table under one `$select`, worked out once and used for every row.
struct RowPlan: Sendable {
  struct Field: Sendable {
    let name: JSONName
    let column: Int
    let kind: Kind
  }

  enum Kind: Sendable {
    case plain
    /// The row's version counter, which is no stored column.
    case version
  }

  let fields: [Field]
  /// About how many bytes a row takes: names and short values.
  let rowBytes: Int

  /// What a plan follows from, beside the model: a system sees the same few shapes over and over.
  struct Question: Hashable, Sendable {
    let table: String
    let select: [String]?
    /// See `ProtocolRules.selectBringsKey`.
    let bringsKey: Bool
  }

  /// - Throws: the product's refusal of a name the type does not have.
  init(_ table: TableDefinition, _ type: EntityType, _ question: Question, _ product: any Product) throws {
    let wanted: Set<String>?
    if let select = question.select, !select.contains("*") {
      for name in select where type.property(name) == nil && type.navigationProperty(name) == nil {
        throw product.errors.unknownPropertyInQuery(name, table: table)
      }
      wanted = Set(select + (question.bringsKey ? type.key : []) + product.companions(ofSelected: select, in: table))
    } else {
      wanted = nil
    }
    let schema = product.model.schema(table.name)
    fields = type.properties.compactMap { property in
      guard wanted?.contains(property.name) ?? true, let column = schema.index(of: property.name) else { return nil }
      return Field(name: JSONName(property.name), column: column, kind: property.name == "versionnumber" ? .version : .plain)
    }
    rowBytes = fields.reduce(256) { $0 + $1.name.count + 8 }
  }

  /// The members of a row that is written without annotations. Over bare memory: most of what a twin answers goes through here, and each
  /// member would ask for its name and its value to be kept meanwhile.
  /// - Parameter emptyForNull: see `ProtocolRules.readsEmptyInsteadOfNull`.
  func write(_ row: Row, emptyForNull: Bool, to writer: inout JSONWriter) {
    row.values.withUnsafeBufferPointer { values in
      fields.withUnsafeBufferPointer { fields in
        for field in fields {
          switch field.kind {
          case .version: writer.write(.int(row.version), named: field.name)
          case .plain:
            if emptyForNull, values[field.column].isNull, row.table.columns[field.column].type == .string {
              writer.write("", named: field.name)
            } else {
              writer.write(values[field.column], named: field.name)
            }
          }
        }
      }
    }
  }
}

/// How rows of one table are written: their columns, and what is nested in them. Worked out once for all rows of an answer.
struct RowShape: Sendable {
  struct Expansion: Sendable {
    let item: ExpandItem
    let navigation: NavigationProperty
    let target: TableDefinition
    /// `nil` where only the address is asked for, by `/$ref`.
    let shape: RowShape?
  }

  let plan: RowPlan
  let expansions: [Expansion]
  /// What is looked at where nothing but the columns shown is; `nil` where it may be any column.
  let columns: ColumnSelection?
}
