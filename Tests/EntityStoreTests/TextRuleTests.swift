import EntityStore
import OData
import Testing

@Suite("Comparing texts")
struct TextRuleTests {
  @Test(
    "Case, accents of Latin letters and trailing blanks do not matter",
    arguments: [
      ("Contoso", "CONTOSO  "), ("Zoë", "zoe"), ("Straße", "STRASSE"), ("ÅÄÖ", "aao"), ("e\u{301}", "É"), ("Łódź", "lodz"), ("ΑΒΓ", "αβγ"),
      ("ЖУК", "жук"), ("", "   "), ("Ǆ", "ǆ"), ("Northgate Music É", "Northgate Music e "), ("Northgate MUSIC", "Northgate Music"),
    ])
  func equal(left: String, right: String) throws {
    let store = try Place.memory.open()
    try store.add(Fixture.account, ["accountid": id(1), "name": .string(left)])
    #expect(try store.count(StoreQuery(Fixture.account, filter: eq("name", .string(right)))) == 1)
    #expect(try store.count(StoreQuery(Fixture.account, filter: compare("name", .lt, .string(right)))) == 0)
    #expect(try store.count(StoreQuery(Fixture.account, filter: compare("name", .gt, .string(right)))) == 0)
  }

  @Test(
    "Everything else does",
    arguments: [("a", "b"), (" a", "a"), ("a b", "ab"), ("日", "本"), ("a\u{1}", "a"), ("0", "O"), ("Northgate 1", "Northgate 2")])
  func different(left: String, right: String) throws {
    let store = try Place.memory.open()
    try store.add(Fixture.account, ["accountid": id(1), "name": .string(left)])
    #expect(try store.count(StoreQuery(Fixture.account, filter: eq("name", .string(right)))) == 0)
  }

  @Test("The order is the same whichever pair is compared first: a total order")
  func totalOrder() throws {
    let texts = [
      "", " ", "a", "A ", "ä", "aa", "z", "Zz", "ß", "ss", "é", "e\u{301}x", "日", "\u{301}", "a\u{301}", "!", "{", "_", "a\u{1}",
      "Northwind", "northwind T", "Northwinds", "Northwindé", "Northwind\u{301}",
    ]
    var orders: Set<[String]> = []
    for shift in texts.indices {
      let store = try Place.memory.open()
      for (number, text) in (texts[shift...] + texts[..<shift]).enumerated() {
        try store.add(Fixture.account, ["accountid": id(UInt64(number)), "name": .string(text)])
      }
      let names = try store.page(StoreQuery(Fixture.account, orderBy: [OrderItem(path("name")), OrderItem(path("accountid"))])).rows
        .map { $0["name"].description }
      // Texts that are equal may stand in any order among themselves: put the first of the list for each of them.
      orders.insert(
        try names.map { name in
          try texts.first { text in
            try store.page(StoreQuery(Fixture.account, filter: .and(eq("name", .string(text)), eq("name", .string(name))))).rows.count > 0
          } ?? name
        })
    }
    #expect(orders.count == 1)
  }
}
