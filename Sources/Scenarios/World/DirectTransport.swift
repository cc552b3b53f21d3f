import Ambient
public import OData
public import SyncEngine
public import Twin

/// A client's way to a twin in the same process: the request goes in, the response comes out.
public final class DirectTransport: HTTPTransport {
  private let door: TwinDoor

  public init(_ door: TwinDoor) { self.door = door }

  /// - Throws: `ConnectionLost`.
  public func send(_ request: HTTPRequest) async throws -> HTTPResponse {
    let answer = door.handle(request)
    let wait = answer.heldBackMilliseconds + answer.takesMilliseconds
    if wait > 0 { try await door.service.ambient.clock.sleep(milliseconds: wait) }
    switch answer.outcome {
    case .response(let response): return response
    case .connectionLost(let loss): throw loss
    }
  }
}
