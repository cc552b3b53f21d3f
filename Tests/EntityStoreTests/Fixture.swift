import EntityStore
import OData

/// A small sales world: accounts, orders that point at an account or a contact, and lines.
enum Fixture {
  static let status = EnumType(name: "Status", members: [.init("Draft", 0), .init("Active", 192_350_001), .init("Closed", -5)])

  static let account = TableSchema(
    name: "account",
    columns: [
      .init(name: "accountid", type: .guid),
      .init(name: "name", type: .string),
      .init(name: "number", type: .string),
      .init(name: "active", type: .boolean),
      .init(name: "employees", type: .int32),
      .init(name: "revenue", type: .decimal, scale: 2),
      .init(name: "rate", type: .decimal, scale: 4),
      .init(name: "serial", type: .int64),
      .init(name: "founded", type: .date),
      .init(name: "modifiedon", type: .dateTimeOffset),
      .init(name: "status", type: .enumeration("Status"), enumeration: status),
      .init(name: "_parentid_value", type: .guid),
    ],
    key: ["accountid"], uniqueKeys: [.init(name: "bynumber", columns: ["number"])], indexes: [["name"]])

  static let contact = TableSchema(
    name: "contact", columns: [.init(name: "contactid", type: .guid), .init(name: "fullname", type: .string)], key: ["contactid"])

  static let order = TableSchema(
    name: "order",
    columns: [
      .init(name: "orderid", type: .guid), .init(name: "ordernumber", type: .string), .init(name: "_customerid_value", type: .guid),
      .init(name: "customerid_type", type: .string, isHidden: true), .init(name: "total", type: .decimal, scale: 2),
    ],
    key: ["orderid"], indexes: [["_customerid_value"]])

  /// A composite key that begins with a company, as in finance and operations.
  static let line = TableSchema(
    name: "line",
    columns: [
      .init(name: "company", type: .string), .init(name: "number", type: .int64), .init(name: "_orderid_value", type: .guid),
      .init(name: "quantity", type: .decimal, scale: 3), .init(name: "price", type: .decimal, scale: 2),
      .init(name: "product", type: .string),
    ],
    key: ["company", "number"], indexes: [["_orderid_value"]])

  static let tables = [account, contact, order, line]

  static let edm = EdmModel(
    namespace: "Test",
    entityTypes: [
      entity(
        account,
        [
          .init(
            name: "parentid", targetType: "account", targetSet: "accounts",
            constraints: [.init(property: "_parentid_value", referencedProperty: "accountid")], partner: "children"),
          .init(
            name: "children", targetType: "account", targetSet: "accounts", isCollection: true,
            constraints: [.init(property: "accountid", referencedProperty: "_parentid_value")], partner: "parentid"),
          .init(
            name: "orders", targetType: "order", targetSet: "orders", isCollection: true,
            constraints: [.init(property: "accountid", referencedProperty: "_customerid_value")], partner: "customerid_account"),
        ]),
      entity(contact, []),
      entity(
        order,
        [
          .init(
            name: "customerid_account", targetType: "account", targetSet: "accounts",
            constraints: [.init(property: "_customerid_value", referencedProperty: "accountid")], partner: "orders",
            discriminator: "customerid_type"),
          .init(
            name: "customerid_contact", targetType: "contact", targetSet: "contacts",
            constraints: [.init(property: "_customerid_value", referencedProperty: "contactid")], discriminator: "customerid_type"),
          .init(
            name: "lines", targetType: "line", targetSet: "lines", isCollection: true,
            constraints: [.init(property: "orderid", referencedProperty: "_orderid_value")], partner: "orderid"),
        ]),
      entity(
        line,
        [
          .init(
            name: "orderid", targetType: "order", targetSet: "orders",
            constraints: [.init(property: "_orderid_value", referencedProperty: "orderid")], partner: "lines"),
          .init(
            name: "accountbyname", targetType: "account", targetSet: "accounts",
            constraints: [.init(property: "product", referencedProperty: "name")]),
        ]),
    ],
    entitySets: tables.map { EntitySet(name: $0.name + "s", entityType: $0.name) }, enumTypes: [status])

  private static func entity(_ table: TableSchema, _ navigations: [NavigationProperty]) -> EntityType {
    EntityType(
      name: table.name, key: table.key, properties: table.columns.map { Property(name: $0.name, type: $0.type) },
      navigationProperties: navigations)
  }
}

/// Where the store of a test lives: the same body runs over both.
enum Place: CaseIterable {
  case memory, file

  func open(_ rules: TextRules = TextRules(), tables: [TableSchema] = Fixture.tables, edm: EdmModel = Fixture.edm) throws -> EntityStore {
    let location = location()
    let store = try EntityStore(location: location, tables: tables, edm: edm, textRules: rules)
    // The files are open; without a name they go away with the store.
    Place.remove(location)
    return store
  }

  static func remove(_ location: EntityStore.Location) {
    guard case .file(let path) = location else { return }
    TemporaryFile.remove(path)
  }

  func location() -> EntityStore.Location {
    switch self {
    case .memory: return .memory
    case .file:
      return .file(TemporaryFile.freshPath())
    }
  }
}

extension EntityStore {
  /// Adds a row from the columns given; the others are null.
  @discardableResult
  func add(_ table: TableSchema, _ values: [String: Value]) throws -> Row {
    for name in values.keys { precondition(table.index(of: name) != nil, "no column \(name)") }
    return try insert(table, table.columns.map { values[$0.name] ?? .null })
  }
}

func id(_ number: UInt64) -> Value { .guid(GUID(high: 0, low: number)) }
func decimal(_ text: String) -> ExactDecimal { ExactDecimal(text)! }

func eq(_ path: String, _ value: Value) -> Expression { compare(path, .eq, value) }

func compare(_ path: String, _ op: ComparisonOperator, _ value: Value) -> Expression {
  .comparison(op, .path(path.split(separator: "/").map(String.init)), .literal(.primitive(value)))
}

func path(_ text: String) -> Expression { .path(text.split(separator: "/").map(String.init)) }
func literal(_ value: Value) -> Expression { .literal(.primitive(value)) }
