import Commands
import Foundation
import SyncEngine
import Wire

/// `p2c sync --schedule`: runs projects when they are due, on the machine's clock, until the process is told to stop.
struct ScheduledSync {
  let engine: SyncEngine
  /// The file of the engine's ledger.
  let ledger: String
  let options: RunOptions
  let environment: CommandEnvironment

  /// - Throws: `CommandFailure` for projects that cannot be scheduled.
  func follow(_ projects: [Project]) async throws {
    let stop = StopRequest()
    let clock = StoppableClock(stop)
    let scheduler = Scheduler(ledger: engine.ledger, clock: clock)
    do {
      let names = Set(projects.map(\.name))
      // What stands on the command line is what is scheduled: those of an earlier one make room.
      for name in try scheduler.scheduled() where !names.contains(name) { try scheduler.remove(name) }
      for project in projects { try scheduler.add(project) }
    } catch let error as SchedulerError {
      throw CommandFailure(.failed, "error: \(error)")
    } catch let error as SyncError {
      throw CommandFailure(.failed, "error: \(error)")
    }
    let listening = stop.listen { [ledger] running in
      // As `p2c cancel` does it: the run stops behind the page it is at. One that cannot be asked to goes on to its end.
      guard let running else { return }
      do {
        _ = try Ledger(.file(ledger)).cancel(project: running)
      } catch {
        FileHandle.standardError.write(Data("'\(running)' runs to its end before all stops; it cannot be cancelled: \(error)\n".utf8))
      }
    }
    defer { listening.cancel() }
    let runs = ScheduledRuns(
      engine: engine, scheduler: scheduler, clock: clock, options: options,
      watch: { event in
        if case .starting(let project) = event { stop.ending = project }
        report(event)
      }, isStopping: { stop.isMade })
    do {
      try await runs.run()
    } catch is CancellationError {
      // The wait was ended.
    }
    environment.output("\(clock.now)  \(stop.isMade ? "stopped" : "every schedule has ended")\n")
  }

  private func report(_ event: ScheduledRuns.Event) {
    let now = SystemClock().now
    switch event {
    case .waiting(let moment): environment.output("\(now)  next run at \(moment)\n")
    case .starting: break
    case .finished(let execution, let moment): environment.output("\(now)  run of \(moment)\n\(EngineOptions.report(execution))")
    case .keptOut(let project, let moment, let reason): environment.errors("\(now)  \(project), run of \(moment): \(reason)\n")
    case .missed(let runs): environment.errors("\(now)  \(runs)\n")
    }
  }
}
