public import Ambient
public import Logging
import OData

/// Tells others how runs ended. An event is put into the ledger first and sent from there, so that none is lost when nobody takes it: it
/// is sent again with the next one. A run never fails for it.
///
/// An event may come twice, when the engine is killed between sending it and noting that; its id is the same then.
public final class Notifier {
  /// Where a target's events go to.
  public typealias Opener = (NotificationTarget) throws -> any NotificationSink

  /// How often one event is sent before it is given up.
  public static let attemptsMax = 20

  private let ledger: Ledger
  private let clock: any WorldClock
  private let logger: Logger
  private let open: Opener
  /// By label, which is what the ledger keeps: addresses may be secrets.
  private var targets: [String: NotificationTarget] = [:]

  public init(
    ledger: Ledger, clock: any WorldClock, logger: Logger = Logger(label: "p2c.engine", factory: { _ in SwiftLogNoOpLogHandler() }),
    open: @escaping Opener
  ) {
    self.ledger = ledger
    self.clock = clock
    self.logger = logger
    self.open = open
  }

  /// Tells of a run, if its project wants that told.
  public func tell(_ execution: Execution, of project: Project) async {
    guard project.notifications.wants(execution.status) else { return }
    await tell(NotificationEvent(execution, of: project), project)
  }

  /// Tells of runs that a schedule had to pass over, if the project wants that told.
  public func tell(_ missed: MissedRuns, of project: Project) async {
    guard project.notifications.occasions.contains(.missedRuns) else { return }
    await tell(NotificationEvent(missed, of: project), project)
  }

  private func tell(_ event: NotificationEvent, _ project: Project) async {
    for target in project.notifications.targets {
      targets[target.label] = target
      do {
        try ledger.add(event, to: target.label, at: clock.now)
      } catch {
        logger.error("an event cannot be kept", metadata: ["project": "\(project.name)", "reason": "\(error)"])
      }
    }
    await deliverWaiting()
  }

  /// Sends what could not be sent before, to targets that are known.
  public func deliverWaiting() async {
    do {
      for label in targets.keys.sorted() {
        guard let target = targets[label] else { continue }
        try await deliver(try ledger.waitingNotifications(target: label), to: target)
      }
    } catch {
      logger.error("what is waiting to be sent cannot be read or noted", metadata: ["reason": "\(error)"])
    }
  }

  private func deliver(_ waiting: [Ledger.Notification], to target: NotificationTarget) async throws {
    for notification in waiting {
      do {
        try await open(target).deliver(notification.body, id: "\(notification.id)")
        try ledger.note(notification.id, delivered: clock.now, failure: nil)
      } catch {
        let reason = "\(error)"
        try ledger.note(notification.id, delivered: nil, failure: reason)
        logger.warning(
          "an event was not taken",
          metadata: ["event": "\(notification.id)", "target": "\(target.label)", "reason": "\(reason)"])
        // The order of events is kept; whoever did not take this one will hardly take the next.
        return
      }
    }
  }
}
