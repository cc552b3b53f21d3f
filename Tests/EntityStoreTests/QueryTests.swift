import EntityStore
import OData
import Testing

@Suite("Queries")
struct QueryTests {
  /// Two accounts and a contact that share an id with an account, two orders, three lines.
  private func world(_ place: Place = .memory, _ rules: TextRules = TextRules()) throws -> EntityStore {
    let store = try place.open(rules)
    try store.add(
      Fixture.account,
      [
        "accountid": id(1), "name": "Fabrikam", "number": "A1", "status": "Active", "active": true, "revenue": .decimal(decimal("10.05")),
        "founded": .date(CalendarDate("1999-12-31")!), "modifiedon": .timestamp(Timestamp("2018-04-03T23:59:59.999Z")!), "employees": 7,
      ])
    try store.add(
      Fixture.account,
      [
        "accountid": id(2), "name": "50%_[a]\\x Retail*Store", "number": "A2", "status": "Draft", "active": false, "_parentid_value": id(1),
        "revenue": .decimal(decimal("-10.05")), "modifiedon": .timestamp(Timestamp("1969-12-31T23:59:58.001Z")!), "employees": -7,
      ])
    try store.add(Fixture.contact, ["contactid": id(1), "fullname": "Ann Beebe"])
    try store.add(
      Fixture.order, ["orderid": id(10), "ordernumber": "O1", "_customerid_value": id(1), "customerid_type": "account", "total": .int(5)])
    try store.add(Fixture.order, ["orderid": id(11), "ordernumber": "O2", "_customerid_value": id(1), "customerid_type": "contact"])
    for (number, product) in [(1, "Pump"), (2, "Valve"), (3, "Fabrikam")] as [(Int64, String)] {
      try store.add(
        Fixture.line,
        [
          "company": "usmf", "number": .int(number), "_orderid_value": number < 3 ? id(10) : id(11), "product": .string(product),
          "quantity": .int(number), "price": .decimal(decimal("1.50")),
        ])
    }
    return store
  }

  private func names(_ store: EntityStore, _ table: TableSchema, _ filter: Expression, _ column: String) throws -> [String] {
    try store.page(StoreQuery(table, filter: filter)).rows.map { $0[column].description }
  }

  @Test("A filter follows lookups; of a lookup to several tables only the one it points at", arguments: Place.allCases)
  func lookups(place: Place) throws {
    let store = try world(place)
    #expect(try names(store, Fixture.order, eq("customerid_account/name", "fabrikam"), "ordernumber") == ["O1"])
    #expect(try names(store, Fixture.order, eq("customerid_contact/fullname", "Ann Beebe"), "ordernumber") == ["O2"])
    #expect(try names(store, Fixture.line, eq("orderid/customerid_account/name", "Fabrikam"), "number") == ["1", "2"])
    #expect(try names(store, Fixture.order, eq("customerid_account", .null), "ordernumber") == ["O2"])
    #expect(try names(store, Fixture.order, compare("customerid_account", .ne, .null), "ordernumber") == ["O1"])
    #expect(try names(store, Fixture.order, eq("customerid_account/parentid/name", .null), "ordernumber") == ["O1", "O2"])
    let ordered = StoreQuery(Fixture.line, orderBy: [OrderItem(path("orderid/ordernumber"), descending: true)])
    #expect(try store.page(ordered).rows.map { $0["number"] } == [3, 1, 2])
  }

  @Test("A reference over columns that are no key does not double rows")
  func ambiguousReference() throws {
    let store = try world()
    try store.add(Fixture.account, ["accountid": id(3), "name": "FABRIKAM", "number": "A3"])
    #expect(try names(store, Fixture.line, eq("accountbyname/number", "A1"), "number") == ["3"])
    #expect(try names(store, Fixture.line, eq("accountbyname/number", "A3"), "number") == [])
    #expect(try store.page(StoreQuery(Fixture.line, orderBy: [OrderItem(path("accountbyname/number"))])).rows.count == 3)
  }

  @Test("any, all and $count look into collections, and into those of the rows found there")
  func lambdas() throws {
    let store = try world()
    func any(_ collection: String, _ variable: String, _ predicate: Expression?) -> Expression {
      .lambda(.any, path: collection.split(separator: "/").map(String.init), variable: variable, predicate: predicate)
    }
    #expect(try names(store, Fixture.order, any("lines", "l", eq("l/product", "pump")), "ordernumber") == ["O1"])
    // Account 1 and contact 1 share an id; order O2 belongs to the contact.
    #expect(try names(store, Fixture.account, any("orders", "o", eq("o/ordernumber", "O2")), "name") == [])
    let nested = any("orders", "o", any("o/lines", "l", .and(eq("l/product", "valve"), eq("o/ordernumber", "O1"))))
    #expect(try names(store, Fixture.account, nested, "name") == ["Fabrikam"])
    let inner = any("lines", "l", eq("l/orderid/customerid_account/name", "Fabrikam"))
    #expect(try names(store, Fixture.order, inner, "ordernumber") == ["O1"])
    #expect(try names(store, Fixture.account, .lambda(.any, path: ["orders"], variable: nil, predicate: nil), "name") == ["Fabrikam"])
    let all = Expression.lambda(.all, path: ["lines"], variable: "l", predicate: compare("l/quantity", .ge, 2))
    #expect(try names(store, Fixture.order, all, "ordernumber") == ["O2"])
    #expect(try names(store, Fixture.order, .comparison(.gt, path("lines/$count"), literal(1)), "ordernumber") == ["O1"])
    #expect(try names(store, Fixture.line, any("orderid/lines", "l", eq("l/product", "Pump")), "number") == ["1", "2"])
  }

  @Test("Enumerations take members by name, by qualified literal and by number")
  func enumerations() throws {
    let store = try world()
    let path = path("status")
    for value in [
      literal("Active"), literal(192_350_001), .literal(.enumeration(type: "Microsoft.Test.Status", member: "Active")),
      .literal(.enumeration(type: "Status", member: "192350001")),
    ] {
      #expect(try names(store, Fixture.account, .comparison(.eq, path, value), "number") == ["A1"])
    }
    #expect(try names(store, Fixture.account, .comparison(.has, path, literal(1)), "number") == ["A1"])
  }

  @Test("The stars of finance and operations match any run, in eq and ne only, and only where the rules say so")
  func stars() throws {
    let store = try world(.memory, TextRules(starsInEquality: true))
    #expect(try names(store, Fixture.account, eq("name", "*RETAIL*"), "number") == ["A2"])
    #expect(try names(store, Fixture.account, eq("name", "fab*am"), "number") == ["A1"])
    #expect(try names(store, Fixture.account, compare("name", .ne, "fab*"), "number") == ["A2"])
    #expect(try names(store, Fixture.account, eq("name", "50%_[a]\\x*"), "number") == ["A2"])
    #expect(try names(store, Fixture.account, eq("name", "5*%x*"), "number") == [])
    #expect(try names(world(), Fixture.account, eq("name", "*RETAIL*"), "number") == [])
    #expect(try names(world(), Fixture.account, eq("name", "50%_[a]\\x Retail*Store"), "number") == ["A2"])
  }

  @Test(
    "Wildcards inside contains and its kin count in Dataverse only",
    arguments: [
      ("contains", "b_i", ["A1"], []), ("contains", "f%m", ["A1"], []), ("startswith", "[e-g]ab", ["A1"], []),
      ("startswith", "[^e-g]", ["A2"], []), ("endswith", "[a-m]", ["A1", "A2"], []), ("contains", "%_[a]\\", [], ["A2"]),
      ("startswith", "FAB", ["A1"], ["A1"]), ("endswith", "store", ["A2"], ["A2"]), ("contains", "", ["A1", "A2"], ["A1", "A2"]),
    ])
  func wildcards(function: String, text: String, dataverse: [String], plain: [String]) throws {
    let filter = Expression.call(function, [path("name"), literal(.string(text))])
    #expect(try names(world(.memory, TextRules(likePatternsInFunctions: true)), Fixture.account, filter, "number") == dataverse)
    #expect(try names(world(), Fixture.account, filter, "number") == plain)
  }

  @Test(
    "Functions of texts, dates and numbers",
    arguments: [
      (Expression.comparison(.eq, .call("length", [path("name")]), literal(8)), ["A1"]),
      (.comparison(.eq, .call("tolower", [path("name")]), literal("FABRIKAM")), ["A1"]),
      (.comparison(.eq, .call("indexof", [path("name"), literal("RIK")]), literal(3)), ["A1"]),
      (.comparison(.eq, .call("substring", [path("name"), literal(3), literal(2)]), literal("ri")), ["A1"]),
      (.comparison(.eq, .call("substring", [path("name"), literal(6)]), literal("am")), ["A1"]),
      (.comparison(.eq, .call("concat", [path("number"), literal("x")]), literal("a2X")), ["A2"]),
      (.comparison(.eq, .call("year", [path("founded")]), literal(1999)), ["A1"]),
      (.comparison(.eq, .call("second", [path("modifiedon")]), literal(58)), ["A2"]),
      (.comparison(.eq, .call("hour", [path("modifiedon")]), literal(23)), ["A1", "A2"]),
      (.comparison(.eq, .call("date", [path("modifiedon")]), literal(.date(CalendarDate("1969-12-31")!))), ["A2"]),
      (.comparison(.eq, .call("floor", [path("revenue")]), literal(-11)), ["A2"]),
      (.comparison(.eq, .call("ceiling", [path("revenue")]), literal(-10)), ["A2"]),
      (.comparison(.eq, .call("ceiling", [path("revenue")]), literal(11)), ["A1"]),
      (.comparison(.eq, .call("round", [path("revenue")]), literal(10)), ["A1"]),
      (.comparison(.eq, .arithmetic(.div, path("employees"), literal(2)), literal(-3)), ["A2"]),
      (.comparison(.eq, .arithmetic(.divby, path("employees"), literal(2)), literal(.decimal(decimal("3.5")))), ["A1"]),
      (.comparison(.eq, .arithmetic(.mod, path("employees"), literal(4)), literal(-3)), ["A2"]),
      (.comparison(.eq, .negate(path("revenue")), literal(.decimal(decimal("10.05")))), ["A2"]),
      (.comparison(.gt, .arithmetic(.div, path("revenue"), literal(3)), literal(.decimal(decimal("3.3499999")))), ["A1"]),
      (.comparison(.gt, .arithmetic(.div, literal(1), literal(0)), literal(0)), []),
      (.call("contains", [path("name"), path("name")]), ["A1", "A2"]),
      (.comparison(.eq, .call("contains", [path("name"), literal("fab")]), literal(false)), ["A2"]),
      (path("active"), ["A1"]), (.not(path("active")), ["A2"]), (literal(true), ["A1", "A2"]),
      (.comparison(.eq, literal(1), literal(1)), ["A1", "A2"]), (.comparison(.eq, literal(.null), literal(.null)), ["A1", "A2"]),
      (compare("modifiedon", .lt, "1970-01-01"), ["A2"]), (eq("accountid", "00000000-0000-0000-0000-000000000002"), ["A2"]),
      (.in(path("number"), []), []), (.comparison(.eq, path("$it/number"), literal("A1")), ["A1"]),
    ])
  func functions(filter: Expression, expected: [String]) throws {
    #expect(try names(world(), Fixture.account, filter, "number") == expected)
  }

  @Test(
    "A decimal literal with more digits than the column lies between two of its values",
    arguments: [
      (ComparisonOperator.eq, "10.0500", 1), (.eq, "10.0501", 0), (.ne, "10.0501", 2), (.lt, "10.0501", 2), (.le, "10.0499", 1),
      (.gt, "10.0499", 1), (.ge, "10.0501", 0), (.lt, "-10.0501", 0), (.lt, "-10.0499", 1), (.gt, "-10.0501", 2), (.ge, "-10.0499", 1),
      (.lt, "92233720368547758.08", 2), (.gt, "-92233720368547758.09", 2), (.gt, "1e36", 0), (.ne, "1e36", 2), (.eq, "1e36", 0),
      (.le, "-1e36", 0), (.lt, "0.0000000000000000000000000000000000001", 1),
    ])
  func decimals(op: ComparisonOperator, text: String, count: Int) throws {
    let store = try world()
    try store.add(Fixture.account, ["accountid": id(9)])
    #expect(try store.count(StoreQuery(Fixture.account, filter: compare("revenue", op, .decimal(decimal(text))))) == count)
    // What has no value is neither inside nor outside.
    let negated = StoreQuery(Fixture.account, filter: .not(compare("revenue", op, .decimal(decimal(text)))))
    #expect(try store.count(negated) == 2 - count)
  }

  @Test(
    "What cannot be compared or evaluated is refused with a sentence",
    arguments: [
      (eq("name", 1), StoreError.invalidExpression(reason: "1 cannot be compared with a text.")),
      (eq("revenue", "x"), .invalidExpression(reason: "'x' cannot be compared with a number.")),
      (eq("accountid", "x"), .invalidExpression(reason: "'x' cannot be compared with a GUID.")),
      (eq("status", "Open"), .invalidExpression(reason: "'Open' is not a member of Status.")),
      (eq("founded", "soon"), .invalidExpression(reason: "'soon' cannot be compared with a date.")),
      (
        .comparison(.eq, path("status"), .literal(.enumeration(type: "X.NoYes", member: "Yes"))),
        .invalidExpression(reason: "A property of type Status cannot be compared with a member of X.NoYes.")
      ),
      (
        .comparison(.eq, path("name"), path("revenue")), .invalidExpression(reason: "a text and a number cannot be compared.")
      ),
      (eq("nome", 1), .unknownProperty(name: "nome", table: "account")),
      (eq("parent/name", "x"), .unknownProperty(name: "parent", table: "account")),
      (eq("parentid/nome", "x"), .unknownProperty(name: "nome", table: "account")),
      (eq("orders/ordernumber", "x"), .invalidExpression(reason: "'orders' leads to many rows: use any or all.")),
      (eq("parentid", "x"), .invalidExpression(reason: "A lookup can only be compared with null; name a property behind it.")),
      (path("name"), .invalidExpression(reason: "'name' is neither true nor false, so it cannot be a condition.")),
      (.call("soundex", [path("name")]), .invalidExpression(reason: "The function 'soundex' is not supported.")),
      (.call("contains", [path("name")]), .invalidExpression(reason: "contains takes 2 arguments, not 1.")),
      (.comparison(.has, path("name"), literal("x")), .invalidExpression(reason: "The operator 'has' works on enumerations only.")),
      (.comparison(.eq, path("name"), .alias("p1")), .invalidExpression(reason: "The parameter alias '@p1' has no value.")),
    ])
  func refusals(filter: Expression, error: StoreError) throws {
    let store = try world()
    #expect(throws: error) { try store.page(StoreQuery(Fixture.account, filter: filter)) }
    #expect(throws: error) { try store.count(StoreQuery(Fixture.account, filter: filter)) }
  }

  @Test(
    "Texts that would be SQL are only texts",
    arguments: ["'; DROP TABLE account; --", "\" OR 1=1 --", "?1", "a'b\"c`d[e]", "\\", "%' OR '1'='1", "line\nbreak\u{1}"])
  func injection(text: String) throws {
    let store = try world()
    try store.add(Fixture.account, ["accountid": id(5), "name": .string(text), "number": .string(text)])
    #expect(try store.page(StoreQuery(Fixture.account, filter: eq("name", .string(text)))).rows.map { $0["name"] } == [.string(text)])
    for function in ["contains", "startswith", "endswith"] {
      let filter = Expression.call(function, [path("name"), literal(.string(text))])
      #expect(try store.page(StoreQuery(Fixture.account, filter: filter)).rows.map { $0["name"] }.contains(.string(text)))
    }
    #expect(try store.row(Fixture.account, where: ["number"], equal: [.string(text)])?["name"] == .string(text))
    #expect(throws: StoreError.unknownProperty(name: text, table: "account")) {
      try store.page(StoreQuery(Fixture.account, filter: .comparison(.eq, .path([text]), literal(1))))
    }
    #expect(throws: StoreError.unknownProperty(name: text, table: "account")) {
      try store.page(StoreQuery(Fixture.account, orderBy: [OrderItem(.path([text]))]))
    }
    #expect(try store.count(StoreQuery(Fixture.account)) == 3)
  }

  @Test("Tables and columns may have any name")
  func names() throws {
    let names = ["select", "a\"b", "x'; DROP TABLE t; --", "group by", "#", "ä"]
    let table = TableSchema(
      name: "order \"by\"", columns: names.map { .init(name: $0, type: .string) }, key: [names[0]],
      uniqueKeys: [.init(name: "u\"1", columns: [names[1], names[2]])], indexes: [[names[3], names[4]]])
    let store = try Place.memory.open(tables: [table], edm: EdmModel(namespace: "T", entityTypes: [], entitySets: []))
    let row = try store.insert(table, names.map { .string($0) })
    #expect(try store.update(row, [(1, "z")])[names[1]] == "z")
    for name in names.dropFirst(2) {
      let filter = Expression.comparison(.eq, .path([name]), literal(.string(name)))
      #expect(try store.page(StoreQuery(table, filter: filter, orderBy: [OrderItem(.path([name]))])).rows.count == 1)
    }
    try store.delete(row)
    #expect(try store.changes(table, since: 0, limit: 10).deletions.map(\.key) == [["select"]])
  }

  @Test("What a client asks may name only what the model shows; what the twin adds, anything")
  func limitedToModel() throws {
    let hidden = "customerid_type"
    // The fixture's model shows every column; this one hides what is marked so.
    let shown = EdmModel(
      namespace: "T",
      entityTypes: [
        EntityType(
          name: "order", key: ["orderid"],
          properties: Fixture.order.columns.filter { !$0.isHidden }.map { Property(name: $0.name, type: $0.type) })
      ], entitySets: [])
    let store = try EntityStore(location: .memory, tables: Fixture.tables, edm: shown, textRules: TextRules())
    for number in 1...2 as ClosedRange<UInt64> {
      try store.add(Fixture.order, ["orderid": id(number), "ordernumber": "O", hidden: number == 1 ? "account" : "contact"])
    }
    let filter = eq(hidden, "account")
    #expect(try store.count(StoreQuery(Fixture.order, filter: filter)) == 1)
    let refusal = StoreError.unknownProperty(name: hidden, table: "order")
    #expect(throws: refusal) { try store.count(StoreQuery(Fixture.order, filter: filter, limitedToModel: true)) }
    #expect(throws: refusal) { try store.page(StoreQuery(Fixture.order, orderBy: [OrderItem(path(hidden))], limitedToModel: true)) }
    let query = StoreQuery(Fixture.order, filter: eq("ordernumber", "o"), restriction: filter, limitedToModel: true)
    #expect(try store.page(query).rows.map { $0["orderid"] } == [id(1)])
    #expect(try store.count(query) == 1)
  }

  @Test("Conditions of thousands of parts are no deeper than SQLite allows")
  func longChains() throws {
    let store = try world()
    let chain = (0..<5000).reduce(eq("number", "A1")) { .or($0, eq("employees", .int(Int64($1) + 100))) }
    #expect(try names(store, Fixture.account, chain, "number") == ["A1"])
  }
}
