public import ArgumentParser
import Benchmarks
import FoundationEssentials

/// `p2c bench compare`.
public struct BenchCompareCommand: EnvironmentCommand {
  public static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Tell whether one build is slower than another, on a machine that may be noisy.",
    discussion: """
      Both programs measure the suite 'gate' in turn, pair by pair. What can be counted (requests, SQL statements, rows written, retries;
      instructions, by the processor's counter or by valgrind) may not grow beyond its threshold. Time counts only when all of the
      interval that holds the ratio is beyond the threshold, be it the processor's or the wall's; for the latter, pairs that the machine was
      not equally fast for are left out. Measuring goes on
      until every figure can be told, for --pairs-max pairs at most.

      EXIT CODES
        0  nothing is worse
        1  something is worse
        5  inconclusive: the machine is too noisy to tell

      EXAMPLES
        p2c bench compare old/p2c .build/release/p2c
        p2c bench compare old/p2c new/p2c --thresholds CI/thresholds --instructions
        p2c bench compare old/p2c new/p2c --counts --instructions
        p2c bench compare p2c p2c --propose > CI/thresholds
      """)

  @Argument(help: ArgumentHelp("The program as it was.", valueName: "before"))
  public var before: String

  @Argument(help: ArgumentHelp("The program as it is.", valueName: "after"))
  public var after: String

  @Option(help: ArgumentHelp("How much worse is too much (default: CI/thresholds, where it is there).", valueName: "file"))
  public var thresholds: String?

  @Option(help: ArgumentHelp("Pairs measured before anything is told.", valueName: "count"))
  public var pairs = GateComparison.pairsMin

  @Option(help: ArgumentHelp("Pairs measured at most.", valueName: "count"))
  public var pairsMax = 24

  @Option(help: ArgumentHelp("Rounds of each process; the least disturbed ones count.", valueName: "count"))
  public var rounds = 20

  @Option(
    name: .customLong("workload"), help: ArgumentHelp("Only this workload of the suite: requests, engine or scenarios.", valueName: "name"))
  public var workloads: [BenchRunCommand.Name] = []

  @Option(help: ArgumentHelp("Only cases whose name contains this text.", valueName: "text"))
  public var only: String?

  @Flag(help: "Count instructions by valgrind where the machine lends no counter; takes some minutes.")
  public var instructions = false

  @Flag(help: "Look at counts only, in one pair: quick, and the same on every machine.")
  public var counts = false

  @Flag(help: "Show every figure, not only what is worse or cannot be told.")
  public var all = false

  @Flag(help: "Print thresholds that fit this machine: compare a program with itself.")
  public var propose = false

  @Option(help: ArgumentHelp("Write the comparison as JSON.", valueName: "file"))
  public var json: String?

  static let defaultThresholds = "CI/thresholds"

  public init() {}

  public func validate() throws {
    if pairs < GateComparison.pairsMin { throw ValidationError("--pairs is at least \(GateComparison.pairsMin): fewer tell nothing.") }
    if pairsMax < pairs { throw ValidationError("--pairs-max is not less than --pairs.") }
    if counts, propose { throw ValidationError("--propose needs times; --counts leaves them out.") }
    if let other = workloads.first(where: { !BenchRunCommand.Suite.gate.workloads.contains($0) }) {
      throw ValidationError("The suite 'gate' has no workload '\(other.rawValue)'.")
    }
    if rounds < 1 { throw ValidationError("--rounds is at least 1.") }
  }

  public func run(in environment: CommandEnvironment) async throws -> Outcome {
    guard let programs = environment.programs else { throw CommandFailure(.internalError, "error: no other program can be run from here") }
    let thresholds = try readThresholds()
    let folder = FileManager.default.temporaryDirectory.appending(path: "p2c-compare-\(environment.milliseconds())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(at: folder) }
    let measuring = GateMeasuring(
      programs: programs, folder: folder.path(), rounds: counts ? 1 : rounds, workloads: workloads.map(\.rawValue), only: only)
    let pairs = counts ? 1 : pairs
    let pairsMax = counts ? 1 : pairsMax
    let measures = GateMeasure.allCases.filter { !counts || $0.isCount }
    var counted: (before: [String: Double], after: [String: Double])?
    var samples: [(before: GateSample, after: GateSample)] = []
    var comparison: GateComparison
    repeat {
      note("pair \(samples.count + 1) of \(samples.count < pairs ? pairs : pairsMax)", environment)
      // By turns, so that what one process leaves behind meets both.
      var pair: (GateSample, GateSample)
      if samples.count % 2 == 0 {
        let first = try measuring.sample(before)
        pair = (first, try measuring.sample(after))
      } else {
        let second = try measuring.sample(after)
        pair = (try measuring.sample(before), second)
      }
      if instructions, pair.0.counter == nil {
        if counted == nil {
          note("counting instructions", environment)
          counted = (try measuring.instructions(before), try measuring.instructions(after))
        }
        if let counted {
          pair.0.take(instructions: counted.before)
          pair.1.take(instructions: counted.after)
        }
      }
      samples.append(pair)
      comparison = GateComparison(samples, thresholds: thresholds, measures: measures)
    } while samples.count < pairs || (samples.count < pairsMax && comparison.findings.contains { $0.verdict == .inconclusive })
    note("", environment)
    if propose {
      environment.output(GateThresholds.proposal(comparison))
      return .passed
    }
    environment.output(GateReport.text(comparison, all: all))
    if let json, !FileManager.default.createFile(atPath: json, contents: Data(GateReport.json(comparison).utf8)) {
      throw CommandFailure(.badCommandLine, "error: cannot write \(json)")
    }
    switch comparison.verdict {
    case .fine: return .passed
    case .worse: return .failed
    case .inconclusive: return .inconclusive
    }
  }

  private func readThresholds() throws -> GateThresholds {
    let path = thresholds ?? Self.defaultThresholds
    guard let data = FileManager.default.contents(atPath: path) else {
      guard thresholds == nil else { throw CommandFailure(.badCommandLine, "error: there is no file \(path)") }
      return .standard
    }
    do {
      return try GateThresholds(String(decoding: data, as: UTF8.self), path: path)
    } catch {
      throw CommandFailure(.malformedFile, "error: \(error)")
    }
  }

  private func note(_ text: String, _ environment: CommandEnvironment) {
    if environment.isTerminal { environment.errors("\r\u{1B}[K\(text)") }
  }
}
