public import Ambient
public import OData

/// Says which projects are due, on a clock that is handed in. What it knows is in the ledger, so that an engine that is started again
/// finds out what it missed.
///
/// A project that is scheduled for the first time, or anew with another schedule, runs from then on: moments before are not missed.
public final class Scheduler {
  /// How many projects may be scheduled at a time; more may exist and be run by hand (limit sourced: DI-25; the refusal inferred,
  /// R-ENG-15).
  public static let projectsMax = 50

  /// A project that has to run now.
  public struct DueRun {
    public let project: Project
    /// The moment of its schedule that the run stands for.
    public let moment: Timestamp
    /// Moments before that one at which it did not run.
    public let missed: MissedRuns?
  }

  private let ledger: Ledger
  private let clock: any WorldClock
  private var projects: [String: Project] = [:]

  public init(ledger: Ledger, clock: any WorldClock) {
    self.ledger = ledger
    self.clock = clock
  }

  /// Schedules a project, or takes over what has changed in it.
  /// - Throws: `SchedulerError`, and what keeps the ledger from being written.
  public func add(_ project: Project) throws {
    guard let schedule = project.schedule else { throw SchedulerError.noSchedule(project: project.name) }
    guard project.consent != nil else { throw SyncError.noConsent(project: project.name) }
    let known = try ledger.schedules()
    let kept = known.first { $0.project == project.name }
    guard kept != nil || known.count < Self.projectsMax else {
      throw SchedulerError.tooMany(project: project.name, scheduled: known.count)
    }
    if kept?.schedule != schedule {
      try ledger.keep(schedule, of: project.name, position: clock.now.adding(milliseconds: -1))
    }
    projects[project.name] = project
  }

  /// Takes a project off schedule; it can still be run by hand. One that is not scheduled stays so.
  public func remove(_ project: String) throws {
    projects[project] = nil
    try ledger.dropSchedule(of: project)
  }

  /// Names of the projects that are scheduled, in the order in which they were.
  public func scheduled() throws -> [String] { try ledger.schedules().map(\.project) }

  /// Projects to run now, those that wait longest first.
  public func due() throws -> [DueRun] {
    let now = clock.now
    let runs = try ledger.schedules().compactMap { kept -> DueRun? in
      guard let project = projects[kept.project] else { return nil }
      let passed = kept.schedule.count(through: kept.position)
      let count = kept.schedule.count(through: now) - passed
      guard count > 0 else { return nil }
      let missed = Self.missed(kept, from: passed, count: count - 1, .late)
      return DueRun(project: project, moment: kept.schedule.moment(passed + count - 1), missed: missed)
    }
    // The sort is stable: projects of one moment run in the order in which they were scheduled.
    return runs.sorted { ($0.missed?.first ?? $0.moment) < ($1.missed?.first ?? $1.moment) }
  }

  /// The next moment at which a project is due, now or later; `nil` where every schedule has ended.
  public func nextMoment() throws -> Timestamp? {
    try ledger.schedules().filter { projects[$0.project] != nil }.compactMap { $0.schedule.next(after: $0.position) }.min()
  }

  /// A run has ended, however it went: its moment is done with, and moments that came while it was under way are passed over.
  /// - Returns: everything its schedule missed, those before the run included.
  public func finished(_ run: DueRun) throws -> [MissedRuns] { try pass(run, .underWay) }

  /// A run could not begin, since another engine had the ledger.
  /// - Returns: as `finished`.
  public func keptOut(_ run: DueRun) throws -> [MissedRuns] {
    try pass(
      run, .ledgerInUse,
      also: MissedRuns(project: run.project.name, first: run.moment, last: run.moment, count: 1, reason: .ledgerInUse))
  }

  private func pass(_ run: DueRun, _ reason: MissedRuns.Reason, also: MissedRuns? = nil) throws -> [MissedRuns] {
    let now = clock.now
    guard let kept = try ledger.schedules().first(where: { $0.project == run.project.name }) else { return [] }
    let done = kept.schedule.count(through: run.moment)
    let meanwhile = Self.missed(kept, from: done, count: kept.schedule.count(through: now) - done, reason)
    let missed = [run.missed, also, meanwhile].compactMap { $0 }
    try ledger.pass(to: now, of: run.project.name, missed: missed, at: now)
    return missed
  }

  private static func missed(_ kept: LedgerSchedule, from index: Int, count: Int, _ reason: MissedRuns.Reason) -> MissedRuns? {
    guard count > 0 else { return nil }
    return MissedRuns(
      project: kept.project, first: kept.schedule.moment(index), last: kept.schedule.moment(index + count - 1), count: count,
      reason: reason)
  }
}

/// What cannot be scheduled.
public enum SchedulerError: Error, Hashable, Sendable, CustomStringConvertible {
  case noSchedule(project: String)
  case tooMany(project: String, scheduled: Int)

  public var description: String {
    switch self {
    case .noSchedule(let project): "project '\(project)' has no schedule; give it one, or run it by hand"
    case .tooMany(let project, let scheduled):
      "project '\(project)' cannot be scheduled: \(scheduled) projects are, and no more than \(Scheduler.projectsMax) may be at a time. "
        + "Take another one off schedule, or run this one by hand"
    }
  }
}
