public import Ambient
import OData
import SyncEngine

/// Notes what happens in a world while it happens: steps, executions of the engine, and each request of either to the systems.
///
/// It only keeps values that are there already; `history` makes sense of them when a report asks. What it keeps is bounded, so that a
/// load test does not fill the memory; beyond that it only counts. Belongs to the executor of its world.
public final class WorldRecorder {
  fileprivate enum Event: Sendable {
    case part(String)
    case step(ScenarioHistory.Step)
    case execution(ScenarioHistory.Execution)
    case exchange(Exchange)
  }

  private static let eventsMax = 5_000
  /// Of messages that are kept whole: batches, whose parts would otherwise be unknown, and refusals.
  private static let messageBytesMax = 4 << 20

  /// What was noted so far.
  struct Memory: Sendable {
    fileprivate var events: [Event] = []
    fileprivate var messageBytes = 0
    fileprivate var leftOut = 0
  }

  private let clock: any WorldClock
  var memory = Memory()
  private var depth = 0
  /// Whether it is the invariants that look now, and not a step.
  var isChecking = false
  private var isOver = false
  /// Sees every request, where a scenario expects something of them.
  var watch: RequestWatch?
  /// Sees how the engine and the systems treat each other, where somebody wants to know.
  var conduct: ConductWatch?
  /// Hashes every request, where somebody compares histories.
  var eventLog: EventLog?
  /// Takes the time of every request, where a scenario expects something of it.
  var speed: SpeedWatch?

  public init(clock: any WorldClock) { self.clock = clock }

  var now: Timestamp { clock.now }

  /// Notes nothing any more: what a report looks up is no part of what happened.
  func end() { isOver = true }

  /// From now on something else is done: `baseline`, `steps`.
  func part(_ title: String) { _ = add(.part(title)) }

  /// - Returns: what `stepEnded` wants.
  func stepBegan(_ title: String, line: Int) -> Int? {
    let index = add(.step(.init(title: title, line: line, depth: depth, began: now)))
    depth += 1
    return index
  }

  func stepEnded(_ index: Int?, isFailed: Bool) {
    depth -= 1
    guard let index, case .step(var step) = memory.events[index] else { return }
    (step.ended, step.isFailed) = (now, isFailed)
    memory.events[index] = .step(step)
  }

  /// - Returns: what `executionEnded` wants.
  func executionBegan(_ project: String) -> Int? {
    conduct?.executionBegan()
    return add(.execution(.init(project: project, began: now)))
  }

  /// - Parameter outcome: `nil` where the engine did not come to an end.
  func executionEnded(_ index: Int?, _ outcome: ProjectOutcome?) {
    guard let index, case .execution(var execution) = memory.events[index] else { return }
    execution.ended = now
    if let outcome { execution.take(outcome) }
    memory.events[index] = .execution(execution)
  }

  func exchanged(_ sender: Exchange.Sender, _ system: SystemName, _ request: HTTPRequest, _ answer: HTTPAnswer, at time: Timestamp) {
    guard !isOver else { return }
    eventLog?.exchanged(isChecking && sender == .scenario ? .checks : sender, system, request, try? answer.get(), at: time)
    if sender == .engine { conduct?.take(system, request, answer, sent: time) }
    watch?.take(isChecking && sender == .scenario ? .checks : sender, system, request, try? answer.get())
    guard memory.events.count < Self.eventsMax else { return memory.leftOut += 1 }
    let sender = sender == .scenario && isChecking ? .checks : sender
    let response = try? answer.get()
    let bytes = request.body.count + (response?.body.count ?? 0)
    var message: (HTTPRequest, HTTPResponse)?
    if let response, response.status >= 400 || request.target.hasSuffix("/$batch"), memory.messageBytes + bytes <= Self.messageBytesMax {
      memory.messageBytes += bytes
      message = (request, response)
    }
    _ = add(
      .exchange(
        Exchange(
          sender: sender, system: system, method: request.method, target: request.target, status: response?.status, time: time,
          bytes: bytes, message: message)))
  }

  private func add(_ event: Event) -> Int? {
    guard memory.events.count < Self.eventsMax else {
      memory.leftOut += 1
      return nil
    }
    memory.events.append(event)
    return memory.events.count - 1
  }

  /// What happened so far, ready to be shown.
  var history: ScenarioHistory {
    var builder = HistoryBuilder()
    for event in memory.events {
      switch event {
      case .part(let title): builder.add(.part(title))
      case .step(let step): builder.add(.step(step))
      case .execution(let execution): builder.add(.execution(execution))
      case .exchange(let exchange): builder.add(exchange)
      }
    }
    return builder.history(leftOut: memory.leftOut)
  }
}
