import Scenarios
import SyncEngine
import Twin

/// An engine's run that did not do what is measured.
struct UnexpectedRun: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

extension Execution {
  /// - Throws: `UnexpectedRun` unless the run is complete and has written so many rows.
  func require(upserts expected: Int) throws {
    guard status == .completed, upserts == expected else {
      let reason = failure ?? problems.first?.description ?? tasks.lazy.compactMap { $0.rows.first?.reason }.first ?? "no reason"
      throw UnexpectedRun("the run ended \(status.rawValue) with \(upserts) of \(expected) rows written: \(reason)")
    }
  }
}

extension Twins {
  /// Both systems, reached in this process.
  var connectionSet: ConnectionSet { Self.connectionSet(sales: sales, supplyChain: supplyChain) }

  static func connectionSet(sales: TwinDoor, supplyChain: TwinDoor) -> ConnectionSet {
    ConnectionSet(
      name: "bench",
      sales: Endpoint(
        name: "sales", dialect: .dataverse, servicePath: sales.service.product.rules.servicePath, transport: DirectTransport(sales)),
      supplyChain: Endpoint(
        name: "supply-chain", dialect: .financeAndOperations, servicePath: supplyChain.service.product.rules.servicePath,
        transport: DirectTransport(supplyChain)),
      legalEntity: "usmf")
  }
}
