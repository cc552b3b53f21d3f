import OData
import Twin

/// The refusals of sign-in and roles. That a user who is unknown or disabled is answered 403 is sourced (the vendor's support
/// blog on sessions the AOS does not open); bodies were not found, so they are empty (supply-chain-odata.md 5.12, inferred).
extension SupplyChainErrors {
  func notSignedIn(challenge: String) -> ServiceError { ServiceError(status: 401, message: "", headers: ["WWW-Authenticate": challenge]) }

  func refused(_ refusal: AccessRefusal, table: TableDefinition?) -> ServiceError { ServiceError(status: 403, message: "") }
}
