import ArgumentParser
import Commands
import Faults
import Foundation
import Host
import Logging
import StrictYAML
import Wire

/// `p2c serve`: both twins on one port, with a baseline loaded, for anybody's client.
struct ServeCommand: EnvironmentCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Serve both systems over HTTP on loopback.",
    discussion: """
      Sales answers below /api/data/v9.2, Supply Chain below /data, the control plane below /_p2c/v1 (docs/control-plane.md).
      Everything is in memory and gone when the server stops, unless --data names a folder.

      EXAMPLES
        p2c serve
        p2c serve --port 9000 --baseline none
        p2c serve --sales-metadata sales.xml --supply-chain-metadata supply-chain.xml
        p2c serve --data my-systems
        p2c serve --auth oauth
        p2c serve --fault 'fault: throttled-requests, aim: {system: sales, every: 10}'
        curl 'http://127.0.0.1:8080/api/data/v9.2/accounts?$select=name&$top=3'
        curl 'http://127.0.0.1:8080/data/ReleasedProductsV2?$filter=ItemNumber%20eq%20%27D0003%27'
        curl -X POST 'http://127.0.0.1:8080/_p2c/v1/worlds/default/reset'
      """)

  @OptionGroup(title: "World Options")
  var worlds: WorldOptions

  @OptionGroup(title: "Faults")
  var faults: FaultOptions

  @OptionGroup(title: "HTTP Options")
  var http: HTTPOptions

  @OptionGroup(title: "Sign-in Options")
  var access: AuthOptions

  @OptionGroup(title: "Your Own Metadata")
  var ownMetadata: OwnMetadataOptions

  func run(in environment: CommandEnvironment) async throws -> Outcome {
    let listening = try http.configuration()
    let signIn = try access.signIn()
    MemoryReturn.keepLittle()
    var options = try worlds.options(isSecure: listening.identity != nil, environment)
    options.signIn = signIn?.signIn
    try ownMetadata.apply(to: &options)
    let host = TwinHost(time: .machine, options: options)
    do {
      let kept = try await host.reopenWorlds(worlds.demand)
      if !kept.contains(options.defaultWorld) {
        for row in try await host.makeWorld(named: options.defaultWorld, worlds.plan) { environment.errors("\(row)\n") }
      }
      try await host.setUp(faults.plan(), inWorld: options.defaultWorld)
      ownMetadata.report(try host.metadataReports(worlds.plan), to: environment)
    } catch let error as MalformedFile {
      throw CommandFailure(.malformedFile, "\(error)")
    } catch let error where error is DataError || error is WorldError || error is FaultError || error is FaultTrouble {
      throw CommandFailure(.badCommandLine, "error: \(error)")
    }
    let server = HTTPServer(listening, logger: http.logger, answering: { request in await host.handle(request) })
    do {
      try await server.run { [options] port in
        let root = "\(listening.scheme)://\(listening.host):\(port)"
        let control = if case .none = options.control { "" } else { "Control plane \(root)/_p2c/v1\n" }
        let kept = options.data.map { "Kept in       \($0.path)\n" } ?? ""
        let systems = "Sales         \(root)/api/data/v9.2\nSupply Chain  \(root)/data\n"
        let lines = "\(systems)\(control)\(kept)\(signIn?.notice(origin: root) ?? "")Stop with Ctrl-C.\n"
        FileHandle.standardOutput.write(Data(lines.utf8))
      }
    } catch {
      throw CommandFailure(.badCommandLine, "error: cannot listen on \(listening.host):\(listening.port): \(error)")
    }
    try await host.close()
    return .passed
  }
}
