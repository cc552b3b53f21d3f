/// Two environments, the organization between them, and the keys that join their rows: what a project runs over
/// (data-integration.md 1.1).
public struct ConnectionSet {
  public let name: String
  public let sales: Endpoint
  public let supplyChain: Endpoint
  /// The company (`dataAreaId`) on the Supply Chain side of the organization mapping; only its rows are read and written (R-ENG-12).
  public let legalEntity: String
  public let integrationKeys: IntegrationKeys

  public init(
    name: String, sales: Endpoint, supplyChain: Endpoint, legalEntity: String, integrationKeys: IntegrationKeys = .prospectToCash
  ) {
    self.name = name
    self.sales = sales
    self.supplyChain = supplyChain
    self.legalEntity = legalEntity.lowercased()
    self.integrationKeys = integrationKeys
  }

  public func endpoint(_ system: SystemName) -> Endpoint {
    switch system {
    case .sales: sales
    case .supplyChain: supplyChain
    }
  }
}

/// The two ends of every project.
public enum SystemName: String, Hashable, Sendable, CaseIterable { case sales, supplyChain }
