import Ambient
import OData
import StrictYAML

/// `eventually:` expectations that need not hold yet: they must within a virtual duration, and are looked at every so often while the
/// clock goes on and what is on schedule runs.
///
/// ```yaml
/// - eventually:
///     - expect: sales/salesorders
///       key: SO-1
///       has: {name: SO-1}
///   within: 2 hours
///   every: 10 minutes
/// ```
struct EventuallyStep: StepKind {
  static let keyword = "eventually"
  static let keys = ["within", "every"]
  static let summary = "wait in virtual time until expectations hold"

  let steps: [ScenarioStep]
  let within: String
  let milliseconds: Int64
  let interval: Int64

  /// Most looks: more of them would only take long.
  static let looksMax: Int64 = 10_000
  private static let intervalStandard: Int64 = 60_000
  /// Different things seen that a message tells of.
  private static let sightsMax = 8

  init?(_ map: MapReader, _ context: ReadingContext) {
    guard let within = VirtualDuration.read("within", of: map, context) else { return nil }
    milliseconds = within.duration.milliseconds
    self.within = map.text("within")?.text ?? ""
    let every = map.has("every") ? VirtualDuration.read("every", of: map, context) : nil
    interval = every?.duration.milliseconds ?? Self.intervalStandard
    if interval < 1 || interval > milliseconds || milliseconds / interval > Self.looksMax {
      context.report(
        every?.position ?? within.position,
        "'every' must be more than nothing and not longer than 'within', and come to at most \(Self.looksMax) looks")
    }
    steps = context.steps(map, Self.keyword)
    if map.list(Self.keyword).isEmpty { context.report(map.keyPosition(Self.keyword), "'eventually' needs a list of expectations") }
    for step in steps where !type(of: step.kind).onlyLooks {
      let looking = StepTable.all.filter { $0.onlyLooks }.map { $0.keyword }
      context.report(
        step.position,
        "'\(type(of: step.kind).keyword)' changes something and cannot be done over and over; 'eventually' takes \(looking.joined(separator: ", "))"
      )
    }
  }

  func perform(_ run: ScenarioRun) async throws {
    let start = run.world.clock.now
    let deadline = start.adding(milliseconds: milliseconds)
    var sights: [(since: Timestamp, text: String)] = []
    var looks = 0
    while true {
      looks += 1
      do {
        return try await run.perform(steps)
      } catch var failure as ScenarioFailure {
        let now = run.world.clock.now
        let text = failure.comparison.map { "\($0.what) is \($0.actual)" } ?? failure.message
        if sights.last?.text != text { sights.append((now, text)) }
        guard now < deadline else {
          failure.message += ", in \(looks) looks within \(within)"
          if sights.count > Self.sightsMax {
            failure.message += "\n    (\(sights.count - Self.sightsMax) earlier things seen are left out)"
          }
          for sight in sights.suffix(Self.sightsMax) { failure.message += "\n    from \(sight.since): \(sight.text)" }
          failure.message += "\n    last looked \(now)"
          throw failure
        }
        try await run.wait(until: min(now.adding(milliseconds: interval), deadline))
      }
    }
  }
}
