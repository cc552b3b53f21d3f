/// Service roots somewhere else, whoever runs them.
public final class RemoteEndpoints: ContractEndpoints {
  private let sales: ContractEndpoint?
  private let supplyChain: ContractEndpoint?
  private let isSignedIn: Bool

  /// - Parameter isSignedIn: the transports sign requests in, unless a request asks for none.
  public init(sales: ContractEndpoint?, supplyChain: ContractEndpoint?, isSignedIn: Bool = false) {
    self.sales = sales
    self.supplyChain = supplyChain
    self.isSignedIn = isSignedIn
  }

  public func endpoint(for contract: Contract) async throws -> ContractPlace {
    if contract.settings != nil { return .nowhere("needs settings that cannot be made from here") }
    if contract.needsSignIn {
      guard isSignedIn else { return .nowhere("is about sign-in, and no token or client was given") }
      // Tokens of other users cannot be had from here.
      guard contract.callers.isSubset(of: [ContractCaller.nobody]) else { return .nowhere("needs users that only our own worlds have") }
    }
    switch contract.system {
    case .sales: return sales.map { .endpoint($0) } ?? .nowhere("is about Sales")
    case .supplyChain: return supplyChain.map { .endpoint($0) } ?? .nowhere("is about Supply Chain")
    }
  }

  public func close() async {}
}
