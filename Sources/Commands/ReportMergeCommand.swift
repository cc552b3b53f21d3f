public import ArgumentParser
import Scenarios

/// `p2c report merge`.
public struct ReportMergeCommand: EnvironmentCommand {
  public static let configuration = CommandConfiguration(
    commandName: "merge", abstract: "Put the JSON reports of all shards together to the report of one run.",
    discussion: """
      The merged report is that of a run without shards, but for the times. A missing shard, or one that is named twice, is an error. The
      exit code is that of the run: 0 where everything passed.

      EXAMPLES
        p2c run --shard 1/2 --json a.json        on one machine
        p2c run --shard 2/2 --json b.json        on another
        p2c report merge a.json b.json --json all.json --junit all.xml
      """)

  @Argument(help: ArgumentHelp("JSON reports of p2c run --shard.", valueName: "report"))
  public var files: [String]

  @OptionGroup public var reports: ReportOptions

  public init() {}

  public func run(in environment: CommandEnvironment) async throws -> Outcome {
    let parts = try files.map { (name: $0, suite: try ReportFile.read($0)) }
    var suite: SuiteResult
    do {
      suite = try ReportMerge.merged(parts)
    } catch {
      throw CommandFailure(.badCommandLine, "error: \(error)")
    }
    suite.thresholds = reports.thresholds
    try reports.write(suite)
    let reporter = TerminalReporter(isTerminal: false, style: environment.style, write: environment.output)
    reporter.summarize(suite)
    return Outcome(of: suite)
  }
}
