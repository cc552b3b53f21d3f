public import OData

/// What happened in one scenario, in its order: the parts of its course, steps, executions of the engine, and what crossed between
/// them and the two systems.
public struct ScenarioHistory: Hashable, Sendable {
  public enum Entry: Hashable, Sendable {
    /// Another part of the course begins: `baseline`, `steps`, `then`, `settling`, `checks`.
    case part(String)
    case step(Step)
    case execution(Execution)
    case crossing(Crossing)
  }

  /// A step of the scenario; what follows at a greater depth belongs to it.
  public struct Step: Hashable, Sendable {
    public let title: String
    /// Of the scenario's file.
    public let line: Int
    /// 0 for the scenario's own, 1 for those inside of one.
    public let depth: Int
    public let began: Timestamp
    /// `nil` where it did not come to an end.
    public var ended: Timestamp?
    public var isFailed = false
  }

  /// One run of a project.
  public struct Execution: Hashable, Sendable {
    public let project: String
    public let began: Timestamp
    public var ended: Timestamp?
    /// `Completed`, `Warning`, `Error`; `nil` where it did not come to an end.
    public var status: String?
    public var tasks: [Task] = []
    public var problems: [String] = []
    public var moreProblems = 0

    public init(project: String, began: Timestamp) {
      self.project = project
      self.began = began
    }
  }

  /// What one task of an execution did.
  public struct Task: Hashable, Sendable {
    public var task: String
    public var read = 0
    public var created = 0
    public var updated = 0
    public var unchanged = 0
    public var skipped = 0
    public var failed = 0
    /// Rows that failed, each with its reason.
    public var failures: [String] = []
    /// Further rows that failed.
    public var moreFailures = 0
  }

  /// One or more requests of a kind, one after the other.
  public struct Crossing: Hashable, Sendable {
    /// `scenario` (its steps), `engine`, or `checks` (the invariants).
    public var sender: String
    public var system: SystemName
    public var method: String
    /// Where to, below the root of the service and without keys: `accounts`, `quotes/WinQuote`; empty for what checks
    /// read, which is one line for each system.
    public var what: String
    /// `nil` where no answer came.
    public var status: Int?
    /// Inside of batches.
    public var isBatched: Bool
    public var count: Int
    public var bytes: Int
    /// When the first was sent.
    public var time: Timestamp
    /// What the first refusal said.
    public var refusal: String?
  }

  public var entries: [Entry] = []
  /// What happened beyond the bound of what is kept.
  public var leftOut = 0
}

extension ScenarioHistory.Execution {
  /// Rows and problems told one by one.
  private static let shownMax = 20

  mutating func take(_ outcome: ProjectOutcome) {
    status = outcome.status
    problems = Array(outcome.problems.prefix(Self.shownMax))
    moreProblems = outcome.problems.count - problems.count
    tasks = outcome.tasks.map { task in
      var figures = ScenarioHistory.Task(task: task.task)
      (figures.read, figures.created, figures.updated) = (task.read, task.created, task.updated)
      (figures.unchanged, figures.skipped, figures.failed) = (task.unchanged, task.skipped, task.failed)
      figures.failures = task.failures.prefix(Self.shownMax).map { "\($0.key): \($0.reason)" }
      figures.moreFailures = task.failures.count - figures.failures.count
      return figures
    }
  }
}
