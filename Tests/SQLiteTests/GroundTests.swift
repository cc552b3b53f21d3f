import SQLite
import Testing

@Suite("The ground of a database")
struct GroundTests {
  private func grounded() throws -> Database {
    let database = try Database()
    try database.execute(
      "CREATE TABLE t (i INTEGER PRIMARY KEY AUTOINCREMENT, s TEXT UNIQUE); INSERT INTO t (s) VALUES ('one'), ('two')")
    try database.layGround()
    return database
  }

  private func history(_ database: Database, _ words: [String]) throws -> [UInt8] {
    struct Refused: Error {}
    for word in words {
      try? database.transaction {
        let insert = try database.cached("INSERT INTO t (s) VALUES (?1)")
        try insert.bind(word + String(repeating: "-", count: 3000), at: 1)
        try insert.run()
        try? database.transaction {
          try database.execute("DELETE FROM t WHERE s LIKE 'o%'")
          throw Refused()
        }
        if word.hasPrefix("no") { throw Refused() }
      }
    }
    try database.execute("UPDATE t SET s = s || '!' WHERE i % 2 = 0")
    return try database.serialize()
  }

  private func texts(_ database: Database) throws -> [String] {
    let select = try database.cached("SELECT s FROM t ORDER BY i")
    defer { select.reset() }
    var texts: [String] = []
    while try select.step() { texts.append(String(select.text(0).prefix(5))) }
    return texts
  }

  @Test("What is done on a ground is the same, to the byte, as without one, however often it was left and come back to")
  func sameBytes() throws {
    let plain = try Database()
    try plain.deserialize(try grounded().serialize())
    let words = ["red", "no", "blue", "green", "nothing", "white"]
    let expected = try history(plain, words)
    let database = try grounded()
    #expect(try history(database, words) == expected)
    for round in 0..<3 {
      #expect(try database.returnToGround())
      #expect(try texts(database) == ["one", "two"])
      _ = try history(database, Array(words.suffix(round)) + ["other \(round)"])
      #expect(try database.returnToGround())
      #expect(try history(database, words) == expected)
    }
  }

  @Test("Tables made on a ground go with it, and statements go on working")
  func tables() throws {
    let database = try grounded()
    let insert = try database.cached("INSERT INTO t (s) VALUES (?1)")
    for _ in 0..<2 {
      try database.execute("CREATE TABLE other (i INTEGER)")
      try insert.bind("three", at: 1)
      try insert.run()
      #expect(database.lastInsertRowID == 3)
      #expect(try texts(database) == ["one", "two", "three"])
      #expect(try database.returnToGround())
      #expect(throws: SQLiteError.self) { try database.execute("INSERT INTO other VALUES (1)") }
    }
    #expect(try texts(database) == ["one", "two"])
  }

  @Test("A transaction on a ground is one: it keeps all or nothing, and nobody returns to the ground within it")
  func transactions() throws {
    struct Refused: Error {}
    let database = try grounded()
    #expect(!database.isInTransaction)
    #expect(throws: Refused.self) {
      try database.transaction {
        #expect(database.isInTransaction)
        #expect(try !database.returnToGround())
        try database.execute("DELETE FROM t")
        throw Refused()
      }
    }
    try database.transaction { try database.execute("DELETE FROM t WHERE i = 1") }
    #expect(try texts(database) == ["two"])
  }

  @Test("Another content put in place of a database's own takes its ground away")
  func replaced() throws {
    let database = try grounded()
    let other = try Database()
    try other.execute("CREATE TABLE t (i INTEGER PRIMARY KEY, s TEXT); INSERT INTO t VALUES (9, 'nine')")
    try database.deserialize(try other.serialize())
    #expect(try !database.returnToGround())
    #expect(try texts(database) == ["nine"])
    try database.transaction { try database.execute("DELETE FROM t") }
    #expect(try texts(database) == [])
  }

  @Test("A statement that is in the middle of a run does not keep a database from its ground")
  func runningStatement() throws {
    let database = try grounded()
    try database.execute("INSERT INTO t (s) VALUES ('three')")
    let select = try database.prepare("SELECT s FROM t")
    #expect(try select.step())
    #expect(try database.returnToGround())
    select.reset()
    #expect(try texts(database) == ["one", "two"])
  }
}
