public import Ambient
public import OData

/// A way to sign in, from which every world gets a gate of its own: worlds share nothing that changes.
public protocol SignIn: Sendable {
  /// - Parameter clock: the world's; tokens expire by it.
  func gate(clock: any WorldClock) -> Gate
}

/// What stands before the twins of one world. Belongs to the world's executor, like the twins.
public struct Gate {
  /// For both twins.
  public let authenticator: any Authenticator
  /// Answers requests for tokens; `nil` where none are issued.
  public let identity: (any IdentityEndpoint)?

  public init(authenticator: any Authenticator, identity: (any IdentityEndpoint)? = nil) {
    self.authenticator = authenticator
    self.identity = identity
  }
}

/// Issues tokens.
public protocol IdentityEndpoint: AnyObject {
  /// - Parameters:
  ///   - request: its target without the prefix of a world.
  ///   - origin: scheme, host and port, with the prefix of a world if there is one, under which the client reached the server; no
  ///     trailing slash.
  ///   - now: the world's time.
  /// - Returns: `nil` when the address is none of this endpoint's.
  func handle(_ request: HTTPRequest, origin: String, now: Timestamp) -> HTTPResponse?
}

/// Sign-in by the static tokens of a directory.
public struct StaticSignIn: SignIn {
  public let directory: Directory

  public init(_ directory: Directory = .standard) { self.directory = directory }

  public func gate(clock: any WorldClock) -> Gate { Gate(authenticator: StaticAuthenticator(directory)) }
}
