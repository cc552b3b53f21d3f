import OData
import SQLite

/// A schedule as the ledger keeps it, so that an engine that is started again knows what it missed.
struct LedgerSchedule: Hashable, Sendable {
  let project: String
  let schedule: Schedule
  /// Moments up to this one are done with.
  let position: Timestamp
}

extension Ledger {
  /// Schedules in the order in which projects were scheduled.
  func schedules() throws -> [LedgerSchedule] {
    let statement = try database.cached("SELECT project, recurrence, start, until, position FROM schedules ORDER BY place, project")
    defer { statement.reset() }
    var result: [LedgerSchedule] = []
    while try statement.step() {
      guard let recurrence = Recurrence(statement.text(1)) else { continue }
      result.append(
        LedgerSchedule(
          project: statement.text(0),
          schedule: Schedule(
            every: recurrence, from: Timestamp(milliseconds: statement.int(2)),
            until: statement.optionalInt(3).map { Timestamp(milliseconds: $0) }), position: Timestamp(milliseconds: statement.int(4))))
    }
    return result
  }

  func keep(_ schedule: Schedule, of project: String, position: Timestamp) throws {
    try write {
      let statement = try database.cached(
        """
        INSERT INTO schedules (project, place, recurrence, start, until, position)
        VALUES (?, (SELECT coalesce(max(place), 0) + 1 FROM schedules), ?, ?, ?, ?)
        ON CONFLICT (project) DO UPDATE SET recurrence = excluded.recurrence, start = excluded.start, until = excluded.until,
          position = excluded.position
        """)
      try statement.bind(project, at: 1)
      try statement.bind("\(schedule.recurrence)", at: 2)
      try statement.bind(schedule.start.milliseconds, at: 3)
      try statement.bind(schedule.end?.milliseconds, at: 4)
      try statement.bind(position.milliseconds, at: 5)
      try statement.run()
    }
  }

  func dropSchedule(of project: String) throws {
    try write {
      let statement = try database.cached("DELETE FROM schedules WHERE project = ?")
      try statement.bind(project, at: 1)
      try statement.run()
    }
  }

  /// Moments up to `position` are done with, and these were passed over.
  func pass(to position: Timestamp, of project: String, missed: [MissedRuns], at now: Timestamp) throws {
    try write {
      let statement = try database.cached("UPDATE schedules SET position = max(position, ?) WHERE project = ?")
      try statement.bind(position.milliseconds, at: 1)
      try statement.bind(project, at: 2)
      try statement.run()
      for runs in missed {
        let statement = try database.cached(
          "INSERT INTO missed_runs (project, first, last, count, reason, noted) VALUES (?, ?, ?, ?, ?, ?)")
        try statement.bind(runs.project, at: 1)
        try statement.bind(runs.first.milliseconds, at: 2)
        try statement.bind(runs.last.milliseconds, at: 3)
        try statement.bind(Int64(runs.count), at: 4)
        try statement.bind(runs.reason.rawValue, at: 5)
        try statement.bind(now.milliseconds, at: 6)
        try statement.run()
      }
    }
  }

  /// What schedules had to pass over, oldest first.
  public func missedRuns(project: String? = nil) throws -> [MissedRuns] {
    let statement = try database.cached(
      "SELECT project, first, last, count, reason FROM missed_runs WHERE ?1 IS NULL OR project = ?1 ORDER BY id")
    defer { statement.reset() }
    try statement.bind(project, at: 1)
    var result: [MissedRuns] = []
    while try statement.step() {
      result.append(
        MissedRuns(
          project: statement.text(0), first: Timestamp(milliseconds: statement.int(1)), last: Timestamp(milliseconds: statement.int(2)),
          count: Int(statement.int(3)), reason: MissedRuns.Reason(rawValue: statement.text(4)) ?? .late))
    }
    return result
  }
}
