public import ArgumentParser
import Scenarios
import StrictYAML

/// `p2c crash`.
public struct CrashCommand: EnvironmentCommand {
  public static let configuration = CommandConfiguration(
    commandName: "crash", abstract: "Kill the engine at every point of a scenario, start it again, and demand the same end.",
    discussion: """
      The points: before each request, after it was carried out and before its answer comes, after the answer, and before each write of
      the ledger. Each is a world of its own; the scenario, its invariants and every row of both systems must come out as without it.

      EXAMPLES
        p2c crash scenarios/cycle
        p2c crash scenarios/orders --every 25
        p2c crash scenarios/cycle --over http --every 25    kill -9 of a process with its ledger on disk (needs p2c-wire)
      """)

  @OptionGroup public var selection: ScenarioSelection

  @Option(help: ArgumentHelp("Try every so manieth point only.", valueName: "count"))
  public var every = 1

  @Option(
    help: "What is killed: the engine in this process (direct), or a process of its own that comes over sockets (http; needs p2c-wire).")
  public var over: RunCommand.Way = .direct

  @Option(help: "The seed every world starts from.")
  public var seed: UInt64 = 1

  public init() {}

  public func validate() throws {
    if every < 1 { throw ValidationError("--every is a number from 1.") }
  }

  public func run(in environment: CommandEnvironment) async throws -> Outcome {
    if over == .http, environment.engineAccess == nil { throw WireProgram.replaceProcess(environment) }
    defer { environment.engineAccess?.end() }
    let sweep = CrashSweep(seed: seed, every: every, over: over == .http ? environment.engineAccess?.crashes() : nil)
    let reading = try selection.read(try sweep.schemas())
    for file in reading.malformed { environment.errors("\(file)\n") }
    guard reading.malformed.isEmpty else { return .malformedFile }
    var (points, failures) = (0, 0)
    for scenario in reading.scenarios {
      let report: CrashSweep.Report
      do {
        report = try await sweep.run(scenario) { tried, of in
          if environment.isTerminal { environment.errors("\r\u{1B}[K\(scenario.file.path): point \(tried) of \(of)") }
        }
      } catch let error as MalformedFile {
        environment.errors("\(error)\n")
        return .malformedFile
      }
      if environment.isTerminal { environment.errors("\r\u{1B}[K") }
      if let reason = report.notForThisEngine {
        environment.output("--    \(report.path)  not for this engine: \(reason)\n")
        continue
      }
      let kinds = CrashPoint.Kind.allCases.filter { report.points[$0] ?? 0 > 0 }.map { "\($0.rawValue): \(report.points[$0] ?? 0)" }.joined(
        separator: ", ")
      environment.output("\(report.failures.isEmpty ? "ok  " : "FAIL")  \(report.path)  \(report.tried) points tried of \(kinds)\n")
      for failure in report.failures.prefix(10) { environment.output("        killed \(failure.point): \(failure.reason)\n") }
      if report.failures.count > 10 { environment.output("        and \(report.failures.count - 10) more\n") }
      points += report.tried
      failures += report.failures.count
    }
    environment.output("\n\(reading.scenarios.count) scenarios, \(points) points tried, \(failures) failed\n")
    return failures == 0 ? .passed : .failed
  }
}
