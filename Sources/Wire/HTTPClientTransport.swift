import AsyncHTTPClient
import NIOCore
import NIOHTTP1
public import OData
public import SyncEngine

/// Sends the engine's requests over the network.
public final class HTTPClientTransport: HTTPTransport {
  private let client: HTTPClient
  private let baseURL: String
  private let timeoutSeconds: Int64

  /// - Parameters:
  ///   - baseURL: scheme, host and port, for example `http://127.0.0.1:8080`; no trailing slash.
  ///   - timeoutSeconds: how long one request may take.
  public init(baseURL: String, timeoutSeconds: Int64 = 120) {
    client = HTTPClient.shared
    self.baseURL = baseURL
    self.timeoutSeconds = timeoutSeconds
  }

  /// - Throws: what the network stack throws when no answer came; an error status is an answer.
  public func send(_ request: OData.HTTPRequest) async throws -> OData.HTTPResponse {
    var outgoing = HTTPClientRequest(url: baseURL + request.target)
    outgoing.method = HTTPMethod(rawValue: request.method.rawValue)
    for field in request.headers.fields { outgoing.headers.add(name: field.name, value: field.value) }
    if !request.body.isEmpty { outgoing.body = .bytes(ByteBuffer(bytes: request.body)) }
    let answer = try await client.execute(outgoing, timeout: .seconds(timeoutSeconds))
    let body = try await answer.body.collect(upTo: HTTPServer.bodyBytesMax)
    var headers = HTTPHeaders()
    for field in answer.headers { headers.add(field.name, field.value) }
    return OData.HTTPResponse(Int(answer.status.code), headers: headers, body: Array(body.readableBytesView))
  }
}
