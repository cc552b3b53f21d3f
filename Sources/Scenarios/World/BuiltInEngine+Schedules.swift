import OData
import SyncEngine

extension BuiltInEngine {
  func cancel(project: String) throws {
    guard try engine.ledger.cancel(project: project) else { throw EngineRefusal(message: "nothing of project '\(project)' is running") }
  }

  func schedule(_ request: ProjectRequest, _ schedule: Schedule?) throws {
    var project = try project(request)
    project.schedule = schedule
    do {
      if schedule == nil { try scheduler.remove(project.name) } else { try scheduler.add(project) }
    } catch let error as SchedulerError {
      throw EngineRefusal(message: "\(error)")
    } catch let error as SyncError {
      throw EngineRefusal(message: "\(error)")
    }
  }

  func followSchedules(until moment: Timestamp) async throws -> [ProjectOutcome] {
    var outcomes: [ProjectOutcome] = []
    _ = try await living { engine in
      let runs = ScheduledRuns(engine: engine, scheduler: scheduler, clock: clock, options: options) { event in
        if case .finished(let execution, _) = event { outcomes.append(Self.outcome(of: execution)) }
      }
      try await runs.run(until: moment)
    }
    return outcomes
  }

  func history(project: String?) throws -> ProjectHistory {
    var history = ProjectHistory()
    for execution in try engine.ledger.executions(project: project, limit: .max) {
      history.statuses.append(execution.status ?? "interrupted")
      history.started.append(execution.started)
      history.consents.append(execution.consent ?? "")
    }
    history.missed = try engine.ledger.missedRuns(project: project)
    for notification in try engine.ledger.notifications(project: project) {
      if notification.delivered == nil {
        history.undelivered.append(notification.body)
      } else {
        history.delivered.append(notification.body)
      }
    }
    return history
  }

  func setWebhook(isUp: Bool) throws { inbox.isUp = isUp }
}

/// Takes the events of a world, as long as it is up.
final class Inbox: HTTPTransport {
  var isUp = true
  /// What was sent, taken or not.
  private(set) var events: [JSON] = []

  func send(_ request: HTTPRequest) async throws -> HTTPResponse {
    events.append(try JSON(decoding: request.body))
    return HTTPResponse(isUp ? 202 : 503)
  }
}
