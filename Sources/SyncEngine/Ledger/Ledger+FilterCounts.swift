import SQLite

extension Ledger {
  /// What the tasks of an execution that read nothing found out about their filters, by the task's position.
  public func filterCounts(execution: Int64) throws -> [Int: FilterCounts] {
    let statement = try database.cached(
      """
      SELECT task_position, subject, clause, rows, is_least FROM filter_counts WHERE execution = ? ORDER BY task_position, position
      """)
    defer { statement.reset() }
    try statement.bind(execution, at: 1)
    var counts: [Int: [FilterCount]] = [:]
    var hints: [Int: String] = [:]
    while try statement.step() {
      guard let subject = FilterCount.Subject(code: statement.int(1), clause: statement.optionalText(2)) else { continue }
      if subject == .source { hints[Int(statement.int(0))] = statement.optionalText(2) }
      counts[Int(statement.int(0)), default: []].append(
        FilterCount(subject: subject, rows: Int(statement.int(3)), isLeast: statement.bool(4)))
    }
    return Dictionary(uniqueKeysWithValues: counts.map { ($0.key, FilterCounts($0.value, hint: hints[$0.key])) })
  }

  /// Part of the transaction that ends an execution.
  func record(_ counts: FilterCounts, task: Int, execution: Int64) throws {
    let statement = try database.cached(
      """
      INSERT OR REPLACE INTO filter_counts (execution, task_position, position, subject, clause, rows, is_least)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """)
    for (position, count) in counts.counts.enumerated() {
      try statement.bind(execution, at: 1)
      try statement.bind(Int64(task), at: 2)
      try statement.bind(Int64(position), at: 3)
      try statement.bind(count.subject.code, at: 4)
      // The source has no clause; what it holds back by itself stands there.
      try statement.bind(count.subject == .source ? counts.hint : count.subject.clause, at: 5)
      try statement.bind(Int64(count.rows), at: 6)
      try statement.bind(count.isLeast, at: 7)
      try statement.run()
    }
  }
}

extension FilterCount.Subject {
  fileprivate var code: Int64 {
    switch self {
    case .source: 0
    case .clause: 1
    case .filter: 2
    case .changes: 3
    }
  }

  fileprivate var clause: String? { if case .clause(let text) = self { text } else { nil } }

  fileprivate init?(code: Int64, clause: String?) {
    switch (code, clause) {
    case (0, _): self = .source
    case (1, let text?): self = .clause(text)
    case (2, _): self = .filter
    case (3, _): self = .changes
    default: return nil
    }
  }
}
