public import OData

extension Explanation {
  /// For programs. `version` rises when a member is taken away or changes its meaning, not when one is added.
  public var json: JSON {
    .object([
      "version": 1, "project": .string(project), "key": .string(key), "problems": .array(problems.map { .string("\($0)") }),
      "tasks": .array(tasks.map(\.json)),
    ])
  }
}

extension TaskExplanation {
  fileprivate var json: JSON {
    .object([
      "task": .string(task), "source": .string(source), "destination": .string(destination), "hasMore": .bool(hasMore),
      "records": .array(records.map(\.json)),
    ])
  }
}

extension RecordExplanation {
  /// Flat enough for a table: what was found, and the verdict.
  public var json: JSON {
    .object([
      "sourceKey": sourceKey.map { .string($0) } ?? .null, "destinationKey": .string(destinationKey), "verdict": .string(verdict.rawValue),
      "cause": .string(cause), "remedy": remedy.map { .string($0) } ?? .null, "isAtSource": .bool(isAtSource),
      "isAtDestination": isAtDestination.map { .bool($0) } ?? .null,
      "clauses": .array(clauses.map { .object(["clause": .string($0.text), "holds": .bool($0.holds)]) }),
      "lookups": .array(
        lookups.map {
          .object(["field": .string($0.field), "value": .string($0.value), "problem": $0.problem.map { .string($0) } ?? .null])
        }),
      "ledger": ledger?.json ?? .null,
      "differences": .array(
        differences.map {
          .object(["field": .string($0.field), "source": .string($0.source), "destination": .string($0.destination)])
        }),
    ])
  }
}

extension LedgerEntry {
  public var json: JSON {
    .object([
      "project": .string(project), "task": .string(task), "sourceKey": .string(sourceKey), "destinationKey": .string(destinationKey),
      "outcome": .string("\(outcome)"), "attempts": .number(ExactDecimal(attempts)), "execution": .number(ExactDecimal(execution)),
      "reason": reason.map { .string($0) } ?? .null,
    ])
  }
}
