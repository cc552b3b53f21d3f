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
  /// Where it runs, each in a world of its own.
  private let matrix: PlaceMatrix
  /// Set when it must fail.
  public let knownIssue: KnownIssue?
  /// Where the settings stand, for complaints about them.
  let settingsPosition: SourcePosition
  /// Invariants left out, each with the reason the file gives.
  public let exceptions: [InvariantException]
  /// How fast it has to be; mostly nothing is said.
  let speed: [SpeedExpectation]
  /// What is done at the first of its places, or at that of a run.
  private(set) var steps: [ScenarioStep] = []
  /// Checks of the end state, after everything is settled.
  private(set) var then: [ScenarioStep] = []
  /// Whether it expects something of requests, which are kept for nobody else.
  let looksAtRequests: Bool
  /// What the systems offer where most scenarios run.
  let standard: WorldSchemas
  /// What is done at each of its places.
  private var courses: [PlacedSteps] = []

  static let keys = [
    "scenario", "proves", "tags", "needs", "knownIssue", "baseline", "settings", "at", "steps", "then", "throughput", "p99", "invariants",
  ]

  /// Reads a scenario file.
  /// - Parameters:
  ///   - schemas: what the systems offer where most scenarios run.
  ///   - schemasAt: what they offer in a world with other settings; without it, the same everywhere.
  /// - Throws: `MalformedFile` with every complaint.
  public init(
    _ file: SourceFile, schemas: WorldSchemas, at schemasAt: ((WorldSettings) throws -> WorldSchemas)? = nil
  ) throws(MalformedFile) {
    try self.init(file, schemas: schemas, at: schemasAt, level: nil)
  }

  /// Reads it as it runs at another level than it says.
  init(
    _ file: SourceFile, schemas: WorldSchemas, at schemasAt: ((WorldSettings) throws -> WorldSchemas)? = nil, level: String?
  ) throws(MalformedFile) {
    standard = schemas
    let yaml = try YAML(file)
    let collector = DiagnosticCollector()
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
    // A scenario that names no level may be moved to any; only of one that does is it known where it never runs.
    let levelIsGiven = settings.supplyChainLevel != nil
    if let level { settings.supplyChainLevel = level }
    settingsPosition = map.keyPosition("settings")
    matrix = PlaceMatrix(map, settings, at: settingsPosition, collector)
    knownIssue = KnownIssue.read(map, collector)
    exceptions = InvariantException.read(map, collector)
    speed = SpeedExpectation.read(map, collector)
    if case .list(let elements, _) = map.required("steps"), elements.isEmpty {
      collector.report(map.keyPosition("steps"), "a scenario needs at least one step")
    }
    let courses = PlacedSteps.read(
      map, file, matrix, settings, standard: schemas, at: schemasAt, levelIsGiven: levelIsGiven, settingsPosition, collector)
    self.courses = courses
    looksAtRequests = courses.contains(where: \.looksAtRequests)
    steps = courses.first?.steps ?? []
    then = courses.first?.then ?? []
    try collector.throwIfAny()
  }

  /// The scenario once for each place it runs at, which its title then names; itself without `at`.
  public var runs: [Scenario] {
    if matrix.aspects.isEmpty { return [self] }
    return courses.map { course in
      var scenario = self
      (scenario.settings, scenario.steps, scenario.then) = (course.settings, course.steps, course.then)
      scenario.title += " (\(matrix.aspects.map { course.place.description(of: $0) }.joined(separator: ", ")))"
      return scenario
    }
  }
}
