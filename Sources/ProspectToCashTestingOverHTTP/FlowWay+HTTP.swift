import Foundation
import Host
import Logging
import ProspectToCashTesting
public import Scenarios
import SyncEngine
import Wire

extension FlowWay {
  /// Both systems behind sockets of loopback, for the flow's own requests and for the engine. The flow runs on the main actor.
  public static let http = FlowWay("over HTTP") {
    TwinWorldFactory(connector: RoutedConnector(server: try await server()))
  }

  /// The engine is a command of the shell that reaches both systems over HTTP (docs/external-engines.md): our own as
  /// `p2c engine`, or yours. The flow runs on the main actor.
  /// - Parameter seconds: how long one run of it may take.
  public static func commandLine(engine command: String, seconds: Int = 120) -> FlowWay {
    let folders = EngineFolders()
    return FlowWay("with the engine '\(command)'") {
      let server = try await server()
      let place = server.place
      await MainActor.run { place.follow(.machine) }
      let address = server.baseURL
      let variables = ProcessInfo.processInfo.environment
      return TwinWorldFactory(
        connector: RoutedConnector(place: place, keeping: server),
        engines: ExternalEngineMaker {
          try CommandEngineCaller(command: command, address: address, folder: folders.next(), seconds: seconds, variables: variables)
        })
    }
  }

  private static func server() async throws -> LoopbackServer {
    guard #isolation === MainActor.shared else { throw NotOnMainActor() }
    return try await LoopbackServer(logger: Logger(label: "flow", factory: { _ in SwiftLogNoOpLogHandler() }))
  }
}

/// A flow over HTTP began elsewhere than on the main actor, where its world is served.
public struct NotOnMainActor: Error, CustomStringConvertible {
  public var description: String { "flows over HTTP run on the main actor; mark the test, or its suite, with @MainActor" }
}
