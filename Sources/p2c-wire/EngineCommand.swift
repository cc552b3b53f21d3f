import ArgumentParser
import Commands
import Foundation
import OData
import Scenarios
import SyncEngine

/// `p2c engine`: our engine as `p2c run --engine` starts any.
struct EngineCommand: EnvironmentCommand {
  static let configuration = CommandConfiguration(
    commandName: "engine", abstract: "Run our engine as 'p2c run --engine' starts any: what to do is on standard input.",
    discussion: """
      Does what p2c sync does, with the addresses and the changes of the project from the runner's document, and its ledger in the folder
      the runner keeps for the world. docs/external-engines.md describes the document.

      EXAMPLES
        p2c run --engine 'p2c engine'
        p2c run --engine 'p2c engine --sales-changes delta-links'

      EXIT CODES
        0 Completed, 1 ended in Warning or Error, 2 standard input is no document of a runner, 4 internal error
      """)

  @OptionGroup(title: "What has changed")
  var changes: ChangeOptions

  @OptionGroup(title: "The log")
  var log: LogOptions

  func run(in environment: CommandEnvironment) async throws -> Outcome {
    let bytes = [UInt8](FileHandle.standardInput.readDataToEndOfFile())
    guard let json = try? JSON(decoding: bytes), let order = ExternalOrder(json) else {
      throw CommandFailure(.badCommandLine, "error: standard input is no document of 'p2c run --engine' that this version reads")
    }
    var words = [
      "--sales", order.sales, "--supply-chain", order.supplyChain, "--legal-entity", order.company, "--ledger",
      "\(order.directory)/ledger.db",
    ]
    if order.asksForSignIn { words += ["--token-variable", "P2C_TOKEN"] }
    var options = try EngineOptions.parse(words)
    options.log = log
    let engine = try options.engine(environment)
    var run = RunOptions(scope: order.request.allData ? .allData : .changes)
    run.changes = changes.reading
    if let pageSize = order.request.pageSize { run.pageSize = pageSize }
    let project = try order.request.project(try TemplateCatalog.builtIn())
    let execution = try await options.run(project, run, engine, environment)
    try Data(ExternalOrder.result(of: execution).encoded()).write(to: URL(fileURLWithPath: order.result), options: .atomic)
    return execution.status == .completed ? .passed : .failed
  }
}
