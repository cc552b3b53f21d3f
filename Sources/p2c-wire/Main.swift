import ArgumentParser
import Commands
import Foundation
import Logging
import Wire

/// The program with the network stack. `p2c` hands its words over for `serve`, `sync` and `run --over http`.
@main struct Main {
  @MainActor static func main() async {
    LoggingSystem.bootstrap(StreamLogHandler.standardError)
    let clock = ContinuousClock()
    let start = clock.now
    var environment = CommandEnvironment(
      output: { FileHandle.standardOutput.write(Data($0.utf8)) }, errors: { FileHandle.standardError.write(Data($0.utf8)) },
      isTerminal: isatty(STDOUT_FILENO) == 1, variables: ProcessInfo.processInfo.environment,
      executable: Bundle.main.executablePath ?? CommandLine.arguments[0], arguments: Array(CommandLine.arguments.dropFirst()),
      stopwatch: {
        let (seconds, attoseconds) = start.duration(to: clock.now).components
        return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
      },
      network: NetworkAccess(transport: { HTTPClientTransport(baseURL: $0) }, now: { SystemClock().now }))
    var server: LoopbackServer?
    if environment.arguments.first == "run" {
      var logger = Logger(label: "p2c-wire.run")
      logger.logLevel = .warning
      do {
        let started = try await LoopbackServer(logger: logger)
        environment.httpConnector = RoutedConnector(router: started.router, baseURL: started.baseURL)
        server = started
      } catch {
        environment.errors("error: no port of 127.0.0.1 could be opened: \(error)\n")
        exit(Outcome.internalError.rawValue)
      }
    }
    let outcome = await P2CWire.start(environment)
    withExtendedLifetime(server) { exit(outcome.rawValue) }
  }
}

/// `p2c-wire`.
struct P2CWire: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "p2c", abstract: "The part of p2c that needs the network stack.",
    subcommands: [RunCommand.self, ContractCommand.self, ServeCommand.self, SyncCommand.self])
}
