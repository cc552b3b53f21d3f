public import StrictYAML

/// A scenario as read from its file: valid, and independent of any world.
public struct Scenario: Sendable {
  public let file: SourceFile
  /// What it shows, in business words.
  public internal(set) var title: String
  /// Rules it proves, `R-ACC-5`, and complaints of users it answers, `C-7`.
  public let proves: [String]
  public let tags: [String]
  /// Name of a folder of baselines, or nil for the runner's default.
  public let baseline: String?
  /// Levels and switches of the two systems, as the file gives them.
  public internal(set) var settings: WorldSettings
  /// Settings that it runs with one after the other, each in a world of its own; empty for one run.
  private let variants: [SettingVariant]
  /// Where the settings stand, for complaints about them.
  let settingsPosition: SourcePosition
  /// Invariants left out, each with the reason the file gives.
  public let exceptions: [InvariantException]
  let steps: [ScenarioStep]
  /// Checks of the end state, after everything is settled.
  let then: [ScenarioStep]

  static let keys = ["scenario", "proves", "tags", "baseline", "settings", "at", "steps", "then", "invariants"]

  /// Reads a scenario file.
  /// - Throws: `MalformedFile` with every complaint.
  public init(_ file: SourceFile, schemas: WorldSchemas) throws(MalformedFile) {
    let yaml = try YAML(file)
    let collector = DiagnosticCollector()
    let context = ReadingContext(collector: collector, schemas: schemas)
    self.file = file
    guard let map = MapReader(yaml, what: "a scenario file", keys: Self.keys, collector) else {
      try collector.throwIfAny()
      throw MalformedFile([Diagnostic(yaml.position, "not a scenario")])
    }
    title = map.requiredText("scenario")?.text ?? ""
    proves = map.texts("proves").map(\.text)
    for rule in map.texts("proves") where rule.text.wholeMatch(of: /R-[A-Z]{3}-\d+|C-\d+/) == nil {
      collector.report(rule.position, "'\(rule.text)' is no rule; rules look like R-ACC-5")
    }
    tags = map.texts("tags").map(\.text)
    baseline = map.text("baseline")?.text
    settings = map.value("settings").map { WorldSettings($0, collector) } ?? WorldSettings()
    settingsPosition = map.keyPosition("settings")
    variants = SettingVariant.read(map, collector)
    exceptions = InvariantException.read(map, collector)
    if map.required("steps") != nil, map.list("steps").isEmpty {
      collector.report(map.keyPosition("steps"), "a scenario needs at least one step")
    }
    steps = context.steps(map, "steps")
    then = context.steps(map, "then")
    var captures = CaptureCheck(collector)
    captures.walk(map.value("steps"))
    captures.walk(map.value("then"))
    try collector.throwIfAny()
  }

  /// The scenario once for each of the settings under `at`, which its title then names; itself without any.
  public var runs: [Scenario] {
    variants.isEmpty
      ? [self]
      : variants.map { variant in
        var scenario = self
        variant.apply(&scenario.settings)
        scenario.title += " (\(variant))"
        return scenario
      }
  }
}
