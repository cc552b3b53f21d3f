public import OData
public import Scenarios

/// What happened in one simulated world: where, what was done, and how it ended.
public struct SimulatedHistory: Sendable {
  /// A deed and what became of it.
  public struct Event: Sendable {
    public let deed: Deed
    public let ending: Rehearsal.Ending
  }

  /// What the two systems are like, as `settings:` of a scenario.
  public let settings: JSON
  /// What people and operators did, in order. Deeds that were not possible are not in it: nothing happened.
  public internal(set) var events: [Event] = []
  /// What was done at the end to bring everything over, in order.
  public internal(set) var closing: [Event] = []
  /// What the auditor allows at the end.
  public internal(set) var expectations: [JSONObject] = []
  /// What is not as it has to be, the first of it.
  public internal(set) var finding: Rehearsal.Finding?
  /// The expectation that does not hold, where that is the finding.
  public internal(set) var failedExpectation: JSONObject?
  public internal(set) var figures = Figures()

  /// What it took.
  public struct Figures: Hashable, Sendable {
    /// Every request and answer in order, executions, deeds and the end, as one number.
    public var hash = ""
    public var requests = 0
    public var executions = 0
    /// Calls that each fault has struck, by its name.
    public var faults: [String: Int] = [:]
    public var virtualMilliseconds: Int64 = 0
  }

  init(settings: JSON) { self.settings = settings }

  public var deeds: [Deed] { events.map(\.deed) }
  /// Steps of the scenario it is written as, the expectation that does not hold included.
  var stepCount: Int { events.count + closing.count + (failedExpectation == nil ? 0 : 1) }
}
