public import SyncEngine
public import Twin

/// The two systems of a load.
public enum ForecastSide: String, CaseIterable, Sendable { case source, destination }

/// A load that is to be forecast.
public struct ForecastPlan: Sendable {
  /// What is loaded, which says from where to where.
  public enum Load: String, CaseIterable, Sendable {
    /// Accounts from Sales into Supply Chain.
    case accounts
    /// Products from Supply Chain into Sales.
    case products

    /// As people call the system.
    public func title(_ side: ForecastSide) -> String { (side == .source) == (self == .accounts) ? "Sales" : "Supply Chain" }
  }

  public var load: Load
  public var rows: Int
  /// Rows per page, operations per batch, requests under way at a time, rows per execution.
  public var options = RunOptions()
  /// Changes to the documented limits of each system.
  public var salesLimits = LimitSettings.standard
  public var supplyChainLimits = LimitSettings.standard
  /// A release whose limits are published.
  public var level = "10.0"

  public init(_ load: Load, rows: Int) {
    self.load = load
    self.rows = rows
  }
}
