public import OData

/// Signs requests in on their way: puts a bearer token on each that says nothing about who sends it. One that has an
/// `Authorization` header of its own keeps it; an empty one asks for none.
public final class SignedInTransport: HTTPTransport {
  private let transport: any HTTPTransport
  private let tokens: any TokenSource

  public init(_ transport: any HTTPTransport, tokens: any TokenSource) {
    self.transport = transport
    self.tokens = tokens
  }

  public func send(_ request: HTTPRequest) async throws -> HTTPResponse {
    var request = request
    switch request.headers["Authorization"] {
    case ""?:
      request.headers["Authorization"] = nil
      return try await transport.send(request)
    case _?: return try await transport.send(request)
    case nil:
      let token = try await tokens.token()
      request.headers["Authorization"] = "Bearer \(token.reveal())"
      let response = try await transport.send(request)
      // A request that was turned away was not carried out; a token may have been revoked before its time.
      guard response.status == 401, tokens.forget(token) else { return response }
      request.headers["Authorization"] = "Bearer \(try await tokens.token().reveal())"
      return try await transport.send(request)
    }
  }
}

/// Where bearer tokens come from.
public protocol TokenSource: AnyObject {
  /// A token that is good now.
  /// - Throws: `SignInFailure`, or what the transport throws.
  func token() async throws -> Secret
  /// Tells that a service refused the token.
  /// - Returns: whether another one can be had.
  func forget(_ token: Secret) -> Bool
}

/// One token that was given from outside.
public final class FixedToken: TokenSource {
  private let fixed: Secret

  public init(_ token: Secret) { fixed = token }

  public func token() async throws -> Secret { fixed }
  public func forget(_ token: Secret) -> Bool { false }
}
