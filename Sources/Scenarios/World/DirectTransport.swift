public import OData
public import SyncEngine
public import Twin

/// A client's way to a twin in the same process: the request goes in, the response comes out.
public final class DirectTransport: HTTPTransport {
  private let service: TwinService

  public init(_ service: TwinService) { self.service = service }

  public func send(_ request: HTTPRequest) async throws -> HTTPResponse { service.handle(request) }
}
