/// The operations that share single rows with single users. Sharing is not emulated; they are refused by name, where the version of the
/// Web API has them at all (sales-web-api.md 7, sourced: W:web-api-versions).
enum SharingOperations {
  static let names: Set<String> = ["GrantAccess", "ModifyAccess", "RevokeAccess", "RetrieveSharedPrincipalsAndAccess"]
}
