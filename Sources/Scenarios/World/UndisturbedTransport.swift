import Faults
import OData
import SyncEngine

/// A way to a system on which no fault of the world strikes: what a scenario itself asks for is not to go wrong, nor what is looked up for
/// its checks.
final class UndisturbedTransport: HTTPTransport {
  private let transport: any HTTPTransport
  private let faults: FaultStage

  init(_ transport: any HTTPTransport, _ faults: FaultStage) {
    self.transport = transport
    self.faults = faults
  }

  func send(_ request: HTTPRequest) async throws -> HTTPResponse {
    faults.pause()
    defer { faults.resume() }
    return try await transport.send(request)
  }
}
