import EntityStore
import OData
import Testing

@Suite("Changes and snapshots")
struct ChangeTests {
  @Test("Changes come in order, what is now and what is gone, in parts no larger than asked", arguments: Place.allCases)
  func changes(place: Place) throws {
    let store = try place.open()
    let one = try store.add(Fixture.line, ["company": "usmf", "number": 1])  // version 1
    let two = try store.add(Fixture.line, ["company": "usmf", "number": 2])  // 2
    try store.add(Fixture.account, ["accountid": id(1)])  // 3, another table
    _ = try store.update(one, [(5, "x")])  // 4
    try store.delete(two)  // 5
    try store.add(Fixture.line, ["company": "usmf", "number": 3])  // 6
    #expect(store.version == 6)

    let all = try store.changes(Fixture.line, since: 0, limit: 100)
    #expect(all.rows.map(\.version) == [4, 6])
    #expect(all.deletions.map(\.version) == [5])
    #expect(all.deletions.map(\.key) == [["usmf", 2]])

    var since: Int64 = 0
    var seen: [Int64] = []
    while true {
      let part = try store.changes(Fixture.line, since: since, limit: 1)
      let versions = part.rows.map(\.version) + part.deletions.map(\.version)
      guard let last = versions.max() else { break }
      #expect(versions.count == 1)
      seen += versions
      since = last
    }
    #expect(seen == [4, 5, 6])
    #expect(try store.changes(Fixture.line, since: 6, limit: 10).rows.isEmpty)
  }

  @Test("A key that is back is a row and no deletion; one deleted twice is deleted once")
  func reappearing() throws {
    let store = try Place.memory.open()
    let first = try store.add(Fixture.line, ["company": "usmf", "number": 1])
    try store.delete(first)
    let second = try store.add(Fixture.line, ["company": "USMF", "number": 1])
    #expect(second.rowID != first.rowID)
    #expect(try store.changes(Fixture.line, since: 0, limit: 10).deletions.isEmpty)
    try store.delete(second)
    try store.delete(second)
    let changes = try store.changes(Fixture.line, since: 0, limit: 10)
    #expect(changes.rows.isEmpty)
    #expect(changes.deletions.map(\.version) == [4])
    #expect(store.version == 4)
  }

  @Test("A deletion that is rolled back leaves no tombstone")
  func rolledBack() throws {
    struct Refused: Error {}
    let store = try Place.memory.open()
    let row = try store.add(Fixture.line, ["company": "usmf", "number": 1])
    #expect(throws: Refused.self) {
      try store.transaction {
        try store.delete(row)
        throw Refused()
      }
    }
    #expect(store.version == 1)
    #expect(try store.changes(Fixture.line, since: 0, limit: 10).deletions.isEmpty)
    #expect(try store.row(Fixture.line, key: row.key)?.version == 1)
  }

  @Test("A snapshot brings rows, versions and tombstones back, any number of times", arguments: Place.allCases, Place.allCases)
  func snapshots(from: Place, to: Place) throws {
    let source = try from.open()
    let gone = try source.add(Fixture.line, ["company": "usmf", "number": 1])
    try source.add(Fixture.account, ["accountid": id(1), "name": "kept"])
    try source.delete(gone)
    let snapshot = try source.snapshot()
    let target = try to.open()
    try target.add(Fixture.account, ["accountid": id(9)])
    for _ in 0..<3 {
      try target.restore(snapshot)
      #expect(target.version == 3)
      #expect(try target.row(Fixture.account, key: [id(1)])?["name"] == "kept")
      #expect(try target.row(Fixture.account, key: [id(9)]) == nil)
      #expect(try target.changes(Fixture.line, since: 0, limit: 9).deletions.count == 1)
      let row = try target.add(Fixture.account, ["accountid": id(2), "name": "more"])
      #expect(row.rowID == 4)
      #expect(try target.count(StoreQuery(Fixture.account, filter: eq("name", "MORE"))) == 1)
    }
  }

  @Test("The version can be a column: queries filter and sort by it, writes to it do not count", arguments: Place.allCases)
  func versionColumn(place: Place) throws {
    let table = TableSchema(
      name: "unit",
      columns: [.init(name: "id", type: .int32), .init(name: "versionnumber", type: .int64), .init(name: "name", type: .string)],
      key: ["id"], indexes: [["versionnumber", "name"]], versionColumn: "versionnumber")
    let store = try place.open(tables: [table], edm: EdmModel(namespace: "T", entityTypes: [], entitySets: []))
    let first = try store.insert(table, [1, 99, "ea"])
    #expect(first.values == [1, 1, "ea"])
    _ = try store.insert(table, [2, .null, "box"])
    let updated = try store.update(first, [(1, 77), (2, "pcs")])
    #expect(updated.values == [1, 3, "pcs"])
    #expect(try store.row(table, key: [1])?.values == updated.values)
    #expect(try store.page(StoreQuery(table, filter: compare("versionnumber", .gt, 2))).rows.map { $0["id"] } == [1])
    let newest = StoreQuery(table, orderBy: [OrderItem(path("versionnumber"), descending: true)], limit: 1)
    #expect(try store.page(newest).rows.map { $0["id"] } == [1])
    #expect(try store.page(newest).next == .init(values: [3], rowID: 1))
    #expect(try store.row(table, where: ["versionnumber"], equal: [2])?["name"] == "box")
  }

  @Test("A store on file goes on where it was when it is opened again")
  func reopening() throws {
    let location = Place.file.location()
    defer { Place.remove(location) }
    func open() throws -> EntityStore {
      try EntityStore(location: location, tables: Fixture.tables, edm: Fixture.edm, textRules: TextRules())
    }
    do {
      let store = try open()
      let row = try store.add(Fixture.account, ["accountid": id(1), "name": "ä"])
      try store.delete(try store.add(Fixture.line, ["company": "usmf", "number": 1]))
      #expect(row.version == 1)
    }
    let store = try open()
    #expect(store.version == 3)
    #expect(try store.page(StoreQuery(Fixture.account, filter: eq("name", "A"))).rows.map(\.rowID) == [1])
  }
}
