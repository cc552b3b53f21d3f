import OData
import SyncEngine

/// Puts headers on every request, such as the one that signs it in.
final class HeaderTransport: HTTPTransport {
  private let transport: any HTTPTransport
  private let headers: HTTPHeaders

  init(_ transport: any HTTPTransport, headers: HTTPHeaders) {
    self.transport = transport
    self.headers = headers
  }

  func send(_ request: HTTPRequest) async throws -> HTTPResponse {
    var request = request
    for header in headers.fields { request.headers[header.name] = header.value }
    return try await transport.send(request)
  }
}
