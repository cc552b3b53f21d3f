import OData

/// Why somebody who is signed in is kept out.
public enum AccessRefusal: Hashable, Sendable {
  /// The system has no such user.
  case notAMember
  case disabled(user: String)
  /// None of the user's roles allows it.
  case missing(Privilege, of: String, user: String, roleCount: Int, privilegeCount: Int)
}

/// The refusals of sign-in, for catalogues that word nothing of their own.
extension ErrorCatalog {
  public func notSignedIn(challenge: String) -> ServiceError {
    ServiceError(status: 401, message: "", headers: ["WWW-Authenticate": challenge])
  }

  public func refused(_ refusal: AccessRefusal, table: TableDefinition?) -> ServiceError { ServiceError(status: 403, message: "") }
}
