import SalesTwin
import SupplyChainTwin

extension WorldConfiguration {
  /// The level of Supply Chain it begins at, the default spelt out: `7.3`.
  var level: String { supplyChain.level }
  /// The version of the solution in Sales it begins with, the default spelt out; `nil` for none.
  var solution: String? { sales.solutionVersion }
}
