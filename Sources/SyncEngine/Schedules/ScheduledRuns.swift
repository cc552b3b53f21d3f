public import Ambient
public import OData

/// Runs projects when they are due, one after the other, on a clock that is handed in.
public final class ScheduledRuns {
  /// What happens, for whoever watches.
  public enum Event {
    case waiting(until: Timestamp)
    case starting(project: String)
    case finished(Execution, moment: Timestamp)
    /// Another engine had the ledger.
    case keptOut(project: String, moment: Timestamp, reason: String)
    case missed(MissedRuns)
  }

  private let engine: SyncEngine
  private let scheduler: Scheduler
  private let clock: any WorldClock
  private let options: RunOptions
  private let watch: (Event) -> Void
  private let isStopping: () -> Bool

  /// The clock of a machine may be set, and a machine may sleep: never wait longer than this in one go.
  private static let waitMillisecondsMax: Int64 = 60_000

  /// - Parameter isStopping: asked before each run and each wait; after a yes nothing more begins.
  public init(
    engine: SyncEngine, scheduler: Scheduler, clock: any WorldClock, options: RunOptions = RunOptions(),
    watch: @escaping (Event) -> Void = { _ in }, isStopping: @escaping () -> Bool = { false }
  ) {
    self.engine = engine
    self.scheduler = scheduler
    self.clock = clock
    self.options = options
    self.isStopping = isStopping
    self.watch = watch
  }

  /// Waits for what is due and runs it, until `end`, or until every schedule has ended.
  /// - Throws: what the clock throws when it is stopped, and what keeps the ledger from being written.
  public func run(until end: Timestamp? = nil) async throws {
    while true {
      await engine.notifier?.deliverWaiting()
      for run in try scheduler.due() where !isStopping() { try await start(run) }
      if isStopping() { return }
      guard let next = try scheduler.nextMoment(), end.map({ next <= $0 }) ?? true else { break }
      watch(.waiting(until: next))
      try await wait(until: next)
    }
    if let end { try await wait(until: end) }
  }

  private func wait(until moment: Timestamp) async throws {
    while clock.now < moment {
      try await clock.sleep(milliseconds: min(moment.milliseconds - clock.now.milliseconds, Self.waitMillisecondsMax))
    }
  }

  private func start(_ run: Scheduler.DueRun) async throws {
    let missed: [MissedRuns]
    watch(.starting(project: run.project.name))
    do {
      let execution = try await engine.run(run.project, options: options)
      watch(.finished(execution, moment: run.moment))
      missed = try scheduler.finished(run)
    } catch let error as LedgerError where error.isHeld {
      watch(.keptOut(project: run.project.name, moment: run.moment, reason: "\(error)"))
      missed = try scheduler.keptOut(run)
    }
    for runs in missed {
      watch(.missed(runs))
      await engine.notifier?.tell(runs, of: run.project)
    }
  }
}

extension LedgerError {
  fileprivate var isHeld: Bool {
    switch self {
    case .held, .leaseLost: true
    case .newerFormat, .notALedger, .damaged: false
    }
  }
}
