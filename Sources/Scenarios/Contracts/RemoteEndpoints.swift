/// Service roots somewhere else, whoever runs them.
public final class RemoteEndpoints: ContractEndpoints {
  private let sales: ContractEndpoint?
  private let supplyChain: ContractEndpoint?

  public init(sales: ContractEndpoint?, supplyChain: ContractEndpoint?) {
    self.sales = sales
    self.supplyChain = supplyChain
  }

  public func endpoint(for contract: Contract) async throws -> ContractPlace {
    if contract.settings != nil { return .nowhere("needs settings that cannot be made from here") }
    switch contract.system {
    case .sales: return sales.map { .endpoint($0) } ?? .nowhere("is about Sales")
    case .supplyChain: return supplyChain.map { .endpoint($0) } ?? .nowhere("is about Supply Chain")
    }
  }

  public func close() async {}
}
