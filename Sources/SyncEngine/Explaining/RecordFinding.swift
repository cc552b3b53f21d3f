import OData

/// What was found out about one row of the source, and the verdict that follows: the first thing that holds it back.
struct RecordFinding {
  let plan: TaskPlan
  let row: MappedRow
  let known: LedgerRow?
  let entry: LedgerEntry?
  let clauses: [RecordExplanation.Clause]
  let lookups: [RecordExplanation.Lookup]
  /// What it says now is what was written last.
  let isSame: Bool
  /// An ordinary run asks for it.
  let isChanged: Bool
  let isThere: Bool
  /// Keys of other source rows in scope with the same key at the destination.
  let others: [String]

  var verdict: (RecordExplanation.Verdict, cause: String, remedy: String?) {
    heldByFilter ?? blankKey ?? keyGivenTwice ?? cannotBeMapped ?? lookupNotFound ?? waiting ?? settled
  }

  private typealias Result = (RecordExplanation.Verdict, cause: String, remedy: String?)

  private var heldByFilter: Result? {
    let closed = clauses.filter { !$0.holds }.map(\.text)
    guard !closed.isEmpty else { return nil }
    let earlier = known?.isAtDestination == true ? "; what it was before is at the destination, changes since are held back" : ""
    let remedies = ClauseRemedy.texts(for: closed)
    return (
      .heldByFilter, "the filter holds it back: \(closed.joined(separator: ", and "))\(earlier)",
      remedies.isEmpty ? "change the row so that it passes, or the filter of the task" : remedies.joined(separator: "; ")
    )
  }

  private var blankKey: Result? {
    // A row with a value that cannot be converted has no key values either, and a failure that says so.
    guard row.keyValues.isEmpty, row.failure == nil else { return nil }
    let blank = plan.columns.indices.filter { plan.columns[$0].isKey && row.values[$0].isNull }.map { plan.columns[$0].sourceLabel }
    let fields = blank.joined(separator: ", ")
    return (.blankKey, "its business key is blank: \(fields)", "fill in \(fields) at the source")
  }

  private var keyGivenTwice: Result? {
    guard !others.isEmpty else { return nil }
    return (
      .keyGivenTwice,
      "the key \(row.destinationKey) is also that of source row \(others.joined(separator: ", ")): each overwrites the other at the "
        + "destination",
      "give each a key of its own at the source"
    )
  }

  private var cannotBeMapped: Result? {
    row.failure.map { (.valueCannotBeMapped, $0, "correct the value at the source, or add it to the value map of the project") }
  }

  private var lookupNotFound: Result? {
    guard let lookup = lookups.first(where: { $0.problem != nil }), let problem = lookup.problem else { return nil }
    let sets = plan.lookups.first { $0.label == lookup.field }?.targets.map(\.set).joined(separator: " or ") ?? "the destination"
    let isAmbiguous = problem.contains("ambiguous")
    return (
      .lookupNotFound, problem,
      isAmbiguous
        ? "leave one row of '\(lookup.value)' in \(sets)"
        : "bring '\(lookup.value)' to \(sets) first (run the project that moves it, or enter it there); the next run tries this row again"
    )
  }

  private var waiting: Result? {
    guard let known, let entry else { return nil }
    let tries = "execution \(entry.execution), \(entry.attempts == 1 ? "1 try" : "\(entry.attempts) tries")"
    switch known.outcome {
    case .failed:
      return (
        .failed, "the destination refused it (\(tries)): \(entry.reason ?? "no reason given")",
        "do what the reason asks for; the next run tries this row again, even unchanged"
      )
    case .inDoubt:
      return (
        .inDoubt, "whether it was written is not known (\(tries)): \(entry.reason ?? "no answer")",
        "run again: the write is repeated safely"
      )
    case .created, .updated, .unchanged, .skipped: return nil
    }
  }

  private var settled: Result {
    if let known, isSame, known.isAtDestination {
      if isThere { return (.atDestination, "it is at the destination, and has not changed since execution \(entry?.execution ?? 0)", nil) }
      return (
        .goneFromDestination, "execution \(entry?.execution ?? 0) was the last to write it, and the destination has it no longer",
        "change it at the source, or run the project with all data"
      )
    }
    if isChanged {
      return (
        .nextRun, known == nil ? "no run has seen it yet" : "it has changed since execution \(entry?.execution ?? 0)", "run the project"
      )
    }
    return (
      .passedBy, "it passes the filter now, but has not changed since the task read past it", "change it, or run the project with all data"
    )
  }
}
