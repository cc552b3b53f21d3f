import OData
import Scenarios

@testable import Simulation

/// One hall for all tests: each kind of world is loaded once.
enum Histories {
  static let simulation: Simulation = {
    var options = Simulation.Options()
    options.weeks = 2
    return Simulation(options: options)
  }()

  static let run = Deed(["run": "accounts"], .ran(.accounts, allData: false))
  /// Somebody breaks an invariant knowingly: a customer is gone that its account still stands for.
  static let loss = Deed(["delete": "supplyChain/CustomersV2", "key": "US-003"], .nothing)

  static func telephone(_ account: String, _ number: Int) -> Deed {
    Deed(["update": "sales/accounts", "key": .string(account), "with": ["telephone1": .string("555-\(number)")]], .nothing)
  }
}
