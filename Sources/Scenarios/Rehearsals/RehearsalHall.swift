public import OData
import StrictYAML

/// Where rehearsals take place. The baseline is loaded once for each kind of world; every rehearsal starts from a copy.
public final class RehearsalHall: Sendable {
  struct Beginning: Sendable {
    let baseline: Baseline
    let point: StartingPoint
  }

  private let factory: TwinWorldFactory
  private let folder: String
  private let beginnings = MadeOnce<WorldSettings, Beginning>()

  /// - Parameters:
  ///   - baseline: a folder of `Fixtures` that comes with p2c.
  ///   - factory: makes the worlds.
  public init(baseline: String = "usmf", factory: TwinWorldFactory = TwinWorldFactory()) {
    self.factory = factory
    folder = "\(BaselineFolders.builtIn)/\(baseline)"
  }

  /// A world at its beginning.
  /// - Parameter settings: what is different in it, as `settings:` of a scenario.
  /// - Throws: `MalformedFile` for settings that make no sense, or a baseline that does not.
  public func rehearsal(settings: JSON) async throws -> Rehearsal {
    let collector = DiagnosticCollector()
    let settings = WorldSettings(YAML(settings, at: .start(of: "settings")), collector)
    try collector.throwIfAny()
    let configuration = WorldConfiguration(settings: settings)
    let beginning = try await beginnings.value(settings) { try await self.beginning(configuration) }
    let world = try await factory.world(configuration, at: beginning.point)
    let run = ScenarioRun(world: world, baseline: beginning.baseline)
    run.loader?.memory = beginning.point.loader
    run.firstStage = beginning.point.reports
    return Rehearsal(run, standard: try factory.schemas(WorldConfiguration()))
  }

  private func beginning(_ configuration: WorldConfiguration) async throws -> Beginning {
    let baseline = try Baseline(directory: folder, schemas: factory.schemas(configuration))
    let run = ScenarioRun(world: try await factory.world(configuration), baseline: baseline)
    run.limitRunsOnly()
    let reports = try await run.loadFirstStage()
    guard let point = try StartingPoint(of: run, reports: reports) else {
      throw UnusableAnswer(message: "a rehearsal needs systems that live in this process")
    }
    await run.world.close()
    return Beginning(baseline: baseline, point: point)
  }
}
