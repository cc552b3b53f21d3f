/// How many rows of a source something lets through.
public struct FilterCount: Hashable, Sendable {
  public enum Subject: Hashable, Sendable {
    /// The source entity as it is, in the company of the connection set.
    case source
    /// One clause of the filter: what stands between its topmost `and`s.
    case clause(String)
    /// The whole filter; absent where it has one clause.
    case filter
    /// Changed since the last run; absent where the source is read in full.
    case changes
  }

  public let subject: Subject
  public let rows: Int
  /// There may be more: the service counts no further.
  public let isLeast: Bool

  /// Dataverse counts no further (sourced: "count rows").
  static let dataverseMax = 5000

  public init(subject: Subject, rows: Int, isLeast: Bool = false) {
    self.subject = subject
    self.rows = rows
    self.isLeast = isLeast
  }

  /// `12`, or `5,000 or more`.
  public var text: String { isLeast ? "5,000 or more" : "\(rows)" }

  /// What was counted, in words.
  public var label: String {
    switch subject {
    case .source: "rows at the source"
    case .clause(let text): text
    case .filter: "every clause at once"
    case .changes: "changed since the last run"
    }
  }
}

/// Why a task has read nothing: what each clause of its filter lets through. A run that ends Completed without a row is the commonest
/// silent trap of this integration (proposed: data-integration.md 4.4).
public struct FilterCounts: Hashable, Sendable {
  /// The source first, then the clauses in the filter's order, the whole filter, and what has changed.
  public let counts: [FilterCount]
  /// What the source entity itself holds back, where that is known.
  public let hint: String?

  public init(_ counts: [FilterCount], hint: String? = nil) {
    self.counts = counts
    self.hint = hint
  }

  public subscript(_ subject: FilterCount.Subject) -> FilterCount? { counts.first { $0.subject == subject } }

  /// The conclusion in one line.
  public var finding: String {
    if let source = self[.source], source.rows == 0 {
      return "the source has no row" + (hint.map { "; \($0)" } ?? "")
    }
    let closed = counts.filter { if case .clause = $0.subject { $0.rows == 0 } else { false } }
    if !closed.isEmpty {
      let remedies = ClauseRemedy.texts(for: closed.map(\.label))
      return "no row passes \(closed.map(\.label).joined(separator: ", nor "))"
        + (remedies.isEmpty ? "" : "; \(remedies.joined(separator: "; "))")
    }
    if self[.filter]?.rows == 0 { return "each clause lets rows through, but no row passes all of them at once" }
    if self[.changes]?.rows == 0 { return "no row has changed since the last run" }
    if self[.changes] != nil { return "rows have changed since the last run, but none of them passes the filter" }
    return "rows have come into being since the source was read"
  }

  /// The conclusion, and each count in a line of its own.
  public var lines: [String] {
    let width = min(counts.map(\.label.count).max() ?? 0, 110)
    return ["nothing was read: \(finding)"]
      + counts.map { "  \($0.label)\(String(repeating: " ", count: max(0, width - $0.label.count)))  \($0.text)" }
  }
}
