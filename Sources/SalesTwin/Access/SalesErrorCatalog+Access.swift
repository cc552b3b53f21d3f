import OData
import Twin

/// The refusals of sign-in and roles (sales-web-api.md 5.13, 5.14).
extension SalesErrorCatalog {
  /// Empty body, tenant and resource in the challenge [sourced: the header, in documentation and tests of several SDKs; the rest
  /// inferred].
  func notSignedIn(challenge: String) -> ServiceError { ServiceError(status: 401, message: "", headers: ["WWW-Authenticate": challenge]) }

  /// Following changes takes the read privilege for the whole organization [sourced: D:use-change-tracking…; code and words proposed].
  func changesOutOfReach(table: TableDefinition) -> ServiceError {
    ServiceError(
      status: 403, code: "0x80040220",
      message: "Tracking changes of '\(table.name)' needs the read privilege for it at the level of the organization.")
  }

  func refused(_ refusal: AccessRefusal, table: TableDefinition?) -> ServiceError {
    switch refusal {
    // Status inferred.
    case .notAMember: ServiceError(status: 403, code: "0x80072560", message: "The user is not a member of the organization.")
    // Code sourced from field reports, the words ours.
    case .disabled(let user):
      ServiceError(status: 403, code: "0x80040225", message: "The specified user(Id = \(user)) is disabled. Consider enabling this user.")
    // Sales looks at privileges itself, and words what is missing in `SalesErrors.missing`.
    case .missing: SalesErrors.accessDenied
    }
  }
}
