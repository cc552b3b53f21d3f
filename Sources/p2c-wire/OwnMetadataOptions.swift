import ArgumentParser
import Commands
import Foundation
import Host
import OData
import Scenarios
import Twin

/// A user's own `$metadata`, to be served beside the built-in tables and entities (docs/own-metadata.md).
struct OwnMetadataOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Serve also what this $metadata of a Dataverse environment has beyond the built-in tables.", valueName: "file"))
  var salesMetadata: String?

  @Option(
    help: ArgumentHelp(
      "Serve also what this $metadata of a finance-and-operations environment has beyond the built-in ones.", valueName: "file"))
  var supplyChainMetadata: String?

  /// Puts the files into what all worlds of a host have.
  /// - Throws: `CommandFailure` for a file that cannot be read.
  func apply(to options: inout HostOptions) throws {
    options.salesMetadata = try salesMetadata.map(read)
    options.supplyChainMetadata = try supplyChainMetadata.map(read)
  }

  /// Tells what was taken over and what was not.
  func report(_ reports: TwinWorldFactory.MetadataReports, to environment: CommandEnvironment) {
    for (name, report) in [("Sales", reports.sales), ("Supply Chain", reports.supplyChain)] {
      guard let report else { continue }
      environment.output("\(name): \(report)\n")
      guard !report.leftOut.isEmpty else { continue }
      environment.errors("\(name): not taken over:\n" + report.leftOut.map { "  \($0)\n" }.joined())
    }
  }

  private func read(_ path: String) throws -> OwnMetadata {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw CommandFailure(.badCommandLine, "error: cannot read \(path)")
    }
    do {
      return try OwnMetadata(csdl: Array(data))
    } catch {
      throw CommandFailure(.malformedFile, "\(path): error: \(error)")
    }
  }
}
