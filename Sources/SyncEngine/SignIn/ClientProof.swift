public import OData

/// What an application shows to prove that it is itself.
public enum ClientProof {
  case secret(Secret)
  /// A statement of its own, signed with the key of the certificate it is registered with.
  case certificate(any AssertionSigner)
}

/// Signs statements of an application with the private key of its certificate. Cryptography stays outside the engine.
public protocol AssertionSigner: AnyObject {
  /// A JSON Web Token that says that `client` is itself, good for a few minutes.
  /// - Parameters:
  ///   - client: the application's id, issuer and subject of the token.
  ///   - audience: address of the token endpoint it is for.
  ///   - now: when it begins to be good.
  /// - Throws: what keeps it from being signed.
  func assertion(client: String, audience: String, now: Timestamp) throws -> Secret
}
