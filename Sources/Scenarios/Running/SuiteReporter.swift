/// Hears how a run goes. With several jobs scenarios begin as they are taken up, and end in their order.
public protocol SuiteReporter: AnyObject {
  func suiteBegan(count: Int)
  func scenarioBegan(_ scenario: Scenario)
  /// A step with many turns is this far; of the scenario that began last.
  func scenarioProgress(_ done: Int, of total: Int)
  func scenarioEnded(_ result: ScenarioResult)
}
