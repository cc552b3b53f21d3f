import EntityStore
import OData
import Testing

@Suite("Stores that begin with an image")
struct ImageTests {
  private let layout = StoreLayout(tables: [Fixture.account, Fixture.line], edm: Fixture.edm)

  private func start() throws -> EntityStore.Image {
    let store = try EntityStore(location: .memory, layout: layout, textRules: TextRules())
    try store.add(Fixture.line, ["company": "usmf", "number": 1])
    try store.add(Fixture.account, ["accountid": id(1)])
    return try store.image()
  }

  /// A short life: what it leaves must not be seen in another.
  private func live(_ store: EntityStore, _ number: Int64) throws -> [UInt8] {
    struct Refused: Error {}
    let row = try store.add(Fixture.line, ["company": "usmf", "number": .int(number)])
    _ = try store.update(row, [(5, "x")])
    try? store.transaction {
      try store.add(Fixture.line, ["company": "usmf", "number": .int(number + 1)])
      throw Refused()
    }
    if let first = try store.row(Fixture.line, where: ["number"], equal: [1]) { try store.delete(first) }
    try store.keep([1, 2, 3], as: "file \(number)")
    return try store.snapshot()
  }

  /// What a store that begins with the image holds: the same but for SQLite's own count of how often the schema was replaced.
  private func copy(of image: EntityStore.Image) throws -> EntityStore.Image {
    try EntityStore(location: .copy(image), layout: layout, textRules: TextRules()).image()
  }

  @Test("A store begins with the image, whatever stores of the same image did before it, and goes the same way to the byte")
  func reused() throws {
    let image = try start()
    let beginning = try copy(of: image)
    let expected = try live(EntityStore(location: .copy(image), layout: layout, textRules: TextRules()), 7)
    for number in 20..<24 {
      do {
        let store = try EntityStore(location: .copy(image), layout: layout, textRules: TextRules())
        #expect(try store.image() == beginning)
        #expect(store.version == 2)
        #expect(try store.row(Fixture.line, where: ["number"], equal: [.int(Int64(number - 1))]) == nil)
        #expect(try store.contents(of: "file \(number - 1)") == nil)
        _ = try live(store, Int64(number))
      }
      let store = try EntityStore(location: .copy(image), layout: layout, textRules: TextRules())
      #expect(try live(store, 7) == expected)
    }
  }

  @Test("A store that has grown large keeps what it holds, and leaves its connection to nobody")
  func grown() throws {
    let image = try start()
    let beginning = try copy(of: image)
    do {
      let store = try EntityStore(location: .copy(image), layout: layout, textRules: TextRules())
      for turn in 0..<11 {
        try store.transaction {
          for number in 0..<1_000 {
            try store.add(Fixture.line, ["company": "usmf", "number": .int(Int64(100 + 1_000 * turn + number))])
          }
        }
      }
      struct Refused: Error {}
      #expect(throws: Refused.self) {
        try store.transaction {
          try store.add(Fixture.line, ["company": "usmf", "number": 7])
          throw Refused()
        }
      }
      #expect(try store.row(Fixture.line, where: ["number"], equal: [7]) == nil)
      #expect(try store.count(StoreQuery(Fixture.line)) == 11_001)
      #expect(
        try EntityStore(location: .copy(store.image()), layout: layout, textRules: TextRules()).count(StoreQuery(Fixture.line)) == 11_001)
    }
    #expect(try copy(of: image) == beginning)
  }

  @Test("Stores of one image live side by side")
  func sideBySide() throws {
    let image = try start()
    let beginning = try copy(of: image)
    _ = try live(EntityStore(location: .copy(image), layout: layout, textRules: TextRules()), 7)
    let one = try EntityStore(location: .copy(image), layout: layout, textRules: TextRules())
    let other = try EntityStore(location: .copy(image), layout: layout, textRules: TextRules())
    _ = try live(one, 7)
    #expect(try other.image() == beginning)
    #expect(try other.row(Fixture.line, where: ["number"], equal: [7]) == nil)
  }

  @Test("A store whose content was replaced, or that was given other tables, leaves nothing to others")
  func changed() throws {
    let image = try start()
    let beginning = try copy(of: image)
    do {
      let store = try EntityStore(location: .copy(image), layout: layout, textRules: TextRules())
      let empty = try EntityStore(location: .memory, layout: layout, textRules: TextRules())
      try store.restore(try empty.snapshot())
      #expect(try store.row(Fixture.line, where: ["number"], equal: [1]) == nil)
    }
    do {
      let store = try EntityStore(location: .copy(image), layout: layout, textRules: TextRules())
      #expect(try store.image() == beginning)
      try store.adopt(StoreLayout(tables: [Fixture.account, Fixture.line], edm: Fixture.edm)) {}
      try store.add(Fixture.line, ["company": "usmf", "number": 9])
    }
    let store = try EntityStore(location: .copy(image), layout: layout, textRules: TextRules())
    #expect(try store.image() == beginning)
    #expect(try store.row(Fixture.line, where: ["number"], equal: [9]) == nil)
  }

  @Test("What stores start with is written once, and each begins with it alone")
  func started() throws {
    var starts = 0
    for _ in 0..<3 {
      let store = try EntityStore(location: .memory, layout: layout, textRules: TextRules()) { store in
        starts += 1
        try store.add(Fixture.line, ["company": "usmf", "number": 1])
      }
      #expect(store.version == 1)
      try store.add(Fixture.line, ["company": "usmf", "number": 2])
    }
    #expect(starts == 1)
  }
}
