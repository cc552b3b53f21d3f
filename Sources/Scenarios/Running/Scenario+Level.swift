extension Scenario {
  /// The scenario as it runs at one level of Supply Chain, which its title then names: itself where it says that level, `nil` where
  /// it says another one, or needs what that level lacks.
  public func at(level: String) -> Scenario? {
    if let own = settings.supplyChainLevel { return own == level ? self : nil }
    // Steps of some levels only come and go, so the file is read again.
    let runs = (try? Scenario(file, schemas: standard, level: level))?.runs ?? []
    let same = runs.first { ($0.settings.solutionVersion, $0.settings.salesWebAPI) == (settings.solutionVersion, settings.salesWebAPI) }
    guard var scenario = same else { return nil }
    scenario.title += " (\(level))"
    return scenario
  }
}
