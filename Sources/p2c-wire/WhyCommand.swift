import ArgumentParser
import Commands
import OData
import SyncEngine

/// `p2c why`.
struct WhyCommand: EnvironmentCommand {
  static let configuration = CommandConfiguration(
    commandName: "why", abstract: "Tell where a record is, what holds it back, and what would move it.",
    discussion: """
      Asks both systems and the ledger, and changes nothing. Without --project, every project is asked that the ledger has run.

      EXAMPLES
        p2c why SO-1 --project orders-to-sales
        p2c why usmf,SO-1,2 --project orders-to-sales        the second line of an order
        p2c why 3f2b…                                        a row of Sales by its id
        p2c why US-001 --project accounts --json

      EXIT CODES
        0 a record was found, whatever holds it back, 1 nothing of that key was found, 2 bad command line, 4 internal error
      """)

  @Argument(help: "A business key, with or without the company and the last parts, or the key of a source row.")
  var key: String

  @Option(help: "The project, by the name it is run under: that of its template. May be repeated.")
  var project: [String] = []

  @OptionGroup var options: EngineOptions

  @Flag(help: "Write JSON.")
  var json = false

  func run(in environment: CommandEnvironment) async throws -> Outcome {
    let engine = try options.engine(environment)
    let names = try project.isEmpty ? engine.ledger.projects() : project
    if names.isEmpty { throw CommandFailure(.badCommandLine, "error: the ledger has run no project; name one with --project") }
    var explanations: [Explanation] = []
    for name in names {
      do {
        explanations.append(try await engine.explain(try options.project(name), key: key))
      } catch let failure as ServiceFailure {
        throw CommandFailure(.internalError, "error: \(failure)")
      }
    }
    let found = explanations.filter { !$0.isEmpty || !$0.problems.isEmpty }
    if json {
      environment.output(JSON.object(["version": 1, "explanations": .array(explanations.map(\.json))]).text + "\n")
    } else {
      // What knows nothing of the key is worth a line only where nothing else does.
      for explanation in found.isEmpty ? explanations : found {
        environment.output("\(explanation.project)\n" + explanation.lines.map { "  \($0)\n" }.joined())
      }
    }
    return found.isEmpty ? .failed : .passed
  }
}
