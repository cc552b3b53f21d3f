public import OData

/// The one door between the engine and an environment: send a request, get the answer.
///
/// In process it is joined to a service directly; over the wire an HTTP client stands behind it. It also signs requests in, so that
/// the engine never sees a secret.
public protocol HTTPTransport: AnyObject {
  /// - Throws: anything, for an answer that never came. The engine then does not know whether a write happened, and settles that by
  ///   reading back.
  func send(_ request: HTTPRequest) async throws -> HTTPResponse
}
