public import OData
import SQLite

extension Ledger {
  /// An event for one target.
  public struct Notification: Hashable, Sendable {
    public let id: Int64
    public let project: String
    /// The target's label, which gives no secret away.
    public let target: String
    /// `execution.finished`, `runs.missed`.
    public let event: String
    /// The event as it is sent.
    public let body: String
    public let created: Timestamp
    public let attempts: Int
    /// `nil` as long as nobody has taken it.
    public let delivered: Timestamp?
    /// Why it was not taken the last time.
    public let failure: String?
  }

  func add(_ event: NotificationEvent, to target: String, at now: Timestamp) throws {
    try write {
      let statement = try database.cached("INSERT INTO notifications (project, target, event, body, created) VALUES (?, ?, ?, ?, ?)")
      try statement.bind(event.project, at: 1)
      try statement.bind(target, at: 2)
      try statement.bind(event.name, at: 3)
      try statement.bind(event.json.text, at: 4)
      try statement.bind(now.milliseconds, at: 5)
      try statement.run()
    }
  }

  /// Events that this target has not taken yet and that are worth another try, oldest first.
  func waitingNotifications(target: String) throws -> [Notification] {
    try notifications(where: "target = ?1 AND delivered IS NULL AND attempts < \(Notifier.attemptsMax)", target)
  }

  /// Every event of the last 45 days, oldest first.
  public func notifications(project: String? = nil) throws -> [Notification] {
    try notifications(where: "?1 IS NULL OR project = ?1", project)
  }

  private func notifications(where condition: String, _ argument: String?) throws -> [Notification] {
    let statement = try database.cached(
      """
      SELECT id, project, target, event, body, created, attempts, delivered, failure FROM notifications WHERE \(condition) ORDER BY id
      """)
    defer { statement.reset() }
    try statement.bind(argument, at: 1)
    var result: [Notification] = []
    while try statement.step() {
      result.append(
        Notification(
          id: statement.int(0), project: statement.text(1), target: statement.text(2), event: statement.text(3), body: statement.text(4),
          created: Timestamp(milliseconds: statement.int(5)), attempts: Int(statement.int(6)),
          delivered: statement.optionalInt(7).map { Timestamp(milliseconds: $0) }, failure: statement.optionalText(8)))
    }
    return result
  }

  func note(_ notification: Int64, delivered: Timestamp?, failure: String?) throws {
    try write {
      let statement = try database.cached(
        "UPDATE notifications SET attempts = attempts + 1, delivered = ?, failure = ? WHERE id = ?")
      try statement.bind(delivered?.milliseconds, at: 1)
      try statement.bind(failure, at: 2)
      try statement.bind(notification, at: 3)
      try statement.run()
    }
  }
}
