import StrictYAML

/// What readers of a scenario's parts share: where to complain, and what the systems offer.
struct ReadingContext {
  let collector: DiagnosticCollector
  let schemas: WorldSchemas

  func report(_ position: SourcePosition, _ message: String) { collector.report(position, message) }

  /// Reads a list of steps.
  func steps(_ map: MapReader, _ key: String) -> [ScenarioStep] {
    map.list(key).compactMap { ScenarioStep($0, self) }
  }
}
