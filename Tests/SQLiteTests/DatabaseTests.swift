import Foundation
import SQLite
import Testing

@Suite("The wrapper over SQLite")
struct DatabaseTests {
  @Test("What is bound is what is read, of every type", arguments: Place.allCases)
  func bindingRoundTrip(place: Place) throws {
    let database = try place.open()
    try database.execute("CREATE TABLE t (i INTEGER, r REAL, t TEXT, b BLOB, n TEXT) STRICT")
    let insert = try database.cached("INSERT INTO t VALUES (?1, ?2, ?3, ?4, ?5)")
    try insert.bind(Int64.min, at: 1)
    try insert.bind(0.5, at: 2)
    try insert.bind("", at: 3)
    try insert.bind([0, 255], at: 4)
    try insert.bindNull(at: 5)
    try insert.run()
    let select = try database.cached("SELECT * FROM t")
    #expect(try select.step())
    #expect(select.int(0) == .min)
    #expect(select.double(1) == 0.5)
    #expect(select.optionalText(2) == "")
    #expect(select.blob(3) == [0, 255])
    #expect(select.optionalText(4) == nil)
    #expect(try !select.step())
  }

  @Test("A text with a zero inside is kept whole")
  func embeddedZero() throws {
    let database = try Database()
    let select = try database.prepare("SELECT ?1")
    try select.bind("a\u{0}b", at: 1)
    #expect(try select.step())
    #expect(select.text(0) == "a\u{0}b")
  }

  @Test("A transaction that throws leaves nothing behind; a savepoint inside only its own part", arguments: Place.allCases)
  func nestedTransactions(place: Place) throws {
    struct Refused: Error {}
    let database = try place.open()
    try database.execute("CREATE TABLE t (i INTEGER PRIMARY KEY)")
    try database.transaction {
      try database.execute("INSERT INTO t VALUES (1)")
      #expect(throws: Refused.self) {
        try database.transaction {
          try database.execute("INSERT INTO t VALUES (2)")
          try database.transaction { try database.execute("INSERT INTO t VALUES (3)") }
          throw Refused()
        }
      }
      try database.transaction { try database.execute("INSERT INTO t VALUES (4)") }
    }
    #expect(throws: Refused.self) {
      try database.transaction {
        try database.execute("INSERT INTO t VALUES (5)")
        throw Refused()
      }
    }
    #expect(try numbers(database) == [1, 4])
    #expect(!database.isInTransaction)
  }

  @Test("An error carries SQLite's code, its sentence and the statement")
  func errors() throws {
    let database = try Database()
    try database.execute("CREATE TABLE t (i INTEGER PRIMARY KEY, u TEXT UNIQUE)")
    let insert = try database.cached("INSERT INTO t (u) VALUES (?1)")
    try insert.bind("a", at: 1)
    try insert.run()
    let error = #expect(throws: SQLiteError.self) { try insert.run() }
    #expect(error?.isUniqueViolation == true)
    #expect(error?.code == 2067)
    #expect(error?.message == "UNIQUE constraint failed: t.u")
    #expect(error?.sql == "INSERT INTO t (u) VALUES (?1)")
    let syntax = #expect(throws: SQLiteError.self) { try database.prepare("SELEKT 1") }
    #expect(syntax?.message == "near \"SELEKT\": syntax error")
    #expect(throws: SQLiteError.self) { try database.prepare("-- nothing") }
  }

  @Test("The statement cache answers the same statement, but never one that is running")
  func statementCache() throws {
    let database = try Database()
    try database.execute("CREATE TABLE t (i INTEGER PRIMARY KEY); INSERT INTO t VALUES (1), (2)")
    let outer = try database.cached("SELECT i FROM t")
    #expect(try database.cached("SELECT i FROM t") === outer)
    #expect(try outer.step())
    let inner = try database.cached("SELECT i FROM t")
    #expect(inner !== outer)
    #expect(try inner.step())
    #expect(try outer.step())
    #expect(outer.int(0) == 2)
    outer.reset()
    #expect(try database.cached("SELECT i FROM t") === outer)
  }

  @Test("A snapshot brings everything back, also from a file into memory", arguments: Place.allCases, Place.allCases)
  func snapshots(from: Place, to: Place) throws {
    let source = try from.open()
    try source.execute("CREATE TABLE t (i INTEGER PRIMARY KEY); INSERT INTO t VALUES (1), (2)")
    let image = try source.serialize()
    let target = try to.open()
    try target.execute("CREATE TABLE t (i INTEGER PRIMARY KEY); INSERT INTO t VALUES (9)")
    #expect(try numbers(target) == [9])
    try target.deserialize(image)
    #expect(try numbers(target) == [1, 2])
    try target.execute("INSERT INTO t VALUES (3)")
    #expect(try numbers(target) == [1, 2, 3])
    try target.deserialize(image)
    #expect(try numbers(target) == [1, 2])
    #expect(try numbers(source) == [1, 2])
  }

  @Test("The snapshot of an empty database is an empty database")
  func emptySnapshot() throws {
    let image = try Database().serialize()
    let target = try Database()
    try target.execute("CREATE TABLE t (i INTEGER PRIMARY KEY)")
    try target.deserialize(image)
    try target.execute("CREATE TABLE t (i INTEGER PRIMARY KEY)")
  }

  @Test("A collation of our own orders and compares; a function of our own calculates and refuses")
  func extensions() throws {
    let database = try Database()
    try database.addCollation("BY_LENGTH") { $0.count - $1.count }
    try database.addFunction("twice", argumentCount: 1) { $0.int(0) > 100 ? .failure("too much") : .int($0.int(0) * 2) }
    let select = try database.prepare("SELECT 'aa' = 'bb' COLLATE BY_LENGTH, twice(21)")
    #expect(try select.step())
    #expect(select.bool(0))
    #expect(select.int(1) == 42)
    let error = #expect(throws: SQLiteError.self) { try database.prepare("SELECT twice(101)").run() }
    #expect(error?.message == "too much")
  }

  @Test("What a file held is there when it is opened again, with a write-ahead log")
  func reopening() throws {
    let path = Place.freshPath()
    defer { Place.remove(path) }
    do {
      let database = try Database(.file(path), synchronous: .full)
      try database.execute("CREATE TABLE t (i INTEGER PRIMARY KEY); INSERT INTO t VALUES (7)")
      #expect(database.changes == 1)
      #expect(database.lastInsertRowID == 7)
    }
    let database = try Database(.file(path))
    #expect(try numbers(database) == [7])
    let mode = try database.prepare("PRAGMA journal_mode")
    #expect(try mode.step())
    #expect(mode.text(0) == "wal")
    #expect(throws: SQLiteError.self) { try Database(.file("/nowhere/at/all")) }
  }

  @Test("What is read together is read from one state, whatever others write meanwhile")
  func readingTogether() throws {
    let path = Place.freshPath()
    defer { Place.remove(path) }
    let database = try Database(.file(path))
    try database.execute("CREATE TABLE t (i INTEGER PRIMARY KEY); INSERT INTO t VALUES (7)")
    let other = try Database(.file(path))
    try database.reading {
      #expect(try numbers(database) == [7])
      try other.execute("INSERT INTO t VALUES (8)")
      #expect(try numbers(database) == [7])
    }
    #expect(try numbers(database) == [7, 8])
    #expect(throws: CancellationError.self) { try database.reading { throw CancellationError() } }
    #expect(!database.isInTransaction)
    #expect(try database.transaction { try database.reading { try numbers(database) } } == [7, 8])
  }

  private func numbers(_ database: Database) throws -> [Int64] {
    let select = try database.cached("SELECT i FROM t ORDER BY i")
    var numbers: [Int64] = []
    while try select.step() { numbers.append(select.int(0)) }
    select.reset()
    return numbers
  }
}

/// Where a database of a test lives: the same body runs over both.
enum Place: CaseIterable {
  case memory, file

  func open() throws -> Database {
    switch self {
    case .memory: return try Database(.memory)
    case .file:
      let path = Self.freshPath()
      let database = try Database(.file(path))
      // After a first write all files are open; without a name they go away with the database.
      try database.execute("PRAGMA user_version = 1")
      Self.remove(path)
      return database
    }
  }

  static func remove(_ path: String) {
    for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
  }

  static func freshPath() -> String {
    var generator = SystemRandomNumberGenerator()
    return NSTemporaryDirectory() + "/p2c-sqlite-\(generator.next()).db"
  }
}
