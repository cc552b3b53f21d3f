public import ArgumentParser
import Benchmarks
import FoundationEssentials
import Scenarios

/// `p2c bench`.
public struct BenchCommand: EnvironmentCommand {
  public static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Measure how fast the twins are on this machine.",
    discussion: """
      Workloads:
        requests      single requests and batches at both twins: how many a core answers in a second
        engine        a load of many accounts with a durable ledger, the run after a few changes, the run after none
        limits        how near the engine comes to the least time that the limits of Sales allow, in virtual time
        store         filters against bare SQLite over a table of many accounts, and the memory a row takes
        packages      data packages into Supply Chain and out of it, and how large they are
        own-metadata  a twin with thousands of tables of a user's own beside one without

      The cases of a workload run in turn, several rounds of them; median, least and greatest are printed. Build with -c release: the
      figures of a debug build mean nothing.

      EXAMPLES
        p2c bench
        p2c bench store --rows 100000
        p2c bench engine --rows 50000 --repetitions 1
        p2c bench requests --only sales.read --repetitions 11
        p2c bench packages --rows 20000
        p2c bench requests --over http
        p2c bench --json bench.json
      """)

  @Argument(help: ArgumentHelp("What to measure (default: all of it).", valueName: "workload"))
  public var workloads: [Name] = []

  @Option(help: ArgumentHelp("Only cases whose name contains this text.", valueName: "text"))
  public var only: String?

  @Option(help: ArgumentHelp("Rounds that count.", valueName: "count"))
  public var repetitions = 5

  @Option(help: ArgumentHelp("Rounds before them that do not.", valueName: "count"))
  public var warmUps = 1

  @Option(
    help: ArgumentHelp(
      "Accounts of the workloads 'store' (default: 1000000) and 'engine' (500000), products of 'limits' (50000), customers of 'packages' (100000).",
      valueName: "count"))
  public var rows: Int?

  @Option(help: "How requests travel: direct, or http over real sockets on loopback (needs p2c-wire).")
  public var over: RunCommand.Way = .direct

  @Option(help: ArgumentHelp("With --over http: requests under way at a time, each on a connection of its own.", valueName: "count"))
  public var connections = 64

  @Option(help: ArgumentHelp("Write the results as JSON.", valueName: "file"))
  public var json: String?

  public enum Name: String, ExpressibleByArgument, CaseIterable, Sendable {
    case requests, store, engine, limits, packages
    case ownMetadata = "own-metadata"
  }

  public init() {}

  public func validate() throws {
    if repetitions < 1 { throw ValidationError("--repetitions is a number from 1.") }
    if warmUps < 0 { throw ValidationError("--warm-ups is not negative.") }
    if !(1...1000).contains(connections) { throw ValidationError("--connections is a number from 1 to 1000.") }
    if let rows, rows < 1 { throw ValidationError("--rows is a number from 1.") }
    if over == .http, let other = workloads.first(where: { $0 != .requests }) {
      throw ValidationError("The workload '\(other.rawValue)' stays in this process; --over http is for 'requests'.")
    }
  }

  public func run(in environment: CommandEnvironment) async throws -> Outcome {
    if over == .http, environment.benchmarkConnector == nil { throw WireProgram.replaceProcess(environment) }
    let connector = over == .http ? environment.benchmarkConnector?(connections) : nil
    let clocks = MeasuringClocks(
      wall: environment.stopwatch, processor: environment.processorTime, client: connector.map { way in { way.clientProcessorTime() } })
    let harness = BenchmarkHarness(clocks: clocks, repetitions: repetitions, warmUps: warmUps)
    var report = BenchmarkReport(machine: MachineFacts(), repetitions: repetitions, warmUps: warmUps)
    if report.machine.build == "debug" { environment.errors("warning: this is a debug build; its figures mean nothing\n") }
    for name in workloads.isEmpty ? (over == .http ? [.requests] : Name.allCases) : workloads {
      let (workload, end) = try await build(name, connector, environment)
      let cases = workload.cases.filter { item in
        guard let only else { return true }
        // What a case is compared with must run beside it.
        return item.name.contains(only) || workload.cases.contains { $0.baseline == item.name && $0.name.contains(only) }
      }
      let measurements = try await harness.run(cases) { round, count in
        progress("\(workload.name): round \(round) of \(count)", environment)
      }
      await end()
      progress("", environment)
      if !measurements.isEmpty || (workload.cases.isEmpty && only == nil) { report.parts.append(.init(workload, measurements)) }
    }
    guard !report.parts.isEmpty else { throw CommandFailure(.badCommandLine, "error: no case's name contains '\(only ?? "")'") }
    environment.output(BenchmarkTable.text(report))
    if let json, !FileManager.default.createFile(atPath: json, contents: Data(BenchmarkJSON.text(report).utf8)) {
      throw CommandFailure(.badCommandLine, "error: cannot write \(json)")
    }
    return .passed
  }

  private func build(
    _ name: Name, _ connector: (any BenchmarkConnector)?, _ environment: CommandEnvironment
  ) async throws -> (Workload, () async -> Void) {
    switch name {
    case .requests: return try await RequestWorkload(connector: connector).build()
    case .ownMetadata: return (try OwnMetadataWorkload().build(), {})
    case .packages: return (try PackageWorkload(rows: rows ?? 100_000).build { progress($0, environment) }, {})
    case .store:
      let rows = rows ?? 1_000_000
      let workload = try StoreWorkload(rows: rows).build { progress("store: \($0) of \(rows) accounts", environment) }
      return (workload, {})
    case .limits: return (try await LimitsWorkload(rows: rows ?? 50_000).build { progress("limits: \($0)", environment) }, {})
    case .engine:
      let folder = FileManager.default.temporaryDirectory.appending(path: "p2c-bench-\(environment.stopwatch())")
      return (try await EngineWorkload(rows: rows ?? 500_000).build(folder: folder) { progress("engine: \($0)", environment) }, {})
    }
  }

  /// One line that is written over, on a terminal only.
  private func progress(_ text: String, _ environment: CommandEnvironment) {
    if environment.isTerminal { environment.errors("\r\u{1B}[K\(text)") }
  }
}
