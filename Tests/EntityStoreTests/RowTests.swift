import EntityStore
import OData
import Testing

@Suite("Rows by key")
struct RowTests {
  @Test("A row reads back as it was written, extremes included", arguments: Place.allCases)
  func roundTrip(place: Place) throws {
    let store = try place.open()
    let extremes: [[String: Value]] = [
      [
        "accountid": .guid(GUID(high: .max, low: .max)), "name": "Contoso", "number": "A", "active": true,
        "employees": .int(Int64(Int32.max)), "revenue": .decimal(ExactDecimal(mantissa: Int128(Int64.max), scale: 2)),
        "rate": .decimal(decimal("-0.0001")), "serial": .int(.max), "founded": .date(CalendarDate("9999-12-31")!),
        "modifiedon": .timestamp(Timestamp("9999-12-31T23:59:59.999Z")!), "status": "Active", "_parentid_value": .guid(.zero),
      ],
      [
        "accountid": .guid(.zero), "name": "", "number": "Größe 🚀 'x' \" ; --", "active": false,
        "employees": .int(Int64(Int32.min)), "revenue": .decimal(ExactDecimal(mantissa: Int128(Int64.min), scale: 2)),
        "rate": .decimal(decimal("0.0000")), "serial": .int(.min), "founded": .date(CalendarDate("0001-01-01")!),
        "modifiedon": .timestamp(Timestamp("0001-01-01T00:00:00Z")!), "status": "Closed",
      ],
      ["accountid": .guid(GUID(high: 1, low: 1))],
    ]
    for values in extremes {
      let row = try store.add(Fixture.account, values)
      let read = try #require(try store.row(Fixture.account, key: [values["accountid"]!]))
      #expect(read.values == row.values)
      #expect(read.rowID == row.rowID)
      #expect(read.version == row.version)
      for (name, value) in values { #expect(read[name] == value) }
    }
    #expect(try store.row(Fixture.account, key: [id(404)]) == nil)
    #expect(try store.row(Fixture.account, key: ["no guid"]) == nil)
  }

  @Test("A decimal keeps the column's count of decimals")
  func scale() throws {
    let store = try Place.memory.open()
    let row = try store.add(Fixture.account, ["accountid": id(1), "revenue": .decimal(decimal("12.5")), "rate": .int(3)])
    #expect(row["revenue"].description == "12.50")
    #expect(row["rate"].description == "3.0000")
    #expect(try store.row(Fixture.account, key: [id(1)])?["rate"].description == "3.0000")
  }

  @Test(
    "A value that does not fit is refused with the column's name and a reason",
    arguments: [
      ("revenue", Value.decimal(decimal("1.005")), "1.005 does not fit: the column keeps 2 decimals and 19 digits in all."),
      (
        "revenue", .decimal(decimal("92233720368547758.08")),
        "92233720368547758.08 does not fit: the column keeps 2 decimals and 19 digits in all."
      ),
      ("employees", .int(1 << 31), "2147483648 is not a 32-bit whole number."),
      ("name", .int(1), "'1' is not a text."),
      ("status", "Open", "'Open' is not a member of Status."),
      ("status", .int(7), "'7' is not a member of Status."),
      ("accountid", .null, "A column of the primary key cannot be null."),
    ])
  func refusals(column: String, value: Value, reason: String) throws {
    let store = try Place.memory.open()
    #expect(throws: StoreError.invalidValue(column: column, table: "account", reason: reason)) {
      try store.add(Fixture.account, (["accountid": id(1)] as [String: Value]).merging([column: value]) { $1 })
    }
    #expect(store.version == 0)
  }

  @Test("A key that is taken is refused by name, without regard to case and trailing blanks", arguments: Place.allCases)
  func duplicates(place: Place) throws {
    let store = try place.open()
    try store.add(Fixture.account, ["accountid": id(1), "number": "ACC-1"])
    let second = try store.add(Fixture.account, ["accountid": id(2)])
    try store.add(Fixture.account, ["accountid": id(3)])
    #expect(throws: StoreError.duplicate(table: "account", key: "PrimaryKey", columns: ["accountid"], values: [id(1)])) {
      try store.add(Fixture.account, ["accountid": id(1)])
    }
    #expect(throws: StoreError.duplicate(table: "account", key: "bynumber", columns: ["number"], values: ["acc-1  "])) {
      try store.add(Fixture.account, ["accountid": id(4), "number": "acc-1  "])
    }
    #expect(throws: StoreError.duplicate(table: "account", key: "bynumber", columns: ["number"], values: ["Acc-1"])) {
      try store.update(second, [(2, "Acc-1")])
    }
    #expect(store.version == 3)
  }

  @Test("An update writes what is given onto what is stored now, and always takes a version", arguments: Place.allCases)
  func updates(place: Place) throws {
    let store = try place.open()
    let first = try store.add(Fixture.account, ["accountid": id(1), "name": "a", "employees": 1])
    let second = try store.update(first, [(1, "b")])
    #expect(second.version == 2)
    // `first` is stale: its name is `a`, and so is the new one.
    let third = try store.update(first, [(1, "a")])
    #expect(third["name"] == "a")
    #expect(try store.row(Fixture.account, key: [id(1)])?.values == third.values)
    let same = try store.update(third, [(1, "a")])
    #expect(same.version == 4)
    #expect(same.rowID == first.rowID)
    #expect(try store.update(same, []).version == 4)
    try store.delete(same)
    #expect(throws: StoreError.self) { try store.update(same, [(1, "c")]) }
  }

  @Test("Look-ups by columns: null equals null, first is oldest, order is by column, then age", arguments: Place.allCases)
  func byColumns(place: Place) throws {
    let store = try place.open()
    for (number, name) in [(3, "b"), (1, "a"), (2, "b"), (4, nil)] as [(UInt64, String?)] {
      try store.add(Fixture.account, ["accountid": id(number), "name": name.map(Value.string) ?? .null, "employees": .int(Int64(number))])
    }
    #expect(try store.row(Fixture.account, where: ["name"], equal: ["B "])?["accountid"] == id(3))
    #expect(try store.row(Fixture.account, where: ["name"], equal: [.null])?["accountid"] == id(4))
    #expect(try store.row(Fixture.account, where: ["name", "employees"], equal: ["b", 2])?["accountid"] == id(2))
    #expect(try store.row(Fixture.account, where: ["employees"], equal: ["two"]) == nil)
    let rows = try store.rows(Fixture.account, where: ["name"], equal: ["b"], orderBy: ["employees"])
    #expect(rows.map { $0["employees"] } == [2, 3])
    let all = try store.rows(Fixture.account, where: [], equal: [], orderBy: ["name"])
    #expect(all.map { $0["employees"] } == [4, 1, 3, 2])
    #expect(throws: StoreError.unknownProperty(name: "nome", table: "account")) {
      try store.rows(Fixture.account, where: ["nome"], equal: ["b"])
    }
    let some = try store.rows(Fixture.account, where: "employees", in: [4, 9, 1, .null, "x", 2])
    #expect(some.map { $0["employees"] } == [1, 2, 4])
    #expect(try store.rows(Fixture.account, where: "employees", in: (1...700).map { .int($0) }).count == 4)
    #expect(try store.rows(Fixture.account, where: "employees", in: []).isEmpty)
  }

  @Test("A transaction that throws takes back rows and versions; a nested one only its own", arguments: Place.allCases)
  func transactions(place: Place) throws {
    struct Refused: Error {}
    let store = try place.open()
    try store.transaction {
      try store.add(Fixture.account, ["accountid": id(1)])
      #expect(throws: Refused.self) {
        try store.transaction {
          try store.add(Fixture.account, ["accountid": id(2)])
          throw Refused()
        }
      }
      #expect(store.version == 1)
      try store.transaction { _ = try store.add(Fixture.account, ["accountid": id(3)]) }
    }
    #expect(store.version == 2)
    #expect(try store.count(StoreQuery(Fixture.account)) == 2)
    #expect(try store.row(Fixture.account, key: [id(2)]) == nil)
  }
}
