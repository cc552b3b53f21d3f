import ArgumentParser
import Commands
import Foundation
import Host
import Logging
import OData
import Scenarios
import StrictYAML
import Wire

/// `p2c serve`: both twins on one port, with a baseline loaded, for anybody's client.
struct ServeCommand: EnvironmentCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Serve both systems over HTTP on loopback.",
    discussion: """
      Sales answers below /api/data/v9.2, Supply Chain below /data. Everything is in memory and gone when the server stops.

      EXAMPLES
        p2c serve
        p2c serve --port 9000 --baseline none
        p2c serve --sales-metadata sales.xml --supply-chain-metadata supply-chain.xml
        curl 'http://127.0.0.1:8080/api/data/v9.2/accounts?$select=name&$top=3'
        curl 'http://127.0.0.1:8080/data/ReleasedProductsV2?$filter=ItemNumber%20eq%20%27D0003%27'
      """)

  @OptionGroup(title: "HTTP Options")
  var http: HTTPOptions

  @Option(help: ArgumentHelp("The baseline to load before serving; 'none' for bare systems.", valueName: "folder"))
  var baseline = "Fixtures/usmf"

  @Option(help: ArgumentHelp("The mapping file, when it is not baseline.yaml in that folder.", valueName: "file"))
  var mapping: String?

  @OptionGroup(title: "Your Own Metadata")
  var ownMetadata: OwnMetadataOptions

  @Option(help: "The seed behind identifiers and generated numbers.")
  var seed: UInt64 = 1

  func run(in environment: CommandEnvironment) async throws -> Outcome {
    let listening = try http.configuration()
    let twins = TwinHost(time: .machine, isSecure: listening.identity != nil)
    let source = baseline == "none" ? nil : BaselineSource(name: baseline, directory: baseline, mappingFile: mapping)
    do {
      var configuration = WorldConfiguration(seed: seed, start: SystemClock().now)
      try ownMetadata.apply(to: &configuration)
      for report in try await twins.makeWorld(named: TwinHost.defaultWorld, configuration, baseline: source) {
        for row in report.badRows { environment.errors("\(row)\n") }
      }
      ownMetadata.report(try twins.metadataReports(configuration), to: environment)
    } catch let error as MalformedFile {
      throw CommandFailure(.malformedFile, "\(error)")
    }
    let server = HTTPServer(listening, logger: http.logger, answering: { request in await twins.handle(request) })
    do {
      try await server.run { port in
        let root = "\(listening.scheme)://\(listening.host):\(port)"
        let lines = "Sales         \(root)/api/data/v9.2\nSupply Chain  \(root)/data\nStop with Ctrl-C.\n"
        FileHandle.standardOutput.write(Data(lines.utf8))
      }
    } catch {
      throw CommandFailure(.badCommandLine, "error: cannot listen on \(listening.host):\(listening.port): \(error)")
    }
    return .passed
  }
}
