import OData
import StrictYAML

/// Runs a scenario once for every point at which the engine can be killed, and demands the same end as without it: the scenario and its
/// invariants hold, and both systems hold the same rows.
public struct CrashSweep {
  /// What a sweep has found.
  public struct Report: Sendable {
    public var path: String
    /// Points there are, by kind.
    public var points: [CrashPoint.Kind: Int] = [:]
    /// Points that were tried.
    public var tried = 0
    public var failures: [(point: CrashPoint, reason: String)] = []
    /// Why nothing was tried, where the scenario asks of an engine what this one does not do.
    public var notForThisEngine: String?
  }

  private let factory: TwinWorldFactory
  private let plan: CrashPlan
  private let seed: UInt64
  /// Tries every so manieth point.
  private let every: Int

  /// - Parameter way: to an engine that is a process of its own; ours in this process where there is none.
  public init(seed: UInt64 = 1, every: Int = 1, over way: CrashWay? = nil) {
    self.seed = seed
    self.every = max(1, every)
    plan = CrashPlan()
    if let way {
      factory = TwinWorldFactory(crashes: plan, connector: way.connector, engines: way.engines)
      way.watch(plan)
    } else {
      factory = TwinWorldFactory(crashes: plan)
    }
  }

  /// What scenarios are read against.
  public func schemas() throws -> WorldSchemas { try factory.schemas(WorldConfiguration()) }

  /// - Parameter progress: told how many points of how many were tried.
  /// - Throws: `MalformedFile` for a baseline that cannot be used.
  public func run(_ scenario: Scenario, progress: (Int, Int) -> Void = { _, _ in }) async throws -> Report {
    var report = Report(path: scenario.file.path)
    let expected = try await result(scenario, nil)
    if case .notForThisEngine(let reason) = expected.outcome {
      report.notForThisEngine = reason
      return report
    }
    if let reason = Self.reason(expected, nil) {
      report.failures.append((CrashPoint(kind: .beforeRequest, number: 0), "the scenario fails without a crash: \(reason)"))
      return report
    }
    for kind in CrashPoint.Kind.allCases { report.points[kind] = kind == .beforeWriting ? plan.writes : plan.requests }
    let points = CrashPoint.Kind.allCases.flatMap { kind in (0..<(report.points[kind] ?? 0)).map { CrashPoint(kind: kind, number: $0 + 1) }
    }
    let chosen = stride(from: 0, to: points.count, by: every).map { points[$0] }
    for point in chosen {
      let ended = try await result(scenario, point)
      report.tried += 1
      if let reason = Self.reason(ended, expected.businessState) { report.failures.append((point, reason)) }
      progress(report.tried, chosen.count)
    }
    return report
  }

  private func result(_ scenario: Scenario, _ point: CrashPoint?) async throws -> ScenarioResult {
    plan.reset(to: point)
    var options = SuiteOptions()
    options.seed = seed
    options.recordsBusinessState = true
    return try await ScenarioRunner(factory: factory, options: options, stopwatch: { 0 }, reporter: nil).run(scenario)
  }

  /// Why a run is not as it should be; `nil` for one that is.
  private static func reason(_ result: ScenarioResult, _ expected: [String]?) -> String? {
    switch result.outcome {
    case .failed(let report): return "\(report.position.line): \(report.message)"
    case .broken(let reason), .notForThisEngine(let reason): return reason
    case .malformed(let file): return file.description
    case .passed: break
    }
    guard let expected, let state = result.businessState, state != expected else { return nil }
    let difference = state.difference(from: expected)
    let missing = difference.removals.first.flatMap(Self.line) ?? "nothing"
    let instead = difference.insertions.first.flatMap(Self.line) ?? "nothing"
    return "\(difference.count) rows differ, for example \(Self.brief(missing, instead))"
  }

  private static func line(_ change: CollectionDifference<String>.Change) -> String {
    switch change {
    case .insert(_, let line, _), .remove(_, let line, _): line
    }
  }

  /// What two rows begin with, and where they part.
  private static func brief(_ missing: String, _ instead: String) -> String {
    let same = zip(missing, instead).prefix { $0 == $1 }.map(\.0)
    let common = same.prefix(through: same.lastIndex(of: " ") ?? same.startIndex - 1)
    let rests = [missing, instead].map { $0.dropFirst(common.count).prefix(100) }
    return "\(String(common.prefix(100))) … should have \(rests[0]), has \(rests[1])"
  }
}
