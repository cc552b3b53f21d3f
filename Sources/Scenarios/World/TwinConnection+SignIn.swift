import OData
import SyncEngine
import Twin

extension TwinConnection {
  /// Of the directory's integration application.
  static let signInToken: Secret = "integration-token"

  /// The same ways to twins that from now on ask for sign-in: the world's own requests come from the directory's integration
  /// application.
  func signedIn(_ twins: Twins) -> TwinConnection {
    twins.ask(StaticSignIn().gate(clock: twins.clock))
    let token = Self.signInToken
    return TwinConnection(
      sales: SignedInTransport(self.sales, tokens: FixedToken(token)),
      supplyChain: SignedInTransport(self.supplyChain, tokens: FixedToken(token)), close: close)
  }
}
