import ArgumentParser
import Commands
import Foundation
import Logging
import Wire

/// The program with the network stack. `p2c` hands its words over for `serve`, what runs or asks the engine, `run --over http` and
/// `bench --over http`.
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
      processorTime: {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
      },
      milliseconds: { Int64(Date().timeIntervalSince1970 * 1000) },
      network: NetworkAccess(
        transport: { HTTPClientTransport(baseURL: $0, options: ClientOptions(trustFile: $1)) }, now: { SystemClock().now },
        connect: { try WireConnections(variables: ProcessInfo.processInfo.environment).open($0) }))
    if ["run", "bench"].contains(environment.arguments.first) {
      var logger = Logger(label: "p2c-wire")
      logger.logLevel = .warning
      do {
        let server = try await LoopbackServer(logger: logger)
        environment.httpConnector = RoutedConnector(server: server)
        environment.benchmarkConnector = { LoadConnector(server: server, connections: $0) }
      } catch {
        environment.errors("error: no port of 127.0.0.1 could be opened: \(error)\n")
        exit(Outcome.internalError.rawValue)
      }
    }
    exit(await P2CWire.start(environment).rawValue)
  }
}

/// `p2c-wire`.
struct P2CWire: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "p2c", abstract: "The part of p2c that needs the network stack.",
    subcommands: [
      RunCommand.self, BenchCommand.self, ContractCommand.self, ServeCommand.self, SyncCommand.self, WhyCommand.self, RetryCommand.self,
      ResumeCommand.self, DoctorCommand.self, ProjectCommand.self,
    ])
}
