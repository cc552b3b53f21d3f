public import ArgumentParser
import FoundationEssentials
import OData
import Scenarios
import Simulation
import StrictYAML

/// `p2c simulate`.
public struct SimulateCommand: EnvironmentCommand {
  public static let configuration = CommandConfiguration(
    commandName: "simulate", abstract: "Make up weeks of business from seeds, live through them, and look for what is not as it has to be.",
    discussion: """
      From each seed a level, a version of the solution, settings and what people do are drawn. At the end everything is brought over;
      both systems must hold what an independent auditor works out, every invariant must hold, and one more run must write nothing.
      What is found is made smaller and written as a scenario that anybody can run. Files of earlier findings are tried first.

      EXAMPLES
        p2c simulate                             100 seeds, from 1 on
        p2c simulate --seeds 2000 --jobs 2 --json simulation.json
        p2c simulate --minutes 30                a soak
        p2c simulate --seeds 1 --from 4711       one seed again
        p2c simulate --verify --seeds 500        one seed is one history: twice on one thread, and on two
        p2c simulate --replay bugs/invariant-same-money.yaml

      EXIT CODES
        0  nothing was found
        1  something was found, a known bug is still there, or a seed had two histories
        2  the command line makes no sense
        3  the file to replay is malformed
        4  the program itself broke
      """)

  @Option(help: ArgumentHelp("How many seeds.", valueName: "count"))
  public var seeds = 100

  @Option(help: ArgumentHelp("The first of them.", valueName: "seed"))
  public var from: UInt64 = 1

  @Option(help: ArgumentHelp("Go on for so long instead, however many seeds that are.", valueName: "count"))
  public var minutes: Int?

  @Option(help: ArgumentHelp("So many worlds at the same time (default: as many as there are processors).", valueName: "count"))
  public var jobs: Int?

  @Option(help: ArgumentHelp("Weeks of virtual time of each history.", valueName: "count"))
  public var weeks = 3

  @Option(help: ArgumentHelp("Write the results as JSON.", valueName: "file"))
  public var json: String?

  @Option(help: ArgumentHelp("Where findings are kept as scenarios, and tried first.", valueName: "folder"))
  public var bugs = "bugs"

  @Option(help: ArgumentHelp("Stop after so many findings.", valueName: "count"))
  public var maxFailures = 20

  @Flag(help: "Do not make findings smaller.")
  public var noShrink = false

  @Flag(help: "Live through each seed three times, the last time on two threads, and compare the histories.")
  public var verify = false

  @Option(help: ArgumentHelp("Run this file of a finding instead, and say whether it is still there.", valueName: "file"))
  public var replay: [String] = []

  public init() {}

  public func validate() throws {
    if seeds < 1 { throw ValidationError("--seeds is a number from 1.") }
    if weeks < 1 { throw ValidationError("--weeks is a number from 1.") }
    if let minutes, minutes < 1 { throw ValidationError("--minutes is a number from 1.") }
    if maxFailures < 1 { throw ValidationError("--max-failures is a number from 1.") }
    if let jobs, jobs < 1 { throw ValidationError("--jobs is a number from 1.") }
    if from.addingReportingOverflow(UInt64(seeds)).overflow { throw ValidationError("There are no \(seeds) seeds from \(from) on.") }
    if verify, !replay.isEmpty { throw ValidationError("--verify is about seeds, --replay about files; choose one.") }
  }

  public func run(in environment: CommandEnvironment) async throws -> Outcome {
    if !replay.isEmpty { return try await retry(replay, environment) }
    let numbers = (0..<UInt64(seeds)).map { from + $0 }
    var options = Simulation.Options()
    options.weeks = weeks
    let simulation = Simulation(options: options)
    if verify { return try await compare(numbers, simulation, environment) }

    let base = BugBase(folder: bugs)
    var outcome = try await retry(base.files, environment)
    guard outcome == .passed || outcome == .failed else { return outcome }
    let lanes = jobs ?? environment.processors
    let batch = await live(simulation, lanes: lanes, environment)
    for broken in batch.broken { environment.errors("seed \(broken.seed): \(broken.broken ?? "")\n") }
    let files = try await keep(batch, base, simulation, environment)
    if let json {
      let text = SimulationJSON.json(batch, weeks: weeks, lanes: lanes, files: files).text
      guard FileManager.default.createFile(atPath: json, contents: Data(text.utf8)) else {
        throw CommandFailure(.badCommandLine, "error: cannot write \(json)")
      }
    }
    environment.output(Self.summary(batch))
    if !batch.failures.isEmpty { outcome = .failed }
    return batch.broken.isEmpty ? outcome : .internalError
  }

  /// Seeds between two looks at the time.
  private static let turn: UInt64 = 200

  private func live(_ simulation: Simulation, lanes: Int, _ environment: CommandEnvironment) async -> BatchResult {
    let simulator = Simulator(simulation, lanes: lanes, stopwatch: environment.stopwatch)
    let end = minutes.map { environment.stopwatch() + Int64($0) * 60_000_000_000 }
    var batch = BatchResult()
    var next = from
    let last = minutes == nil ? from + UInt64(seeds) : UInt64.max - Self.turn
    while next < last, batch.failures.count < maxFailures, end.map({ environment.stopwatch() < $0 }) ?? true {
      let most = maxFailures - batch.failures.count
      batch.append(await simulator.run(Array(next..<min(last, next + Self.turn)), isEnough: { $0 >= most }))
      next += Self.turn
      if environment.isTerminal { environment.errors("\r\u{1B}[K\(batch.results.count) seeds, \(batch.failures.count) failures") }
    }
    if environment.isTerminal { environment.errors("\r\u{1B}[K") }
    return batch
  }

  /// Makes findings smaller, one of each kind, and keeps them.
  private func keep(
    _ batch: BatchResult, _ base: BugBase, _ simulation: Simulation, _ environment: CommandEnvironment
  ) async throws -> [UInt64: String] {
    var files: [UInt64: String] = [:]
    var kinds: [String: String] = [:]
    for failure in batch.failures {
      guard var history = failure.history, let finding = failure.finding else { continue }
      let origin = BugBase.Origin(seed: failure.seed, weeks: weeks, commit: SourceRevision.current)
      if kinds[finding.kind] == nil {
        let steps = history.events.count
        let start = environment.stopwatch()
        if !noShrink { history = try await Shrinker(simulation).shrink(history) }
        let kept = try base.keep(history, from: origin)
        kinds[finding.kind] = kept.path
        let seconds = Self.decimal(Double(environment.stopwatch() - start) / 1e9)
        environment.output("FAIL  \(finding.kind): \(steps) steps, \(history.events.count) after \(seconds) s\n")
        for line in finding.message.split(separator: "\n").prefix(6) { environment.output("      \(line)\n") }
      }
      files[failure.seed] = kinds[finding.kind]
      environment.output("      seed \(failure.seed): \(BugBase.command(origin)), p2c simulate --replay \(kinds[finding.kind] ?? "")\n")
    }
    return files
  }

  /// Runs files of findings.
  private func retry(_ paths: [String], _ environment: CommandEnvironment) async throws -> Outcome {
    guard !paths.isEmpty else { return .passed }
    let factory = TwinWorldFactory()
    let schemas = try factory.schemas(WorldConfiguration())
    var scenarios: [Scenario] = []
    for path in paths {
      do {
        scenarios.append(
          try Scenario(SourceFile(reading: path), schemas: schemas) { try factory.schemas(WorldConfiguration(settings: $0)) })
      } catch {
        environment.errors("\(error)\n")
        return .malformedFile
      }
    }
    let reporter = TerminalReporter(isTerminal: false, style: environment.style, write: environment.output)
    let runner = ScenarioRunner(factory: factory, options: SuiteOptions(), stopwatch: environment.stopwatch, reporter: reporter)
    let suite = await runner.run(scenarios)
    reporter.summarize(suite)
    return Outcome(of: suite)
  }

  private func compare(_ numbers: [UInt64], _ simulation: Simulation, _ environment: CommandEnvironment) async throws -> Outcome {
    let report = await HistoryCheck(simulation, stopwatch: environment.stopwatch).run(numbers)
    for difference in report.differences.prefix(20) {
      environment.output("FAIL  seed \(difference.seed): \(difference.hashes.joined(separator: ", "))\n")
    }
    environment.output(
      "\(report.seeds) seeds, twice on 1 thread and once on 2: \(report.differences.count) differences, hash \(report.hash)\n")
    return report.differences.isEmpty ? .passed : .failed
  }

  static func summary(_ batch: BatchResult) -> String {
    let seconds = max(0.001, Double(batch.nanoseconds) / 1e9)
    let days = Double(batch.virtualMilliseconds) / 86_400_000
    return
      "\(batch.results.count) seeds in \(decimal(seconds)) s: \(decimal(Double(batch.results.count) / seconds)) seeds/s, "
      + "\(Int(days / seconds)) virtual days/s, \(Int(Double(batch.requests) / seconds)) requests/s, "
      + "\(batch.executions) executions, \(batch.faults.values.reduce(0, +)) calls struck by \(batch.faults.count) faults, hash \(batch.hash), \(batch.failures.count) failures\n"
  }

  /// With one decimal place.
  private static func decimal(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }
}
