import EntityStore
import OData
import Testing

/// Groups and sums against plain loops over the same rows, and SQLite's own bounds.
struct AggregationTests {
  @Test("Random groupings answer what loops over the rows answer", arguments: 0..<20)
  func groups(seed: Int) throws {
    var random = Random(seed: UInt64(seed) + 5000)
    let store = try Place.memory.open()
    var rows: [Row] = []
    for number in 0..<60 { rows.append(try store.add(Fixture.account, random.account(number))) }
    let groupings = [[], ["active"], ["status"], ["founded"], ["active", "status"]]
    let keys = random.pick(groupings)
    let measures = StoreAggregation.Method.allCases.filter { $0 != .count }.map {
      StoreAggregation.Measure($0.rawValue, $0, of: [$0 == .countDistinct ? "employees" : "revenue"])
    }
    let found = try store.aggregate(
      StoreAggregation(
        StoreQuery(Fixture.account), groupBy: keys.map { [$0] },
        measures: measures + [.init("n", .count), .init("m", .count, of: ["revenue"])]))
    var groups: [[Value]: [Row]] = [:]
    for row in rows { groups[keys.map { row[$0] }, default: []].append(row) }
    #expect(found.count == groups.count)
    for values in found {
      let members = try #require(groups[Array(values.prefix(keys.count))], "\(values)")
      let amounts = members.compactMap { $0["revenue"].decimalValue }
      let sum = amounts.reduce(ExactDecimal(0)) { $0 + $1 }
      let expected: [Value] = [
        amounts.isEmpty ? .null : .decimal(sum.normalized), amounts.min().map { .decimal($0.normalized) } ?? .null,
        amounts.max().map { .decimal($0.normalized) } ?? .null,
        amounts.isEmpty ? .null : .decimal(sum.divided(by: ExactDecimal(amounts.count), scale: 10).normalized),
        .int(Int64(Set(members.map { $0["employees"] }.filter { !$0.isNull }).count)), .int(Int64(members.count)),
        .int(Int64(amounts.count)),
      ]
      #expect(Array(values.dropFirst(keys.count)) == expected)
    }
  }

  @Test("A query for some columns answers those, and pages on by columns it does not answer")
  func someColumns() throws {
    var random = Random(seed: 77)
    let store = try Place.memory.open()
    for number in 0..<40 { try store.add(Fixture.account, random.account(number)) }
    let order = [OrderItem(path("revenue"), descending: true), OrderItem(path("name"))]
    let whole = try store.page(StoreQuery(Fixture.account, orderBy: order)).rows
    let name = try #require(Fixture.account.index(of: "number"))
    var query = StoreQuery(Fixture.account, orderBy: order, limit: 7)
    query.columns = ColumnSelection([name], of: Fixture.account)
    var found: [Row] = []
    while true {
      let page = try store.page(query)
      found += page.rows
      guard let next = page.next else { break }
      query.after = next
    }
    #expect(found.map(\.rowID) == whole.map(\.rowID))
    #expect(found.map { $0["number"] } == whole.map { $0["number"] })
    #expect(found.allSatisfy { $0["employees"].isNull })
  }

  @Test("Long chains of and and or are answered, and what SQLite finds too deep is a bad expression, not a defect")
  func depth() throws {
    let store = try Place.memory.open()
    try store.add(Fixture.account, ["accountid": id(1), "name": "a", "employees": 5])
    func equals(_ number: Int) -> Expression { .comparison(.eq, path("employees"), .literal(.primitive(.int(Int64(number))))) }
    var left = equals(0)
    var right = equals(0)
    for number in 1...2_000 {
      left = .or(left, equals(number))
      if number <= 1_200 { right = number % 2 == 0 ? .or(equals(number), right) : .and(equals(5), right) }
    }
    #expect(try store.count(StoreQuery(Fixture.account, filter: left)) == 1)
    var sum = path("employees")
    for _ in 0..<1_500 { sum = .arithmetic(.add, sum, .literal(.primitive(.int(1)))) }
    #expect(throws: StoreError.invalidExpression(reason: "The expression is too complex.")) {
      try store.count(StoreQuery(Fixture.account, filter: .comparison(.gt, sum, .literal(.primitive(.int(0))))))
    }
    #expect(throws: StoreError.invalidExpression(reason: "The expression is too complex.")) {
      try store.count(StoreQuery(Fixture.account, filter: right))
    }
    try store.add(Fixture.account, ["accountid": id(2), "revenue": .decimal(ExactDecimal(mantissa: Int128(Int64.max), scale: 2))])
    try store.add(Fixture.account, ["accountid": id(3), "revenue": .decimal(ExactDecimal(mantissa: Int128(Int64.max), scale: 2))])
    #expect(throws: StoreError.invalidExpression(reason: "The sum has more than 18 digits.")) {
      try store.aggregate(StoreAggregation(StoreQuery(Fixture.account), groupBy: [], measures: [.init("s", .sum, of: ["revenue"])]))
    }
  }
}
