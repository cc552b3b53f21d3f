public import ArgumentParser
import Host
import OData
import Scenarios
import StrictYAML

/// `p2c run`.
public struct RunCommand: EnvironmentCommand {
  public static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run scenarios and check what they and the invariants say.",
    discussion: """
      EXAMPLES
        p2c run
        p2c run scenarios/cycle scenarios/orders/confirmed-order-comes-back.yaml
        p2c run --tag freight --fail-fast
        p2c run --jobs 4 --shuffle
        p2c run scenarios/orders --watch
        p2c run --shard 2/8 --durations last.json --json shard2.json
        p2c run --rerun-failed report.json --keep-world worlds
        p2c run --level 7.2+KB4036461 --dry-run
        p2c run --junit report.xml --html report.html --threshold 'run <= 20 s'
        p2c run docs/examples/northwind --baseline path/to/northwind --mapping docs/examples/northwind/baseline.yaml
        p2c run scenarios/cycle --fault throttled-requests
        p2c run scenarios/cycle --fault 'fault: reset-after-commit, aim: {system: supplyChain, probability: 0.1}'
        p2c run --over http
        p2c run scenarios/accounts --engine 'python3 my_engine.py'
      """)

  @OptionGroup public var selection: ScenarioSelection

  @Option(help: ArgumentHelp("Load this folder of CSV files instead of the baseline each scenario names.", valueName: "folder"))
  public var baseline: String?

  @Option(help: ArgumentHelp("The mapping file of --baseline, when it is not baseline.yaml in that folder.", valueName: "file"))
  public var mapping: String?

  @Option(help: "Load baselines as requests (api) or straight into the stores (store).")
  public var load: LoadPath = .api

  @Option(help: "The seed every world starts from; the same seed is the same history.")
  public var seed: UInt64 = 1

  @Option(help: ArgumentHelp("Run so many scenarios at the same time (default: as many as there are processors).", valueName: "count"))
  public var jobs: Int?

  @OptionGroup public var planning: PlanOptions

  @OptionGroup public var reports: ReportOptions

  @Option(help: "How requests travel: direct, or http over real sockets on loopback (needs p2c-wire).")
  public var over: Way = .direct

  @Option(
    help: ArgumentHelp(
      "Run projects with this command instead of our engine, over HTTP, and judge it; see docs/external-engines.md (needs p2c-wire).",
      valueName: "command"))
  public var engine: String?

  @Option(help: ArgumentHelp("The same with an engine that is started by a request to this address.", valueName: "url"))
  public var engineURL: String?

  @Option(help: ArgumentHelp("How long one run of such an engine may take.", valueName: "seconds"))
  public var engineTimeout = 600

  @Option(help: ArgumentHelp("Keep the world of each scenario that fails below this folder, for p2c serve --data.", valueName: "folder"))
  public var keepWorld: String?

  @OptionGroup public var faults: FaultOptions

  @Flag(help: "Fail when a fault never struck, or a retry or error path of the engine was never come to, in the whole run.")
  public var sometimes = false

  @Flag(help: "Stop after the first scenario that does not pass.")
  public var failFast = false

  @Flag(help: "Stay, and run again what changes: a scenario when its file is written, all when a baseline is.")
  public var watch = false

  @Flag(help: "Run the scenarios that can be read even when other files are malformed.")
  public var keepGoing = false

  public enum LoadPath: String, ExpressibleByArgument, CaseIterable, Sendable { case api, store }
  public enum Way: String, ExpressibleByArgument, CaseIterable, Sendable { case direct, http }

  public init() {}

  public func validate() throws {
    if engine != nil, engineURL != nil { throw ValidationError("--engine and --engine-url are two ways to one engine; choose one.") }
    if let jobs, jobs < 1 { throw ValidationError("--jobs is at least 1.") }
    if sometimes, watch || planning.dryRun {
      throw ValidationError("--sometimes looks back at a whole run; leave --watch and --dry-run out.")
    }
    if watch, planning.dryRun { throw ValidationError("--watch runs scenarios, --dry-run does not; choose one.") }
    if engineTimeout < 1 { throw ValidationError("--engine-timeout is at least 1 second.") }
    if mapping != nil, baseline == nil { throw ValidationError("--mapping says how to read --baseline; give that too.") }
  }

  public func run(in environment: CommandEnvironment) async throws -> Outcome {
    let marks = sometimes ? SometimesMarks() : nil
    let factory = try factory(environment, marks)
    defer { environment.engineAccess?.end() }
    try await factory.prepare()
    guard watch else { return Self.judge(marks, try await run(in: environment, factory, only: nil), environment) }
    guard let watching = environment.watching else {
      throw CommandFailure(.badCommandLine, "error: --watch is for p2c, not for what p2c-wire runs")
    }
    var files = WatchedFiles(modified: watching.modified)
    var outcome = Outcome.passed
    var isFirst = true
    repeat {
      let scenarios = try selection.read(try factory.schemas(WorldConfiguration())).scenarios
      let folders = selection.paths.isEmpty ? [ScenarioSelection.defaultFolder] : selection.paths
      let changed = files.changes(in: ScenarioDiscovery.filesBehind(scenarios, paths: folders, baseline: baseline))
      if changed.isEmpty { continue }
      // What is no scenario may stand behind any of them.
      let own = Set(scenarios.map(\.file.path))
      let isAboutScenarios = !isFirst && changed.allSatisfy { own.contains($0) }
      outcome = try await run(in: environment, factory, only: isAboutScenarios ? Set(changed) : nil)
      environment.output("waiting for files to change; Ctrl-C ends\n")
      isFirst = false
    } while await watching.pause(Watching.intervalMilliseconds)
    return outcome
  }

  /// - Parameter paths: only scenarios of these files, `nil` for all.
  private func run(in environment: CommandEnvironment, _ factory: TwinWorldFactory, only paths: Set<String>?) async throws -> Outcome {
    let failed = try planning.failedBefore()
    var selection = selection
    if let failed, selection.paths.isEmpty {
      selection.paths = failed.map(\.path).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }
    if failed?.isEmpty == true {
      environment.output("everything passed in \(planning.rerunFailed ?? ""): there is nothing to run again\n")
      return .passed
    }
    var reading = try selection.read(try factory.schemas(WorldConfiguration())) { try factory.schemas(WorldConfiguration(settings: $0)) }
    if let paths { reading.scenarios.removeAll { !paths.contains($0.file.path) } }
    if let failed { reading.scenarios.removeAll { !failed.contains(ScenarioIdentity($0)) } }
    if let level = planning.level { reading.scenarios = try scenarios(reading.scenarios, at: level, factory) }
    for file in reading.malformed { environment.errors("\(file)\n") }
    if !reading.malformed.isEmpty, !keepGoing {
      environment.errors(
        "\(reading.malformed.count) of \(reading.fileCount) files are malformed; nothing was run (--keep-going runs the others)\n")
      return .malformedFile
    }
    var reasons = selection.tags.map { "has the tag '\($0)'" }
    if let file = planning.rerunFailed { reasons.append("is one that did not pass in \(file)") }
    if let level = planning.level { reasons.append("runs at level \(level)") }
    guard !reading.scenarios.isEmpty || !reading.malformed.isEmpty else {
      throw CommandFailure(
        .badCommandLine,
        "error: none of the \(reading.fileCount) scenarios \(reasons.joined(separator: " and "))")
    }

    let plan = try planning.plan(reading.scenarios, seed: seed)
    if planning.dryRun {
      planning.list(plan, environment.output)
      return reading.malformed.isEmpty ? .passed : .malformedFile
    }
    let reporter = TerminalReporter(isTerminal: environment.isTerminal, style: environment.style, write: environment.output)
    let lanes = (0..<jobs(environment)).map { _ in ScenarioLane(factory: factory) }
    var options = options
    options.today = environment.now.date
    options.faults = try faults.plan()
    let runner = ScenarioRunner(lanes: lanes, options: options, stopwatch: environment.stopwatch, reporter: reporter)
    var suite = await runner.run(plan)
    suite.thresholds = reports.thresholds
    for file in malformedFiles(suite) { environment.errors("\(file)\n") }
    reporter.summarize(suite)
    try reports.write(suite)
    return Outcome(of: suite, hasMalformedFiles: !reading.malformed.isEmpty)
  }

  /// - Throws: `CommandFailure` for a level there is not.
  private func scenarios(_ all: [Scenario], at level: String, _ factory: TwinWorldFactory) throws -> [Scenario] {
    var settings = WorldSettings()
    settings.supplyChainLevel = level
    do {
      _ = try factory.schemas(WorldConfiguration(settings: settings))
    } catch {
      throw CommandFailure(.badCommandLine, "error: \(error)")
    }
    return all.compactMap { $0.at(level: level) }
  }

  private func jobs(_ environment: CommandEnvironment) -> Int {
    // Worlds behind sockets share the one executor their server answers on.
    over == .http || engine != nil || engineURL != nil ? 1 : jobs ?? environment.processors
  }

  /// What could not be run because of the files it stands on, each file once.
  private func malformedFiles(_ suite: SuiteResult) -> [MalformedFile] {
    suite.results.reduce(into: []) { files, result in
      if case .malformed(let file) = result.outcome, !files.contains(file) { files.append(file) }
    }
  }

  /// A run that passed fails for what never came to pass in it.
  private static func judge(_ marks: SometimesMarks?, _ outcome: Outcome, _ environment: CommandEnvironment) -> Outcome {
    guard let marks else { return outcome }
    let missing = marks.missing
    environment.output("\nsometimes: \(SometimesMarks.count - missing.count) of \(SometimesMarks.count) came to pass\n")
    for name in missing { environment.output("  never: \(name)\n") }
    return outcome == .passed && !missing.isEmpty ? .failed : outcome
  }

  private func factory(_ environment: CommandEnvironment, _ marks: SometimesMarks?) throws -> TwinWorldFactory {
    if let program = engine.map({ EngineAccess.Program.command($0) }) ?? engineURL.map({ .url($0) }) {
      guard let access = environment.engineAccess else { throw WireProgram.replaceProcess(environment) }
      return TwinWorldFactory(connector: access.connector, engines: try access.maker(program, engineTimeout))
    }
    switch over {
    case .direct: return TwinWorldFactory(marks: marks)
    case .http:
      guard let http = environment.httpConnector else { throw WireProgram.replaceProcess(environment) }
      return TwinWorldFactory(connector: http, marks: marks)
    }
  }

  private var options: SuiteOptions {
    var options = SuiteOptions()
    options.seed = seed
    options.baselineDirectory = baseline
    options.mappingFile = mapping
    options.loadPath = load == .store ? .store : .api
    options.stopsAtFirstFailure = failFast
    options.recordsEndState = reports.json != nil
    options.keepsHistory = reports.showHistory
    if let keepWorld {
      options.keepWorld = { scenario, twins in
        let folder = "\(keepWorld)/\(KeptWorldName.text(scenario))"
        try KeptWorld.write(twins, to: folder)
        return "p2c serve --data \(folder)"
      }
    }
    if let baseline { options.replayWords += ["--baseline", baseline] }
    if let mapping { options.replayWords += ["--mapping", mapping] }
    if load == .store { options.replayWords += ["--load", "store"] }
    if over == .http { options.replayWords += ["--over", "http"] }
    for fault in faults.fault { options.replayWords += ["--fault", fault.text] }
    if let engine { options.replayWords += ["--engine", engine] }
    if let engineURL { options.replayWords += ["--engine-url", engineURL] }
    return options
  }
}
