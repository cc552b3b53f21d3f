public import SyncEngine
import Twin

extension Twins {
  /// Both twins as the engine reaches them in this process, without sign-in.
  public var connectionSet: ConnectionSet {
    ConnectionSet(
      name: "twins",
      sales: Endpoint(
        name: "sales", dialect: .dataverse, servicePath: sales.service.product.rules.servicePath, transport: DirectTransport(sales)),
      supplyChain: Endpoint(
        name: "supply-chain", dialect: .financeAndOperations, servicePath: supplyChain.service.product.rules.servicePath,
        transport: DirectTransport(supplyChain)),
      legalEntity: configuration.company)
  }
}
