import CSQLite
import Testing

@testable import SQLite

@Suite("Memory for pages")
struct PageMemoryTests {
  @Test("Pages lie apart from what else SQLite keeps, and what is given back is used again")
  func slots() throws {
    _ = try Database(.memory)
    #expect(PageMemory.isInUse)
    let page = try #require(sqlite3_malloc(4360))
    let small = try #require(sqlite3_malloc(100))
    #expect(sqlite3_msize(page) >= 4360)
    #expect(sqlite3_msize(small) < 4096)
    // Large enough already, and too small.
    page.storeBytes(of: 42, as: Int.self)
    #expect(sqlite3_realloc(page, 4400) == page)
    let large = try #require(sqlite3_realloc(page, 100_000))
    #expect(large != page)
    #expect(large.load(as: Int.self) == 42)
    sqlite3_free(large)
    sqlite3_free(small)
    sqlite3_free(nil)
  }

  @Test("Databases on many threads take and give back pages without losing any")
  func threads() async throws {
    let sums = try await withThrowingTaskGroup(of: Int64.self) { group in
      for seed in 0..<8 {
        group.addTask {
          var sum: Int64 = 0
          for round in 0..<5 {
            let database = try Database(.memory)
            try database.execute("CREATE TABLE t (i INTEGER PRIMARY KEY, text TEXT) STRICT")
            let insert = try database.cached("INSERT INTO t (text) VALUES (?1)")
            try database.transaction {
              for number in 0..<2_000 {
                try insert.bind("\(seed)/\(round)/\(number) " + String(repeating: "x", count: number % 900), at: 1)
                try insert.run()
              }
            }
            let check = try database.prepare("SELECT count(*) FROM t WHERE text LIKE '\(seed)/\(round)/%'")
            _ = try check.step()
            sum += check.int(0)
          }
          return sum
        }
      }
      return try await group.reduce(0, +)
    }
    #expect(sums == 8 * 5 * 2_000)
  }
}
