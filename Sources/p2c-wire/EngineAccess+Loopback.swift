import Commands
import Foundation
import Host
import OData
import Scenarios
import Wire

extension EngineAccess {
  /// Engines that reach the worlds of this process through a server on loopback.
  init(server: LoopbackServer, door: KillingDoor, _ environment: CommandEnvironment) {
    let folders = EngineFolders()
    let connector = RoutedConnector(place: server.place)
    let address = server.baseURL
    let variables = environment.variables
    let own = environment.executable
    self.init(
      connector: connector,
      maker: { program, seconds in
        // Commands run on the main actor, as the worlds of scenarios do.
        MainActor.assumeIsolated { server.place.follow(.machine) }
        switch program {
        case .command(let command):
          return ExternalEngineMaker {
            try CommandEngineCaller(command: command, address: address, folder: folders.next(), seconds: seconds, variables: variables)
          }
        case .url(let url):
          guard let scheme = url.firstRange(of: "://"), ["http", "https"].contains(url[..<scheme.lowerBound]) else {
            throw CommandFailure(.badCommandLine, "error: '\(url)' is no address of an engine; write for example http://127.0.0.1:9000/run")
          }
          let path = url[scheme.upperBound...].firstIndex(of: "/") ?? url.endIndex
          var options = ClientOptions()
          (options.readSeconds, options.totalSeconds) = (Int64(seconds), Int64(seconds))
          let chosen = options
          return ExternalEngineMaker {
            HookEngineCaller(
              transport: HTTPClientTransport(baseURL: String(url[..<path]), options: chosen),
              target: path == url.endIndex ? "/" : String(url[path...]), address: address)
          }
        }
      },
      crashes: {
        let command = "exec '\(own.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''"))' engine"
        let maker = ExternalEngineMaker {
          try CommandEngineCaller(
            command: command, address: address, folder: folders.next(), seconds: 120, variables: variables,
            started: { identifier in door.aim { ShellProcess.kill(identifier) } })
        }
        return CrashWay(connector: connector, engines: maker, watch: door.watch)
      }, end: folders.removeAll)
  }
}
