/// What somebody wants a kept world to be; what is left out is taken as it is.
public struct WorldDemand: Hashable, Sendable {
  public var level: String?
  /// `none` for no solution.
  public var solution: String?
  /// Version of Sales.
  public var webAPI: String?
  public var seed: UInt64?
  /// `none` for bare systems.
  public var baseline: String?

  public init(level: String? = nil, solution: String? = nil, webAPI: String? = nil, seed: UInt64? = nil, baseline: String? = nil) {
    self.level = level
    self.solution = solution
    self.webAPI = webAPI
    self.seed = seed
    self.baseline = baseline
  }
}
