import Ambient
import OData
import StrictYAML

/// `followSchedules: 1 day`: lets the time pass, and runs what is due on the way.
struct FollowSchedulesStep: StepKind {
  static let keyword = "followSchedules"
  static let keys = ["meanwhile", "expect", "as"]
  static let summary = "let the time pass and run what is due on the way"

  /// What a scenario may expect something of.
  static let figures = ["runs", "projects", "statuses", "writes", "failed"]

  let milliseconds: Int64
  let expectations: [(key: YAML.Scalar, expected: Expected)]
  let name: String?
  let meanwhile: [Meanwhile]
  let position: SourcePosition

  init?(_ map: MapReader, _ context: ReadingContext) {
    guard let read = VirtualDuration.read(Self.keyword, of: map, context) else { return nil }
    milliseconds = read.duration.milliseconds
    position = read.position
    name = map.text("as")?.text
    meanwhile = map.list("meanwhile").compactMap { Meanwhile($0, context) }
    expectations = Expected.members(of: map, figures: Self.figures, context)
  }

  func perform(_ run: ScenarioRun) async throws {
    for interruption in meanwhile { interruption.arm(run) }
    let outcomes = try await run.followSchedules(until: run.world.clock.now.adding(milliseconds: milliseconds))
    if try run.world.interruptions.finish() > 0 {
      throw ScenarioFailure(meanwhile.first?.position ?? position, "the engine did not ask for that page")
    }
    let found: JSONObject = [
      "runs": .number(ExactDecimal(outcomes.count)), "projects": .string(outcomes.map(\.project).joined(separator: ", ")),
      "statuses": .string(outcomes.map(\.status).joined(separator: ", ")),
      "writes": .number(ExactDecimal(outcomes.reduce(0) { $0 + $1.writes })),
      "failed": .number(ExactDecimal(outcomes.reduce(0) { $0 + $1.failed })),
    ]
    if let name { run.capture(name, .object(found)) }
    if expectations.isEmpty, let bad = outcomes.first(where: { $0.status != "Completed" }) {
      throw ScenarioFailure(position, "a run of \(bad.project) ended in \(bad.status)\(bad.firstReasons)")
    }
    for (key, expected) in expectations { try expected.check(found[key.text] ?? .null, what: "\(key.text) of the scheduled runs", run) }
  }
}
