public import ArgumentParser
import Benchmarks
import FoundationEssentials
import Scenarios

/// `p2c bench run`, or `p2c bench` with anything but another word of it.
public struct BenchRunCommand: EnvironmentCommand {
  public static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Measure workloads, or suites of them.",
    discussion: """
      Workloads:
        targets       the twins and the engine beside the least that can be done: bare SQLite, a bare loop
        http          a read over sockets beside a bare server (needs p2c-wire)
        scenarios     a fresh world, a step, a scenario of ten steps
        requests      single requests and batches at both twins: how many a core answers in a second
        load          single requests at more and more a second: latencies, and the knee
        engine        a load of many accounts with a durable ledger, the run after a few changes, the run after none
        orders        a storm of orders, there and back
        invoices      a run of invoices
        day           a day with some of everything
        growth        the initial load at growing sizes: whether a row costs the same
        limits        how near the engine comes to the least time that the limits of Sales allow, in virtual time
        store         filters against bare SQLite over a table of many accounts, and the memory a row takes
        packages      data packages into Supply Chain and out of it, and how large they are
        own-metadata  a twin with thousands of tables of a user's own beside one without

      Suites: all (every workload), quick (targets, scenarios and load, small), gate (what 'p2c bench compare' runs).

      The cases of a workload run in turn, several rounds of them; median, least and greatest are printed. Build with -c release: the
      figures of a debug build mean nothing.

      EXAMPLES
        p2c bench
        p2c bench --suite all --json bench.json --html bench.html
        p2c bench store --rows 100000
        p2c bench engine --rows 50000 --repetitions 1
        p2c bench growth --sizes 10000,100000,1000000
        p2c bench requests --only sales.read --repetitions 11
        p2c bench load --over http
      """)

  @Argument(help: ArgumentHelp("What to measure (default: the suite 'all').", valueName: "workload"))
  public var workloads: [Name] = []

  @Option(help: "Measure a suite of workloads: all, quick or gate; with workloads, these of it.")
  public var suite: Suite?

  @Option(help: ArgumentHelp("Only cases whose name contains this text.", valueName: "text"))
  public var only: String?

  @Option(help: ArgumentHelp("Rounds that count.", valueName: "count"))
  public var repetitions = 5

  @Option(help: ArgumentHelp("Rounds before them that do not.", valueName: "count"))
  public var warmUps = 1

  @Option(
    help: ArgumentHelp(
      "Rows of the workload, 1 to 5000000: accounts of 'engine' (default: 100000), 'targets' and 'store' (1000000), orders of 'orders', "
        + "'invoices' and 'day' (500), products of 'limits' (50000), customers of 'packages' (100000).",
      valueName: "count"))
  public var rows: Int?

  @Option(help: ArgumentHelp("Sizes of the workload 'growth', rising (default: 10000,100000).", valueName: "counts"))
  public var sizes: String?

  @Option(help: ArgumentHelp("How long each step of a ramp lasts, about.", valueName: "seconds"))
  public var rampSeconds = 1.0

  @Option(help: "How requests travel: direct, or http over real sockets on loopback (needs p2c-wire).")
  public var over: RunCommand.Way = .direct

  @Option(help: ArgumentHelp("With --over http: requests under way at a time, each on a connection of its own.", valueName: "count"))
  public var connections = 64

  @Option(help: ArgumentHelp("Write the results as JSON (docs/schemas/bench.schema.json).", valueName: "file"))
  public var json: String?

  @Option(help: ArgumentHelp("Write the results as one HTML page with the curves.", valueName: "file"))
  public var html: String?

  @Flag(help: "End with exit code 1 where a target is not met.")
  public var requireTargets = false

  public enum Name: String, ExpressibleByArgument, CaseIterable, Sendable {
    case targets, http, scenarios, requests, load, engine, orders, invoices, day, growth, limits, store, packages
    case ownMetadata = "own-metadata"
  }

  public enum Suite: String, ExpressibleByArgument, CaseIterable, Sendable {
    case all, quick, gate

    var workloads: [Name] {
      switch self {
      case .all: Name.allCases
      case .quick: [.targets, .scenarios, .load]
      case .gate: [.requests, .engine, .scenarios]
      }
    }
  }

  public init() {}

  public func validate() throws {
    if repetitions < 1 { throw ValidationError("--repetitions is a number from 1.") }
    if warmUps < 0 { throw ValidationError("--warm-ups is not negative.") }
    if !(1...1000).contains(connections) { throw ValidationError("--connections is a number from 1 to 1000.") }
    if let rows, !(1...5_000_000).contains(rows) { throw ValidationError("--rows is a number from 1 to 5000000.") }
    if !(0.01...60).contains(rampSeconds) { throw ValidationError("--ramp-seconds is a number from 0.01 to 60.") }
    if let suite, let other = workloads.first(where: { !suite.workloads.contains($0) }) {
      throw ValidationError("The suite '\(suite.rawValue)' has no workload '\(other.rawValue)'.")
    }
    if sizes != nil, growthSizes.isEmpty { throw ValidationError("--sizes is a list of rising numbers, such as 10000,100000.") }
    let overNetwork: [Name] = [.requests, .load, .http]
    if over == .http, let other = workloads.first(where: { !overNetwork.contains($0) }) {
      throw ValidationError("The workload '\(other.rawValue)' stays in this process; --over http is for 'requests' and 'load'.")
    }
  }

  private var growthSizes: [Int] {
    guard let sizes else { return [10_000, 100_000] }
    let found = sizes.split(separator: ",").map { Int($0) ?? 0 }
    return zip(found, found.dropFirst()).allSatisfy { $0 < $1 } && found.allSatisfy { (1...5_000_000).contains($0) } ? found : []
  }

  private var names: [Name] {
    if !workloads.isEmpty { return workloads }
    return over == .http && suite == nil ? [.requests, .load, .http] : (suite ?? .all).workloads
  }

  public func run(in environment: CommandEnvironment) async throws -> Outcome {
    var names = names
    if environment.benchmarkConnector == nil, over == .http || names.contains(.http) {
      let failure = WireProgram.replaceProcess(environment)
      guard over != .http, workloads.isEmpty else { throw failure }
      environment.errors("\(failure.message)\nwarning: what travels over HTTP is left out\n")
      names.removeAll { $0 == .http }
    }
    let connector = try await over == .http || names.contains(.http) ? connector(environment) : nil
    let clocks = MeasuringClocks(
      wall: environment.stopwatch, processor: environment.processorTime, client: connector.map { way in { way.clientProcessorTime() } })
    let harness = BenchmarkHarness(clocks: clocks, repetitions: repetitions, warmUps: warmUps)
    var report = BenchmarkReport(
      machine: MachineFacts(), repetitions: repetitions, warmUps: warmUps, commit: SourceRevision.current)
    if report.machine.build == "debug" { environment.errors("warning: this is a debug build; its figures mean nothing\n") }
    for name in names {
      let isOverNetwork = name == .http || over == .http
      let (workload, end) = try await build(name, isOverNetwork ? connector : nil, harness.clocks, environment)
      var own = harness
      if !isOverNetwork { own.clocks = MeasuringClocks(wall: environment.stopwatch, processor: environment.processorTime) }
      let part = try await workload.measure(with: own, only: only, rampSeconds: rampSeconds) { progress($0, environment) }
      await end()
      progress("", environment)
      if !part.isEmpty, only == nil || !part.measurements.isEmpty || !part.curves.isEmpty { report.parts.append(part) }
    }
    guard !report.parts.isEmpty else { throw CommandFailure(.badCommandLine, "error: no case's name contains '\(only ?? "")'") }
    environment.output(BenchmarkTable.text(report))
    if let json { try write(BenchmarkJSON.text(report), to: json) }
    if let html { try write(BenchmarkHTML.text(report), to: html) }
    return requireTargets && !report.meetsTargets ? .failed : .passed
  }

  private func connector(_ environment: CommandEnvironment) async throws -> (any BenchmarkConnector)? {
    do {
      return try await environment.benchmarkConnector?(connections)
    } catch {
      throw CommandFailure(.internalError, "error: no port of 127.0.0.1 could be opened: \(error)")
    }
  }

  private func build(
    _ name: Name, _ connector: (any BenchmarkConnector)?, _ clocks: MeasuringClocks, _ environment: CommandEnvironment
  ) async throws -> (Workload, () async -> Void) {
    let folder = FileManager.default.temporaryDirectory.appending(path: "p2c-bench-\(name.rawValue)-\(environment.stopwatch())")
    let told: (String) -> Void = { progress("\(name.rawValue): \($0)", environment) }
    let isGate = suite == .gate
    switch name {
    case .targets:
      let workload = TargetWorkload(rows: rows ?? 20_000, loadRows: rows ?? 20_000)
      return (try await workload.build(folder: folder, progress: told), {})
    case .http:
      guard let connector else { throw WireProgram.replaceProcess(environment) }
      return try await WireWorkload(connector: connector).build()
    case .scenarios:
      var workload = ScenarioWorkload(clocks: clocks)
      if isGate { workload.scenarios = 10 }
      return (try await workload.build(progress: told), {})
    case .requests:
      var workload = RequestWorkload(connector: connector)
      if isGate { (workload.rows, workload.share) = (1_000, 20) }
      return try await workload.build()
    case .load: return try await LoadWorkload(rows: rows ?? 5_000, connector: connector).build()
    case .engine:
      return (try await EngineWorkload(rows: rows ?? (isGate ? 1_000 : 100_000)).build(folder: folder, progress: told), {})
    case .orders: return (try DocumentWorkload(.orders, orders: rows ?? 500).build(folder: folder), {})
    case .invoices: return (try DocumentWorkload(.invoices, orders: rows ?? 500).build(folder: folder), {})
    case .day: return (try DocumentWorkload(.day, orders: rows ?? 500).build(folder: folder), {})
    case .growth:
      return (try await GrowthWorkload(sizes: growthSizes, clocks: clocks).build(folder: folder, progress: told), {})
    case .limits: return (try await LimitsWorkload(rows: rows ?? 50_000).build(progress: told), {})
    case .store:
      let rows = rows ?? 1_000_000
      return (try StoreWorkload(rows: rows).build { told("\($0) of \(rows) accounts") }, {})
    case .packages: return (try PackageWorkload(rows: rows ?? 100_000).build { progress($0, environment) }, {})
    case .ownMetadata: return (try OwnMetadataWorkload().build(), {})
    }
  }

  private func write(_ text: String, to file: String) throws {
    guard FileManager.default.createFile(atPath: file, contents: Data(text.utf8)) else {
      throw CommandFailure(.badCommandLine, "error: cannot write \(file)")
    }
  }

  /// One line that is written over, on a terminal only.
  private func progress(_ text: String, _ environment: CommandEnvironment) {
    if environment.isTerminal { environment.errors("\r\u{1B}[K\(text)") }
  }
}
