import OData
import Scenarios

/// One simulated world on its way: deeds are done in it, the auditor is told of those that were, and at the end both are compared.
struct Course {
  private let rehearsal: Rehearsal
  private(set) var books = Auditor(customers: Catalogue.accounts)
  private(set) var history: SimulatedHistory

  init(settings: JSON, in hall: RehearsalHall) async throws {
    rehearsal = try await hall.rehearsal(settings: settings)
    history = SimulatedHistory(settings: settings)
  }

  var now: Timestamp { rehearsal.now }
  var isOver: Bool { history.finding != nil }

  /// Does something, unless the history is over.
  mutating func perform(_ deed: Deed) async throws {
    guard let event = try await event(deed) else { return }
    history.events.append(event)
  }

  /// Brings everything over, compares both systems with the auditor's books, and checks what every world must keep.
  mutating func finish(_ closing: [Deed]) async throws {
    for deed in closing { if let event = try await event(deed) { history.closing.append(event) } }
    if !isOver { history.finding = try rehearsal.heal() }
    history.expectations = books.end
    for expectation in history.expectations where !isOver {
      switch try await rehearsal.perform(expectation) {
      case .done: break
      case .failed(let finding): fail(finding, expectation)
      case .refused(_, let reason), .impossible(let reason):
        fail(Rehearsal.Finding(kind: "missing \(expectation["expect"]?.stringValue ?? "")", message: reason), expectation)
      }
    }
    if !isOver { history.finding = try await rehearsal.settle() }
    history.figures = SimulatedHistory.Figures(
      hash: rehearsal.eventLog.text, requests: rehearsal.eventLog.requests, executions: rehearsal.executions,
      faults: rehearsal.faultsStruck, virtualMilliseconds: rehearsal.now.milliseconds - rehearsal.start.milliseconds)
    await rehearsal.close()
  }

  private mutating func fail(_ finding: Rehearsal.Finding, _ expectation: JSONObject) {
    (history.finding, history.failedExpectation) = (finding, expectation)
  }

  /// - Returns: `nil` for what could not be done.
  private mutating func event(_ deed: Deed) async throws -> SimulatedHistory.Event? {
    guard !isOver, deed.needs.allSatisfy(rehearsal.hasCaptured) else { return nil }
    let ending = try await rehearsal.perform(deed.step)
    switch ending {
    case .done: books.note(deed.fact)
    case .refused:
      // What a run has done before it was given up is done.
      if case .ranUnderFaults = deed.fact { books.note(deed.fact) }
    case .impossible: return nil
    case .failed(let finding): history.finding = finding
    }
    return SimulatedHistory.Event(deed: deed, ending: ending)
  }
}
