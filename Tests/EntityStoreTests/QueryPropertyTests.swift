import EntityStore
import OData
import Testing

/// Random conditions over random rows: SQLite's answer against that of a plain evaluator with three-valued logic.
@Suite("Queries against a plain evaluator")
struct QueryPropertyTests {
  @Test("Every condition picks the rows the evaluator picks", arguments: 0..<40)
  func conditions(seed: Int) throws {
    var random = Random(seed: UInt64(seed))
    let store = try Place.memory.open()
    var rows: [Row] = []
    for number in 0..<40 { rows.append(try store.add(Fixture.account, random.account(number))) }
    let evaluator = Evaluator(rows: rows)
    for _ in 0..<60 {
      let filter = random.condition(depth: 3)
      let expected = rows.filter { evaluator.holds(filter, $0) == true }.map(\.rowID)
      let page = try store.page(StoreQuery(Fixture.account, filter: filter))
      #expect(page.rows.map(\.rowID) == expected, "\(filter)")
      #expect(try store.count(StoreQuery(Fixture.account, filter: filter)) == expected.count)
    }
  }

  @Test("Pages of any size, in any order, are the whole in that order, each row once", arguments: 0..<30)
  func paging(seed: Int) throws {
    var random = Random(seed: UInt64(seed) + 1000)
    let store = try Place.memory.open()
    for number in 0..<50 { try store.add(Fixture.account, random.account(number)) }
    let sortable = ["name", "active", "employees", "revenue", "founded", "modifiedon", "status", "_parentid_value", "parentid/name"]
    var order = (0..<random.below(4)).map { _ in OrderItem(path(random.pick(sortable)), descending: random.below(2) == 0) }
    if random.below(3) == 0 {
      order.append(OrderItem(.arithmetic(.mul, path("revenue"), path("employees"))))
    }
    let filter = random.below(2) == 0 ? nil : random.condition(depth: 1)
    let whole = try store.page(StoreQuery(Fixture.account, filter: filter, orderBy: order))
    #expect(whole.next == nil)
    let size = 1 + random.below(9)
    var collected: [Int64] = []
    var query = StoreQuery(Fixture.account, filter: filter, orderBy: order, limit: size)
    var pages = 0
    while true {
      let page = try store.page(query)
      #expect(page.rows.count == size || page.next == nil)
      collected += page.rows.map(\.rowID)
      pages += 1
      guard let next = page.next else { break }
      query.after = next
    }
    #expect(collected == whole.rows.map(\.rowID))
    #expect(pages == max(1, (collected.count + size - 1) / size))
  }

  @Test("Ascending order has null first, descending last, and equals in order of creation")
  func nullOrder() throws {
    let store = try Place.memory.open()
    for (number, name) in [(1, "b"), (2, nil), (3, "A"), (4, "a "), (5, nil)] as [(UInt64, String?)] {
      try store.add(Fixture.account, ["accountid": id(number), "name": name.map(Value.string) ?? .null])
    }
    func order(_ descending: Bool) throws -> [Int64] {
      try store.page(StoreQuery(Fixture.account, orderBy: [OrderItem(path("name"), descending: descending)])).rows.map(\.rowID)
    }
    #expect(try order(false) == [2, 5, 3, 4, 1])
    #expect(try order(true) == [1, 3, 4, 2, 5])
  }

  @Test("Rows that come, go and change between pages neither double nor hide the others")
  func stability() throws {
    let store = try Place.memory.open()
    for number in 1...6 { try store.add(Fixture.account, ["accountid": id(UInt64(number) * 10), "employees": .int(Int64(number) * 10)]) }
    var query = StoreQuery(Fixture.account, orderBy: [OrderItem(path("employees"))], limit: 2)
    let first = try store.page(query)
    let seen = try #require(try store.row(Fixture.account, key: [id(20)]))
    try store.delete(seen)
    try store.add(Fixture.account, ["accountid": id(5), "employees": 5])
    query.after = first.next
    let second = try store.page(query)
    #expect(second.rows.map { $0["employees"] } == [30, 40])
    try store.add(Fixture.account, ["accountid": id(45), "employees": 45])
    query.after = second.next
    #expect(try store.page(query).rows.map { $0["employees"] } == [45, 50])
  }

  @Test("Limit, offset and a page of nothing")
  func limits() throws {
    let store = try Place.memory.open()
    for number in 1...5 { try store.add(Fixture.account, ["accountid": id(UInt64(number))]) }
    let page = try store.page(StoreQuery(Fixture.account, limit: 2, offset: 1))
    #expect(page.rows.map(\.rowID) == [2, 3])
    #expect(page.next == .init(values: [], rowID: 3))
    #expect(try store.page(StoreQuery(Fixture.account, limit: 2, offset: 4)).rows.map(\.rowID) == [5])
    #expect(try store.page(StoreQuery(Fixture.account, limit: 5)).next == nil)
    #expect(try store.page(StoreQuery(Fixture.account, limit: 0)).rows.isEmpty)
    #expect(try store.page(StoreQuery(Fixture.account, offset: 3)).rows.map(\.rowID) == [4, 5])
    var taken: [Int64] = []
    try store.forEach(StoreQuery(Fixture.account)) {
      taken.append($0.rowID)
      return taken.count < 3
    }
    #expect(taken == [1, 2, 3])
  }

  @Test("A position of another query is refused")
  func foreignCursor() throws {
    let store = try Place.memory.open()
    let order = [OrderItem(path("employees"))]
    for cursor in [StoreQuery.Cursor(values: [], rowID: 1), .init(values: ["x"], rowID: 1), .init(values: [1, 2], rowID: 1)] {
      #expect(throws: StoreError.invalidCursor) { try store.page(StoreQuery(Fixture.account, orderBy: order, after: cursor)) }
    }
  }
}

/// What the conditions mean, said as plainly as possible. `nil` is unknown.
struct Evaluator {
  let byID: [Value: Row]
  let rows: [Row]

  init(rows: [Row]) {
    self.rows = rows
    byID = Dictionary(uniqueKeysWithValues: rows.map { ($0["accountid"], $0) })
  }

  func holds(_ expression: Expression, _ row: Row, _ variables: [String: Row] = [:]) -> Bool? {
    switch expression {
    case .and(let a, let b):
      let (x, y) = (holds(a, row, variables), holds(b, row, variables))
      return x == false || y == false ? false : x == nil || y == nil ? Bool?.none : true
    case .or(let a, let b):
      let (x, y) = (holds(a, row, variables), holds(b, row, variables))
      return x == true || y == true ? true : x == nil || y == nil ? Bool?.none : false
    case .not(let a): return holds(a, row, variables).map { !$0 }
    case .comparison(let op, let a, let b): return compare(op, value(a, row, variables), value(b, row, variables), isNull(a) || isNull(b))
    case .in(let a, let list):
      return list.reduce(Optional(false)) { sum, item in
        let x = holds(.comparison(.eq, a, item), row, variables)
        return sum == true || x == true ? true : sum == nil || x == nil ? Bool?.none : false
      }
    case .call(let name, let arguments):
      guard case .string(let text) = value(arguments[0], row, variables), case .string(let part) = value(arguments[1], row, variables)
      else { return nil }
      let (a, b) = (fold(text), fold(part))
      return name == "contains" ? b.isEmpty || a.contains(b) : name == "startswith" ? a.hasPrefix(b) : a.hasSuffix(b)
    case .lambda(let op, _, let variable, let predicate):
      let members = rows.filter { $0["_parentid_value"] == row["accountid"] }
      guard let predicate, let variable else { return !members.isEmpty }
      let results = members.map { holds(predicate, row, variables.merging([variable: $0]) { $1 }) == true }
      return op == .any ? results.contains(true) : !results.contains(false)
    default: fatalError("no such condition")
    }
  }

  private func isNull(_ expression: Expression) -> Bool { expression == .literal(.primitive(.null)) }

  private func value(_ expression: Expression, _ row: Row, _ variables: [String: Row]) -> Value {
    switch expression {
    case .literal(.primitive(let value)): return value
    case .literal(.enumeration(_, let member)): return .string(member)
    case .path(let steps):
      if steps.count == 1 { return row[steps[0]] }
      if let bound = variables[steps[0]] { return bound[steps[1]] }
      return byID[row["_parentid_value"]]?[steps[1]] ?? .null
    case .arithmetic(let op, let a, let b):
      guard let x = value(a, row, variables).decimalValue, let y = value(b, row, variables).decimalValue else { return .null }
      return .decimal(op == .add ? x + y : op == .sub ? x - y : x * y)
    default: fatalError("no such value")
    }
  }

  private func compare(_ op: ComparisonOperator, _ a: Value, _ b: Value, _ withNull: Bool) -> Bool? {
    if withNull { return op == .eq ? a.isNull && b.isNull : op == .ne ? a.isNull != b.isNull : nil }
    if a.isNull || b.isNull { return nil }
    let order: Int
    if let x = a.decimalValue, let y = b.decimalValue {
      order = x < y ? -1 : x == y ? 0 : 1
    } else {
      switch (a, b) {
      case (.string(let x), .string(let y)):
        if let m = Fixture.status.value(of: x), let n = Fixture.status.value(of: y) {
          order = (m - n).signum().asInt
        } else {
          let (m, n) = (trimmed(fold(x)), trimmed(fold(y)))
          order = m == n ? 0 : Array(m.utf8).lexicographicallyPrecedes(Array(n.utf8)) ? -1 : 1
        }
      case (.bool(let x), .bool(let y)): order = (x ? 1 : 0) - (y ? 1 : 0)
      case (.guid(let x), .guid(let y)): order = x < y ? -1 : x == y ? 0 : 1
      case (.date(let x), .date(let y)): order = (x.days - y.days).signum()
      case (.timestamp(let x), .timestamp(let y)): order = (x.milliseconds - y.milliseconds).signum().asInt
      case (.timestamp(let x), .date(let y)): order = (x.milliseconds - Timestamp(date: y).milliseconds).signum().asInt
      case (.date(let x), .timestamp(let y)): order = (Timestamp(date: x).milliseconds - y.milliseconds).signum().asInt
      default: fatalError("\(a) and \(b)")
      }
    }
    switch op {
    case .eq: return order == 0
    case .ne: return order != 0
    case .gt: return order > 0
    case .ge: return order >= 0
    case .lt: return order < 0
    case .le: return order <= 0
    case .has: fatalError("not in this test")
    }
  }

  private func fold(_ text: String) -> String {
    var folded = ""
    for character in text.lowercased() {
      switch character {
      case "ä", "á": folded += "a"
      case "ß": folded += "ss"
      default: folded.append(character)
      }
    }
    return folded
  }

  private func trimmed(_ text: String) -> String {
    var text = text
    while text.last == " " { text.removeLast() }
    return text
  }
}

extension BinaryInteger {
  fileprivate var asInt: Int { Int(self) }
}

/// A generator of rows and conditions; the same seed makes the same ones.
struct Random {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

  mutating func below(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(bound))
  }

  mutating func pick<T>(_ list: [T]) -> T { list[below(list.count)] }

  private let texts = [
    "a", "A", "a ", "ä", "Á", "b", "B%", "b_", "[b]", "\\b", "*", "a*b", "straße", "STRASSE", "", " ", "日本", "日", "ab", "Zoë", "z'; --",
    "100%",
  ]

  mutating func account(_ number: Int) -> [String: Value] {
    var values: [String: Value] = ["accountid": id(UInt64(number)), "number": .string("N\(number)")]
    for column in ["name", "active", "employees", "revenue", "rate", "serial", "founded", "modifiedon", "status", "_parentid_value"]
    where below(5) > 0 { values[column] = value(of: column) }
    return values
  }

  /// A value the column can hold.
  mutating func value(of column: String) -> Value {
    switch column {
    case "name": .string(pick(texts))
    case "active": .bool(below(2) == 0)
    case "employees": .int(Int64(below(7)) - 3)
    case "revenue": .decimal(ExactDecimal(mantissa: Int128(below(9)) * 50 - 200, scale: 2))
    case "rate": .decimal(ExactDecimal(mantissa: Int128(below(9)) * 5000 - 20000, scale: 4))
    case "serial": .int(pick([.min, -1, 0, 1, .max]))
    case "founded": .date(CalendarDate(days: below(5) - 2))
    case "modifiedon": .timestamp(Timestamp(milliseconds: Int64(below(5) - 2) * 43_200_000))
    case "status": .string(pick(Fixture.status.members).name)
    default: id(UInt64(below(40)))
    }
  }

  /// A literal a client may compare the column with, also one that it cannot hold.
  private mutating func operand(for column: String) -> Value {
    switch column {
    case "revenue", "rate", "employees", "serial":
      switch below(5) {
      case 0: .decimal(ExactDecimal(mantissa: Int128(below(4001)) - 2000, scale: 3))
      case 1: .decimal(ExactDecimal(mantissa: Int128(below(400_001)) - 200_000, scale: 5))
      case 2: .decimal(pick(["92233720368547758.07", "-99999999999999999999", "1e30", "-1e-30"].map(decimal)))
      case 3: .int(Int64(below(9)) - 4)
      default: value(of: column)
      }
    case "modifiedon": below(3) == 0 ? value(of: "founded") : value(of: column)
    case "founded": below(3) == 0 ? value(of: "modifiedon") : value(of: column)
    default: value(of: column)
    }
  }

  private let columns = ["name", "active", "employees", "revenue", "rate", "serial", "founded", "modifiedon", "status", "_parentid_value"]

  mutating func condition(depth: Int, prefix: [String] = []) -> Expression {
    if depth > 0 {
      switch below(7) {
      case 0, 1: return .and(condition(depth: depth - 1, prefix: prefix), condition(depth: depth - 1, prefix: prefix))
      case 2, 3: return .or(condition(depth: depth - 1, prefix: prefix), condition(depth: depth - 1, prefix: prefix))
      case 4: return .not(condition(depth: depth - 1, prefix: prefix))
      case 5 where prefix.isEmpty:
        if below(4) == 0 { return .lambda(.any, path: ["children"], variable: nil, predicate: nil) }
        return .lambda(pick([.any, .all]), path: ["children"], variable: "c", predicate: condition(depth: 1, prefix: ["c"]))
      default: break
      }
    }
    let column = pick(columns)
    let steps = prefix.isEmpty && below(5) == 0 ? ["parentid", column] : prefix + [column]
    let operators: [ComparisonOperator] = [.eq, .ne, .gt, .ge, .lt, .le]
    switch below(9) {
    case 0: return .comparison(pick([.eq, .ne]), .path(steps), literal(.null))
    case 1:
      return .call(
        pick(["contains", "startswith", "endswith"]), [.path(steps.dropLast() + ["name"]), literal(.string(pick(texts)))])
    case 2: return .in(.path(steps), (0...below(3)).map { _ in literal(operand(for: column)) })
    case 3:
      let pair = pick([
        ["revenue", "rate"], ["employees", "revenue"], ["founded", "modifiedon"], ["name", "number"], ["serial", "revenue"],
      ])
      return .comparison(pick(operators), .path(prefix + [pair[0]]), .path(prefix + [pair[1]]))
    case 4:
      let sum = Expression.arithmetic(
        pick([.add, .sub, .mul]), .path(prefix + ["revenue"]), .path(prefix + [pick(["rate", "employees"])]))
      return .comparison(pick(operators), sum, literal(operand(for: "rate")))
    case 5: return .comparison(pick(operators), literal(operand(for: column)), .path(steps))
    default: return .comparison(pick(operators), .path(steps), literal(operand(for: column)))
    }
  }
}
