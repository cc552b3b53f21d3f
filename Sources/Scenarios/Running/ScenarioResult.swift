public import OData
public import StrictYAML

/// How one scenario ended.
public struct ScenarioResult: Sendable {
  public enum Outcome: Sendable {
    case passed
    case failed(FailureReport)
    /// The program itself broke; says nothing about the systems.
    case broken(String)
    /// A file it stands on, its baseline for example, is malformed: it was not run.
    case malformed(MalformedFile)
    /// It asks of an engine what the one that is judged does not do; says nothing about it.
    case notForThisEngine(String)
  }

  public let path: String
  public let title: String
  public let proves: [String]
  public let tags: [String]
  public var outcome: Outcome
  /// Set when it is known to fail; it then passes by failing.
  public var knownIssue: KnownIssue?
  /// Its number in the whole run, from 0, whichever shard it was in.
  public var position = 0
  /// The level of Supply Chain it began at: `7.3`, `7.2+KB4036461`.
  public var level = ""
  /// The version of the solution in Sales it began with; `nil` for none.
  public var solution: String?
  /// Virtual time when it began; `nil` where nobody knows.
  public var began: Timestamp?
  /// What happened, where the options asked for it and wherever it did not pass.
  public var history: ScenarioHistory?
  /// Lines the scenario printed and what its loads and loops reported.
  public var notes: [String] = []
  /// Documents that were compared on both sides at the end, by kind.
  public var documents: [DocumentCount] = []
  /// Wall-clock time, from the stopwatch the runner was given.
  public var nanoseconds: Int64 = 0
  /// Virtual time when it ended.
  public var virtualTime: Timestamp
  /// Requests sent to the systems by steps and checks; the engine's own are not among them.
  public var requests = 0
  public var executions = 0
  /// Steps performed, those within loops each time.
  public var steps = 0
  /// Fingerprint of both systems at the end, where the options asked for it.
  public var endState: String?
  /// What both systems held at the end, where the options asked for it.
  var businessState: [String]?

  public var isPassed: Bool { if case .passed = outcome { true } else { false } }
  /// Failed, broken or malformed.
  public var isProblem: Bool {
    switch outcome {
    case .failed, .broken, .malformed: true
    case .passed, .notForThisEngine: false
    }
  }
}

/// How many documents of a kind were on both sides and agreed.
public struct DocumentCount: Hashable, Sendable {
  /// `order`, `invoice`, `quotation`.
  public let kind: String
  public let count: Int
}

/// Everything a person needs to see why a scenario failed, ready to be shown.
public struct FailureReport: Sendable {
  public var position: SourcePosition
  public var message: String
  public var comparison: ScenarioFailure.Comparison?
  /// The step that failed; `nil` where the failure is not a step's.
  public var step: String?
  /// The lines of the step, by number.
  public var source: [(number: Int, text: String)] = []
  /// The record it is about as each system holds it.
  public var records: [RecordView] = []
  public var ledger: [String] = []
  /// The faults that were set up when it failed, with how often each has hit.
  public var faults: [String] = []
  /// `nil` where it happened in a system whose clock is not ours.
  public var virtualTime: Timestamp?
  /// The answer nobody expected, status line and body.
  public var response: String?
  /// The command that does the same again.
  public var replay: String

  public struct RecordView: Sendable {
    public let title: String
    /// Properties that have a value.
    public let lines: [(name: String, value: String)]
  }
}

/// How a run of several scenarios ended.
public struct SuiteResult: Sendable {
  public var results: [ScenarioResult] = []
  public var seed: UInt64
  public var nanoseconds: Int64 = 0
  /// Scenarios that were not run because an earlier one failed and the first failure was to end the run.
  public var skipped = 0
  /// Bounds it has to keep.
  public var thresholds: [Threshold] = []
  /// Scenarios of the whole run, those of other shards included.
  public var total = 0
  /// How many scenarios ran at the same time.
  public var jobs = 1
  /// What the stopwatch showed when the first scenario had ended: in the programs, the time since they were started. `nil` before that,
  /// and for what was read from a report.
  public var firstResult: Int64?

  public var keepsThresholds: Bool { thresholds.allSatisfy { $0.isMet(by: self) } }
  public var passed: Int { results.count(where: \.isPassed) }
  public var failed: Int { results.count { if case .failed = $0.outcome { true } else { false } } }
  public var notForThisEngine: Int { results.count { if case .notForThisEngine = $0.outcome { true } else { false } } }
  public var broken: Int { results.count { if case .broken = $0.outcome { true } else { false } } }
  public var malformed: Int { results.count { if case .malformed = $0.outcome { true } else { false } } }
  public var steps: Int { results.reduce(0) { $0 + $1.steps } }
}
