import ArgumentParser
import Commands
import Foundation
import Logging
import Synchronization
import Wire

/// The program with the network stack. `p2c` hands its words over for `serve`, what runs or asks the engine, `run --over http` and
/// `bench --over http`.
@main struct Main {
  @MainActor static func main() async {
    LoggingSystem.bootstrap(StreamLogHandler.standardError)
    let clock = ContinuousClock()
    let start = clock.now
    let connections = WireConnections(variables: ProcessInfo.processInfo.environment)
    var environment = CommandEnvironment(
      output: { write($0, to: .standardOutput) }, errors: { write($0, to: .standardError) },
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
      processors: ProcessInfo.processInfo.activeProcessorCount,
      milliseconds: { Int64(Date().timeIntervalSince1970 * 1000) },
      network: NetworkAccess(
        transport: { try connections.transport(to: $0, trust: $1) }, now: { SystemClock().now }, connect: connections.open))
    var logger = Logger(label: "p2c-wire")
    logger.logLevel = .warning
    // Opened only for benchmarks that ask for it: with it the main thread comes to rest, which Valgrind 3.19 does not survive, and most
    // benchmarks stay in the process.
    environment.benchmarkConnector = { [logger] connections in
      LoadConnector(server: try await LoopbackServer(logger: logger), connections: connections)
    }
    if ["run", "crash"].contains(environment.arguments.first) {
      do {
        let door = Mutex<KillingDoor?>(nil)
        let server = try await LoopbackServer(logger: logger) { place in
          let made = KillingDoor(place)
          door.withLock { $0 = made }
          return made
        }
        if let door = door.withLock({ $0 }) { environment.engineAccess = EngineAccess(server: server, door: door, environment) }
        environment.httpConnector = RoutedConnector(server: server)
      } catch {
        environment.errors("error: no port of 127.0.0.1 could be opened: \(error)\n")
        exit(Outcome.internalError.rawValue)
      }
    }
    exit(await P2CWire.start(environment).rawValue)
  }

  /// Ends the program where nobody reads any more, as behind `| head`.
  private static func write(_ text: String, to handle: FileHandle) {
    do {
      try handle.write(contentsOf: Data(text.utf8))
    } catch {
      exit(Outcome.internalError.rawValue)
    }
  }
}

/// `p2c-wire`.
struct P2CWire: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "p2c", abstract: "The part of p2c that needs the network stack.",
    subcommands: [
      RunCommand.self, CrashCommand.self, BenchCommand.self, ContractCommand.self, ServeCommand.self, SyncCommand.self, WhyCommand.self,
      RetryCommand.self, ResumeCommand.self, DoctorCommand.self, EngineCommand.self, ProjectCommand.self,
    ])
}
