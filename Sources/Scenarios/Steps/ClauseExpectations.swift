import OData
import StrictYAML
import SyncEngine

/// `clauses:` of a run that reads nothing: how many rows the source has (`rows`), how many a clause lets through, named by a text that
/// occurs in that clause alone, how many pass all of them (`together`), and how many have changed (`changed`).
struct ClauseExpectations: Sendable {
  private static let words: [String: FilterCount.Subject] = ["rows": .source, "together": .filter, "changed": .changes]

  /// `nil` for the first task.
  let task: YAML.Scalar?
  let position: SourcePosition
  let members: [(key: YAML.Scalar, expected: Expected)]

  /// - Returns: `nil` where nothing is expected.
  init?(_ map: MapReader, task: YAML.Scalar?, _ context: ReadingContext) {
    guard let yaml = map.value("clauses") else { return nil }
    guard case .map(let pairs, _) = yaml else {
      context.report(yaml.position, "'clauses' must be a mapping of parts of clauses to counts, not \(yaml.kind)")
      return nil
    }
    self.task = task
    position = yaml.position
    members = pairs.map { ($0.key, Expected($0.value, context.collector)) }
  }

  func check(_ outcome: ProjectOutcome, _ run: ScenarioRun) throws {
    let found = task.map { task in outcome.tasks.first { $0.task == task.text } } ?? outcome.tasks.first
    guard let found, let counts = found.filterCounts else {
      let why = found.map { $0.read > 0 ? ": it read \($0.read) rows" : ": the engine does not tell" } ?? ""
      throw ScenarioFailure(position, "the run of \(outcome.project) has no counts of clauses\(why)")
    }
    for (key, expected) in members {
      let what = "'\(key.text)' of the clauses of \(found.task)"
      try expected.check(.number(ExactDecimal(try count(key, counts).rows)), what: what, run)
    }
  }

  private func count(_ key: YAML.Scalar, _ counts: FilterCounts) throws -> FilterCount {
    let known = counts.counts.map(\.label).joined(separator: "; ")
    if let subject = Self.words[key.text] {
      if let count = counts[subject] { return count }
      throw ScenarioFailure(key.position, "'\(key.text)' was not counted; counted were: \(known)")
    }
    let fitting = counts.counts.filter { if case .clause(let text) = $0.subject { text.contains(key.text) } else { false } }
    if fitting.count == 1 { return fitting[0] }
    throw ScenarioFailure(
      key.position, "\(fitting.isEmpty ? "no clause" : "more than one clause") contains '\(key.text)'; counted were: \(known)")
  }
}
