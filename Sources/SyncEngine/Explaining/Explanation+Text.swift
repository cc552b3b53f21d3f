extension Explanation {
  /// As a person reads it: each record with its verdict, what would move it, and what was seen at the three places.
  public var lines: [String] {
    if !problems.isEmpty {
      return ["\(project) does not run, so that nothing of it moves:"] + problems.map { "  \($0)" }
    }
    if isEmpty {
      var lines = ["\(project) knows no record '\(key)': neither a source, nor the ledger, nor a destination has it"]
      for task in tasks { lines.append("  \(task.task): \(task.source) has no such row" + (task.hint.map { "; \($0)" } ?? "")) }
      return lines
    }
    return tasks.filter { !$0.records.isEmpty }.flatMap(\.lines)
  }
}

extension TaskExplanation {
  fileprivate var lines: [String] {
    records.flatMap { record -> [String] in
      let key = record.destinationKey.isEmpty ? "(no key)" : record.destinationKey
      return ["\(task): \(source) \(record.sourceKey ?? "(no row)") → \(destination) \(key)"]
        + record.lines.map { "  \($0)" }
    } + (hasMore ? ["\(task): and more rows of this key; name one of them"] : [])
  }
}

extension RecordExplanation {
  fileprivate var lines: [String] {
    var lines = [cause]
    if let remedy { lines.append("to move it: \(remedy)") }
    lines.append("source       \(isAtSource ? "there" : "not there")")
    for clause in clauses { lines.append("  \(clause.holds ? "passes " : "held by") \(clause.text)") }
    for lookup in lookups { lines.append("  lookup  \(lookup.field) '\(lookup.value)': \(lookup.problem == nil ? "found" : "not found")") }
    lines.append("ledger       \(ledgerText)")
    lines.append("destination  \(isAtDestination.map { $0 ? "there" : "not there" } ?? "its key is not known")")
    for difference in differences {
      lines.append("  \(difference.field) is '\(difference.destination)' there, '\(difference.source)' at the source")
    }
    return lines
  }

  private var ledgerText: String {
    guard let ledger else { return "never seen" }
    let tries = ledger.attempts > 0 ? ", attempt \(ledger.attempts)" : ""
    return "\(ledger.outcome) in execution \(ledger.execution)\(tries)\(ledger.reason.map { ": \($0)" } ?? "")"
  }
}
