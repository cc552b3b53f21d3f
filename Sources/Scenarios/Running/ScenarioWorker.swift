import Ambient
import OData
import StrictYAML

/// Runs scenarios one at a time, each in a fresh world of its own.
struct ScenarioWorker {
  let factory: any WorldFactory
  let options: SuiteOptions
  let baselines: SuiteBaselines
  let startingPoints: StartingPoints
  /// Reads a steadily growing count of nanoseconds; the only wall-clock time there is here, and only for reports.
  let stopwatch: @Sendable () -> Int64

  /// Runs one scenario; whatever goes wrong is in the result.
  func run(_ scenario: Scenario, progress: @escaping (_ done: Int, _ total: Int) -> Void) async -> ScenarioResult {
    let start = stopwatch()
    let configuration = WorldConfiguration(seed: options.seed, settings: scenario.settings)
    var result = ScenarioResult(
      path: scenario.file.path, title: scenario.title, proves: scenario.proves, tags: scenario.tags, outcome: .passed,
      virtualTime: configuration.start)
    (result.level, result.solution, result.began) = (configuration.level, configuration.solution, configuration.start)
    do {
      try await run(scenario, configuration, &result, progress)
    } catch let error as MalformedFile {
      result.outcome = .malformed(error)
    } catch {
      result.outcome = .broken("\(error)")
    }
    if let issue = scenario.knownIssue {
      let (outcome, note) = issue.judge(result.outcome, today: options.today, replay: replay(of: scenario, configuration))
      (result.knownIssue, result.outcome) = (issue, outcome)
      if let note { result.notes.append(note) }
    }
    result.nanoseconds = stopwatch() - start
    return result
  }

  private func run(
    _ scenario: Scenario, _ configuration: WorldConfiguration, _ result: inout ScenarioResult,
    _ progress: @escaping (_ done: Int, _ total: Int) -> Void
  ) async throws {
    let schemas: WorldSchemas
    do {
      schemas = try factory.schemas(configuration)
    } catch {
      // Only settings can keep the systems of a scenario from being made: an unknown level, for example.
      throw MalformedFile([Diagnostic(scenario.settingsPosition, "\(error)")])
    }
    let baseline = try await baselines.baseline(of: scenario, schemas)
    let run = try await beginning(scenario, configuration, baseline)
    let world = run.world
    do {
      if configuration.settings.salesLimits != nil { world.sales.patience = world.clock }
      if configuration.settings.supplyChainLimits != nil { world.supplyChain.patience = world.clock }
      run.progress = progress
      result.outcome = try await outcome(scenario, run)
      result.notes = run.notes
      if !run.unjudged.isEmpty {
        result.notes.append("not judged, since the engine does not tell: \(run.unjudged.joined(separator: ", "))")
      }
      if case .failed = result.outcome, let keep = options.keepWorld, let twins = world.twins {
        do {
          result.notes.append("the world is kept: \(try keep(scenario, twins))")
        } catch {
          result.notes.append("the world could not be kept: \(error)")
        }
      }
      result.documents = run.documents
      result.virtualTime = world.clock.now
      result.requests = world.sales.requestCount + world.supplyChain.requestCount
      result.executions = run.executions.count
      result.steps = run.stepCount
      if options.keepsHistory || !result.isPassed { result.history = world.recorder.history }
      if options.recordsEndState { result.endState = try await world.endState() }
      if options.recordsBusinessState { result.businessState = try await world.businessState() }
    } catch {
      await world.close()
      throw error
    }
    await world.close()
  }

  /// The scenario in a world of its own: an empty one, or one in which its baseline is loaded.
  private func beginning(_ scenario: Scenario, _ configuration: WorldConfiguration, _ baseline: Baseline?) async throws -> ScenarioRun {
    guard let baseline, startingPoints.isShared(scenario) else {
      return ScenarioRun(world: try await factory.world(configuration), baseline: baseline)
    }
    var own: ScenarioRun?
    let point = try await startingPoints.point(for: scenario, baseline) {
      let run = ScenarioRun(world: try await factory.world(configuration), baseline: baseline)
      do {
        let point = try StartingPoint(of: run, reports: try await run.loadFirstStage())
        own = run
        return point
      } catch {
        await run.world.close()
        throw error
      }
    }
    // Whoever loads the baseline stays in its world.
    if let own { return own }
    guard let point else { return ScenarioRun(world: try await factory.world(configuration), baseline: baseline) }
    let run = ScenarioRun(world: try await factory.world(configuration, at: point), baseline: baseline)
    run.loader?.memory = point.loader
    run.firstStage = point.reports
    return run
  }

  private func outcome(_ scenario: Scenario, _ run: ScenarioRun) async throws -> ScenarioResult.Outcome {
    do {
      let speed = scenario.speed.isEmpty ? nil : SpeedWatch(stopwatch: stopwatch)
      try await ScenarioCourse(scenario: scenario, run: run, faults: options.faults, speed: speed).follow()
      if let speed {
        run.note("speed: \(speed.summary)")
        for expectation in scenario.speed { try expectation.check(speed) }
      }
      return .passed
    } catch let other as NotForThisEngine {
      return .notForThisEngine(other.reason)
    } catch let failure as ScenarioFailure {
      run.world.recorder.end()
      let reporter = FailureReporter(run: run, file: scenario.file, replay: replay(of: scenario, run.world.configuration))
      return .failed(await reporter.report(failure))
    }
  }

  /// The command that runs a scenario just so.
  private func replay(of scenario: Scenario, _ configuration: WorldConfiguration) -> String {
    let words = ["p2c", "run", scenario.file.path, "--seed", String(configuration.seed)] + options.replayWords
    return words.map(Self.shellWord).joined(separator: " ")
  }

  /// A word as a shell reads it back.
  private static func shellWord(_ word: String) -> String {
    let plain = word.utf8.allSatisfy { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
      default: "-_./:=+,@".utf8.contains(byte)
      }
    }
    return plain && !word.isEmpty
      ? word : "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }
}
