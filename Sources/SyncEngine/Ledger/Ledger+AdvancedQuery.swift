import OData
import SQLite

extension Ledger {
  /// Whether a project has run with an advanced query at some time: it cannot go back (R-ENG-13).
  func usesAdvancedQuery(project: String) throws -> Bool {
    let statement = try database.cached("SELECT by_query FROM projects WHERE name = ?")
    defer { statement.reset() }
    try statement.bind(project, at: 1)
    return try statement.step() && statement.bool(0)
  }

  /// Notes that a project has an advanced query from now on.
  func keepAdvancedQuery(project: String, at now: Timestamp) throws {
    guard try !usesAdvancedQuery(project: project) else { return }
    try write {
      try renew(at: now)
      let statement = try database.cached("UPDATE projects SET by_query = 1 WHERE name = ?")
      try statement.bind(project, at: 1)
      try statement.run()
    }
  }
}
