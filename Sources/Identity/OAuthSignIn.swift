public import Ambient
public import Twin

/// Sign-in by tokens that an identity endpoint beside the twins issues. Worlds share directory and key; codes and refresh tokens
/// belong to one world.
public struct OAuthSignIn: SignIn {
  public let directory: Directory
  private let key: SigningKey
  private let seed: UInt64
  private let resources: [String]

  /// - Parameters:
  ///   - seed: behind device codes and refresh tokens. Draw it from the machine where clients are not simulated.
  ///   - resources: addresses of further systems that tokens are made for, scheme and host.
  public init(_ directory: Directory = .standard, key: SigningKey = SigningKey(), seed: UInt64, resources: [String] = []) {
    self.directory = directory
    self.key = key
    self.seed = seed
    self.resources = resources
  }

  public func gate(clock: any WorldClock) -> Gate {
    // Draws of its own: who signs in changes no identifier of the world.
    let ambient = Ambient(clock: clock, seed: seed)
    return Gate(
      authenticator: TokenAuthenticator(directory, key: key),
      identity: IdentityService(directory, key: key, ambient: ambient, resources: resources))
  }
}
