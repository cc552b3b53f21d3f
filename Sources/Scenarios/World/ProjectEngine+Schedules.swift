public import OData
public import SyncEngine

/// What an engine refuses to do, in its own words: running a project without consent, scheduling one too many.
public struct EngineRefusal: Error {
  public let message: String

  public init(message: String) { self.message = message }
}

/// What an engine keeps of its runs.
public struct ProjectHistory: Sendable {
  /// Status of each execution, newest first.
  public var statuses: [String] = []
  /// When each began, newest first.
  public var started: [Timestamp] = []
  /// Who had consented to each, newest first.
  public var consents: [String] = []
  /// What schedules passed over, oldest first.
  public var missed: [MissedRuns] = []
  /// Events that were taken by those who are told, and those that wait for that, each as it is sent.
  public var delivered: [String] = []
  public var undelivered: [String] = []

  public init() {}
}

extension ProjectEngine {
  private var none: UnusableAnswer { UnusableAnswer(message: "the engine has no schedules, no history and tells nobody") }

  /// Asks the run of a project that is under way to stop behind the page it is at.
  /// - Throws: `EngineRefusal` where none is; of an engine that cannot be asked always `NotForThisEngine`.
  public func cancel(project: String) throws { throw NotForThisEngine(reason: "it asks a run that is under way to stop") }

  /// Schedules a project, or takes it off schedule.
  /// - Throws: `EngineRefusal`; of an engine without schedules always `UnusableAnswer`, as everything below.
  public func schedule(_ request: ProjectRequest, _ schedule: Schedule?) throws { throw none }

  /// Lets the time pass up to a moment, and runs what is due on the way.
  /// - Returns: what came of each run, in their order.
  public func followSchedules(until moment: Timestamp) async throws -> [ProjectOutcome] { throw none }

  /// What is kept of a project's runs; of every project's without a name.
  public func history(project: String?) throws -> ProjectHistory { throw none }

  /// Lets those who are told about runs answer, or not.
  public func setWebhook(isUp: Bool) throws { throw none }
}
