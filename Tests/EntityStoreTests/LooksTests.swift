import EntityStore
import OData
import Testing

@Suite("What an answer was made of")
struct LooksTests {
  private func looks(_ store: EntityStore, _ body: () throws -> Void) throws -> EntityStore.Looks {
    store.noteLooks()
    try body()
    return store.takeLooks()
  }

  private func lines(_ store: EntityStore) throws -> EntityStore.Looks {
    try looks(store) { _ = try store.rows(Fixture.line, where: ["company"], equal: ["usmf"]) }
  }

  @Test("An answer holds until one of the tables it looked at is written to, in whatever way", arguments: Place.allCases)
  func writes(place: Place) throws {
    let store = try place.open()
    let row = try store.add(Fixture.line, ["company": "usmf", "number": 1])
    var seen = try lines(store)
    try store.add(Fixture.account, ["accountid": id(1)])
    #expect(store.isAsSeen(seen))
    let updated = try store.update(row, [(5, "x")])
    #expect(!store.isAsSeen(seen))
    seen = try lines(store)
    #expect(store.isAsSeen(seen))
    try store.delete(updated)
    #expect(!store.isAsSeen(seen))
    seen = try lines(store)
    try store.add(Fixture.line, ["company": "usmf", "number": 2])
    #expect(!store.isAsSeen(seen))
    seen = try lines(store)
    try store.clear(["product"], of: Fixture.line)
    #expect(!store.isAsSeen(seen))
    seen = try lines(store)
    try store.restore(try store.snapshot())
    #expect(!store.isAsSeen(seen))
  }

  @Test("A table that a condition only passes through counts too")
  func joined() throws {
    let store = try Place.memory.open()
    try store.add(Fixture.account, ["accountid": id(1), "name": "a"])
    try store.add(Fixture.order, ["orderid": id(2), "_customerid_value": id(1), "customerid_type": "account"])
    let filter = try ODataParser().parseFilter("customerid_account/name eq 'a'")
    let seen = try looks(store) {
      let page = try store.page(StoreQuery(Fixture.order, filter: filter))
      #expect(page.rows.count == 1)
    }
    #expect(store.isAsSeen(seen))
    try store.add(Fixture.line, ["company": "usmf", "number": 1])
    #expect(store.isAsSeen(seen))
    try store.add(Fixture.account, ["accountid": id(3), "name": "b"])
    #expect(!store.isAsSeen(seen))
  }

  @Test("What a transaction took back counts as written")
  func rolledBack() throws {
    struct Refused: Error {}
    let store = try Place.memory.open()
    let seen = try lines(store)
    try? store.transaction {
      try store.add(Fixture.line, ["company": "usmf", "number": 1])
      throw Refused()
    }
    #expect(!store.isAsSeen(seen))
  }
}
