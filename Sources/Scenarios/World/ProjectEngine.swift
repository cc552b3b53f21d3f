public import OData
public import SyncEngine

/// The engine a world runs projects with. Ours by default; anything that moves the data between the two systems can
/// stand in for it.
public protocol ProjectEngine: AnyObject {
  /// Runs a project once.
  /// - Throws: what keeps a project from being made or started at all, such as an unknown template.
  func run(_ request: ProjectRequest) async throws -> ProjectOutcome
  /// Whether something can be done in the midst of a run, before it asks for a certain page.
  var canBeInterrupted: Bool { get }
  /// Forgets what it knows of both systems' entities (Refresh entities).
  func refreshEntities()
  /// Goes on with another connection set and the same ledger.
  func connect(_ change: ConnectionChange) throws
  /// Looks at the setup of both systems: one finding per rule.
  func examineSetup(_ era: TemplateEra) async throws -> [SetupFinding]
  /// What the ledger holds on rows whose source or destination key contains `key`, newest last, one line each.
  func ledgerLines(about key: String) throws -> [String]
  /// Everything the ledger holds on rows, as text that changes when any of it changes.
  func ledgerFingerprint() throws -> String
  /// Everything a run goes by that is not in the systems, as text that changes when any of it changes; see its default.
  func memory() throws -> String?
  /// Where the records of a key are, and what holds them back.
  func explain(_ request: ProjectRequest, key: String) async throws -> Explanation
  /// Rows that wait for another try, of the projects made from a template.
  func waiting(template: String) throws -> [WaitingRow]
  /// What is kept of rows; see its default.
  func outcomes() throws -> [JSONObject]
  /// The five below: see their defaults.
  func cancel(project: String) throws
  func schedule(_ request: ProjectRequest, _ schedule: Schedule?) throws
  func followSchedules(until moment: Timestamp) async throws -> [ProjectOutcome]
  func history(project: String?) throws -> ProjectHistory
  func setWebhook(isUp: Bool) throws
}

extension ProjectEngine {
  public var canBeInterrupted: Bool { true }

  /// Of an engine that does not tell: `nil`.
  public func memory() throws -> String? { nil }

  /// Of an engine that has connections of its own.
  /// - Throws: always `UnusableAnswer`.
  public func connect(_ change: ConnectionChange) throws {
    throw UnusableAnswer(message: "the engine takes no other connections")
  }

  /// Of an engine that does not explain.
  /// - Throws: always `UnusableAnswer`.
  public func explain(_ request: ProjectRequest, key: String) async throws -> Explanation {
    throw UnusableAnswer(message: "the engine does not tell what holds records back")
  }
}

/// A row that failed and is tried again at the next run.
public struct WaitingRow: Hashable, Sendable {
  /// Key of the source row, its parts joined by commas.
  public let sourceKey: String
  /// Business key at the destination; empty where it is not known.
  public let destinationKey: String
  public let reason: String

  public init(sourceKey: String, destinationKey: String, reason: String) {
    self.sourceKey = sourceKey
    self.destinationKey = destinationKey
    self.reason = reason
  }
}

/// A project to run: a template and what this project does differently.
public struct ProjectRequest: Hashable, Sendable {
  /// Name or alias of the template: `accounts`, `T1`.
  public var template: String
  /// The project as a file of its own has it; `nil` for the template with nothing but the overrides.
  public var written: WrittenProject?
  public var overrides: [ProjectOverride]
  /// Reads everything instead of what changed.
  public var allData: Bool
  /// Rows per page of the source; `nil` for the engine's own.
  public var pageSize: Int?
  /// The project's own name; that of its template unless told otherwise.
  public var name: String
  public var hasConsent = true
  /// See `RunOptions.explainsSilence`.
  public var explainsSilence = true
  /// What those are told of who are told about runs.
  public var notifiesOf: Set<NotificationSettings.Occasion> = []

  public init(
    template: String, overrides: [ProjectOverride] = [], allData: Bool = false, pageSize: Int? = nil, name: String? = nil
  ) {
    self.template = template
    self.name = name ?? template
    self.overrides = overrides
    self.allData = allData
    self.pageSize = pageSize
  }
}

/// A project that a user keeps in a file (docs/projects.md).
public struct WrittenProject: Hashable, Sendable {
  public let path: String
  public let project: Project

  public init(path: String, project: Project) {
    self.path = path
    self.project = project
  }

  public static func == (one: WrittenProject, other: WrittenProject) -> Bool { one.path == other.path }
  public func hash(into hasher: inout Hasher) { hasher.combine(path) }
}

/// One edit of a template's task.
public struct ProjectOverride: Hashable, Sendable {
  public enum Edit: Hashable, Sendable {
    /// Another default for a destination field.
    case defaultValue(field: String, value: String)
    /// One more row without a source: the same value for every record.
    case constant(field: String, value: String)
    /// More entries for a destination field's value map.
    case valueMap(field: String, entries: [String: String])
    /// Another source filter; empty for none.
    case filter(String)
    /// One more mapped field.
    case map(source: String, field: String)
    /// A mapping row taken out.
    case unmap(field: String)
    /// Columns that are worked out before rows are mapped.
    case advancedQuery(AdvancedQuery)
    /// A mapping row that loses its source and its transforms, and stays.
    case empty(field: String)
  }

  /// The task's name; empty for the first, or every task that has the field.
  public var task: String
  public var edit: Edit

  public init(task: String, edit: Edit) {
    self.task = task
    self.edit = edit
  }
}

/// How an execution ended.
public struct ProjectOutcome: Sendable {
  public var project: String
  public var template: String
  /// `Completed`, `Warning`, `Error`.
  public var status: String
  public var tasks: [TaskOutcome]
  /// What kept the project from running.
  public var problems: [String]
  /// The run was begun again after the engine was killed in it; its figures tell of the second try only.
  public var isRepetition = false
  /// Figures the engine tells of; `nil` where it tells all of them. The others are not judged.
  public var told: Set<String>?
  /// Requests by which it wrote, as the systems saw them; `nil` where nobody has looked.
  public var observedWrites: [String]?

  public init(project: String, template: String, status: String, tasks: [TaskOutcome], problems: [String]) {
    self.project = project
    self.template = template
    self.status = status
    self.tasks = tasks
    self.problems = problems
  }

  public var writes: Int { observedWrites?.count ?? tasks.reduce(0) { $0 + $1.created + $1.updated } }
  public var failed: Int { tasks.reduce(0) { $0 + $1.failed } }
}

/// What one task of an execution did.
public struct TaskOutcome: Sendable {
  public var task: String
  public var read = 0
  public var created = 0
  public var updated = 0
  public var unchanged = 0
  public var skipped = 0
  public var failed = 0
  /// Key and reason of each row that failed.
  public var failures: [(key: String, reason: String)] = []
  /// What each clause of the filter lets through, where nothing was read and the engine tells.
  public var filterCounts: FilterCounts?

  public init(task: String) { self.task = task }
}
