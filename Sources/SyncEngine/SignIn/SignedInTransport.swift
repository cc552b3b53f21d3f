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
    guard request.headers["Authorization"] == nil else { return try await transport.send(Self.unsigned(request)) }
    let token = try await tokens.token()
    let response = try await transport.send(Self.signed(request, token))
    // A request that was turned away was not carried out; a token may have been revoked before its time.
    guard response.status == 401, tokens.forget(token) else { return token.hidden(in: response) }
    let fresh = try await tokens.token()
    return fresh.hidden(in: try await transport.send(Self.signed(request, fresh)))
  }

  public func send(
    _ requests: [HTTPRequest], mayBegin: (_ underWay: Int) -> Bool, answered: (HTTPAnswer) -> Void
  ) async -> [HTTPAnswer?] {
    let token: Secret
    do {
      token = try await tokens.token()
    } catch {
      // Without a token nothing is carried out.
      return requests.map { _ in .failure(error) }
    }
    let signed = requests.map { $0.headers["Authorization"] == nil ? Self.signed($0, token) : Self.unsigned($0) }
    var answers = await transport.send(signed, mayBegin: mayBegin, answered: answered)
    let refused = answers.indices.filter { index in
      guard requests[index].headers["Authorization"] == nil, case .success(let response)? = answers[index] else { return false }
      return response.status == 401
    }
    // Another token, if there is one, and once more; without one the refusals stand.
    func hide(_ secret: Secret, _ index: Int) {
      if case .success(let response)? = answers[index] { answers[index] = .success(secret.hidden(in: response)) }
    }
    for index in answers.indices { hide(token, index) }
    guard !refused.isEmpty, tokens.forget(token), let fresh = try? await tokens.token() else { return answers }
    let again = await transport.send(refused.map { Self.signed(requests[$0], fresh) }, mayBegin: mayBegin, answered: answered)
    for (index, answer) in zip(refused, again) {
      answers[index] = answer
      hide(fresh, index)
    }
    return answers
  }

  private static func signed(_ request: HTTPRequest, _ token: Secret) -> HTTPRequest {
    var request = request
    request.headers["Authorization"] = "Bearer \(token.reveal())"
    return request
  }

  /// A request with an `Authorization` header of its own; an empty one means none.
  private static func unsigned(_ request: HTTPRequest) -> HTTPRequest {
    var request = request
    if request.headers["Authorization"] == "" { request.headers["Authorization"] = nil }
    return request
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
