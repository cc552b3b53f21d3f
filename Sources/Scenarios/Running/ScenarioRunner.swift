import Ambient
import OData
import StrictYAML

/// What a run of scenarios is asked to do.
public struct SuiteOptions: Sendable {
  public var seed: UInt64 = 1
  /// A folder to load instead of the baseline each scenario names.
  public var baselineDirectory: String?
  public var mappingFile: String?
  public var loadPath = Baseline.LoadPath.api
  public var stopsAtFirstFailure = false
  /// Take a fingerprint of both systems at the end of each scenario, for comparing runs.
  public var recordsEndState = false
  /// Keep what both systems hold at the end of each scenario, for comparing runs that did not take the same way.
  var recordsBusinessState = false
  /// Keep what happened in each scenario, for reports that show it; of one that does not pass it is always kept.
  public var keepsHistory = false
  /// Words of the command line that a replay needs beside the path and the seed.
  public var replayWords: [String] = []

  public init() {}
}

/// Hears how a run goes.
public protocol SuiteReporter: AnyObject {
  func suiteBegan(count: Int)
  func scenarioBegan(_ scenario: Scenario)
  /// A step with many turns is this far.
  func scenarioProgress(_ done: Int, of total: Int)
  func scenarioEnded(_ result: ScenarioResult)
}

/// Runs scenarios, each in a fresh world of its own.
public final class ScenarioRunner {
  private let factory: any WorldFactory
  private let options: SuiteOptions
  /// Reads a steadily growing count of nanoseconds; the only wall-clock time there is here, and only for reports.
  private let stopwatch: () -> Int64
  private weak var reporter: (any SuiteReporter)?
  private var baselines: [String: Baseline] = [:]

  public init(factory: any WorldFactory, options: SuiteOptions, stopwatch: @escaping () -> Int64, reporter: (any SuiteReporter)?) {
    self.factory = factory
    self.options = options
    self.stopwatch = stopwatch
    self.reporter = reporter
  }

  /// Runs scenarios in the order given.
  /// - Throws: `MalformedFile` for a baseline that cannot be used.
  public func run(_ scenarios: [Scenario]) async throws -> SuiteResult {
    let start = stopwatch()
    reporter?.suiteBegan(count: scenarios.count)
    var suite = SuiteResult(seed: options.seed)
    for (index, scenario) in scenarios.enumerated() {
      let result = try await run(scenario)
      suite.results.append(result)
      if options.stopsAtFirstFailure, result.isProblem {
        suite.skipped = scenarios.count - index - 1
        break
      }
    }
    suite.nanoseconds = stopwatch() - start
    return suite
  }

  /// Runs one scenario.
  /// - Throws: `MalformedFile` for a baseline that cannot be used.
  public func run(_ scenario: Scenario) async throws -> ScenarioResult {
    reporter?.scenarioBegan(scenario)
    let start = stopwatch()
    let configuration = WorldConfiguration(seed: options.seed, settings: scenario.settings)
    let baseline: Baseline?
    do {
      baseline = try self.baseline(of: scenario, configuration)
    } catch let error as MalformedFile {
      throw error
    } catch {
      // Only settings can keep the systems of a scenario from being made: an unknown level, for example.
      throw MalformedFile([Diagnostic(scenario.settingsPosition, "\(error)")])
    }
    var result = ScenarioResult(
      path: scenario.file.path, title: scenario.title, proves: scenario.proves, tags: scenario.tags, outcome: .passed,
      virtualTime: configuration.start)
    (result.level, result.solution, result.began) = (
      configuration.level, configuration.solution, configuration.start
    )
    do {
      let world = try await factory.world(configuration)
      if configuration.settings.salesLimits != nil { world.sales.patience = world.clock }
      if configuration.settings.supplyChainLimits != nil { world.supplyChain.patience = world.clock }
      let run = ScenarioRun(world: world, baseline: baseline)
      let observer = Observer(reporter)
      run.observer = observer
      do {
        result.outcome = try await outcome(scenario, run)
      } catch {
        await world.close()
        throw error
      }
      result.notes = run.notes
      if !run.unjudged.isEmpty {
        result.notes.append("not judged, since the engine does not tell: \(run.unjudged.joined(separator: ", "))")
      }
      result.documents = run.documents
      result.virtualTime = world.clock.now
      result.requests = world.sales.requestCount + world.supplyChain.requestCount
      result.executions = run.executions.count
      if options.keepsHistory || !result.isPassed { result.history = world.recorder.history }
      if options.recordsEndState { result.endState = try await world.endState() }
      if options.recordsBusinessState { result.businessState = try await world.businessState() }
      await world.close()
    } catch let error as MalformedFile {
      throw error
    } catch {
      result.outcome = .broken("\(error)")
    }
    result.nanoseconds = stopwatch() - start
    reporter?.scenarioEnded(result)
    return result
  }

  private func outcome(_ scenario: Scenario, _ run: ScenarioRun) async throws -> ScenarioResult.Outcome {
    do {
      try await ScenarioCourse(scenario: scenario, run: run).follow()
      return .passed
    } catch let other as NotForThisEngine {
      return .notForThisEngine(other.reason)
    } catch let failure as ScenarioFailure {
      let words = ["p2c", "run", scenario.file.path, "--seed", String(run.world.configuration.seed)] + options.replayWords
      let reporter = FailureReporter(run: run, scenario: scenario, replay: words.map(Self.shellWord).joined(separator: " "))
      return .failed(await reporter.report(failure))
    }
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

  private func baseline(of scenario: Scenario, _ configuration: WorldConfiguration) throws -> Baseline? {
    let directory: String
    if let given = options.baselineDirectory {
      directory = given
    } else if scenario.baseline == "none" {
      return nil
    } else {
      directory = try BaselineFolders.find(scenario.baseline ?? "usmf", for: scenario.file)
    }
    let settings = configuration.settings
    let key = "\(directory)|\(settings.supplyChainLevel ?? "")|\(settings.solutionVersion ?? "")"
    if let known = baselines[key] { return known }
    let baseline = try Baseline(
      directory: directory, mappingFile: options.mappingFile, path: options.loadPath, schemas: try factory.schemas(configuration))
    baselines[key] = baseline
    return baseline
  }

  /// Joins what a run says to what the reporter hears.
  private final class Observer: RunObserver {
    weak var reporter: (any SuiteReporter)?

    init(_ reporter: (any SuiteReporter)?) { self.reporter = reporter }

    func began(_ step: ScenarioStep) {}
    func progress(_ done: Int, of total: Int) { reporter?.scenarioProgress(done, of: total) }
  }
}
