extension Scenario {
  /// The scenario as it runs at one level of Supply Chain, which its title then names: itself where it says that level, `nil` where
  /// it says another one.
  public func at(level: String) -> Scenario? {
    if let own = settings.supplyChainLevel { return own == level ? self : nil }
    var scenario = self
    scenario.settings.supplyChainLevel = level
    scenario.title += " (\(level))"
    return scenario
  }
}
