/// How a request fares as more and more of it arrive: the steps of a ramp, and its knee.
public struct LoadCurve: Sendable {
  public struct Step: Sendable {
    /// Requests a second that were meant to start.
    public let offered: Double
    /// Answers as expected a second.
    public let achieved: Double
    /// Processor time of the server for each request, in microseconds.
    public let processorMicroseconds: Double
    public let latencies: Latencies
    /// By status; `0` for no answer.
    public let errors: [Int: Int]

    /// The server keeps up: what is offered is answered, and the wait of the slowest hundredth is bounded.
    func isHeld(_ rule: KneeRule) -> Bool {
      errors.isEmpty && achieved >= offered * rule.achievedShare && latencies.microseconds(atPercentile: 99) <= rule.p99Microseconds
    }
  }

  /// When a step counts as held.
  struct KneeRule: Sendable {
    /// The part of what is offered that must be answered. A ramp step is short, and the last arrivals are answered behind its end.
    var achievedShare = 0.95
    var p99Microseconds: Double
  }

  public let name: String
  /// Requests a second when each is sent as soon as the one before it is answered: what the ramp is laid out by.
  public let closedLoop: Double
  public let steps: [Step]
  /// Position of the last step that was held before the first that was not; `nil` where none was.
  public let knee: Int?

  init(name: String, closedLoop: Double, steps: [Step], rule: KneeRule) {
    self.name = name
    self.closedLoop = closedLoop
    self.steps = steps
    let firstLost = steps.firstIndex { !$0.isHeld(rule) } ?? steps.count
    knee = firstLost > 0 ? firstLost - 1 : nil
  }
}
