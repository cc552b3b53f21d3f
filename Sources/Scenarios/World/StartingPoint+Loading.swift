extension StartingPoint {
  /// Loads a baseline once, into a world that is let go again.
  /// - Returns: where further worlds may begin; `nil` for one whose systems do not live in this process.
  /// - Throws: what keeps the world from being made or the baseline from being loaded.
  package static func loading(
    _ baseline: Baseline, _ configuration: WorldConfiguration, by factory: TwinWorldFactory
  ) async throws -> StartingPoint? {
    let run = ScenarioRun(world: try await factory.world(configuration), baseline: baseline)
    let point = try StartingPoint(of: run, reports: try await run.loadFirstStage())
    await run.world.close()
    return point
  }
}
