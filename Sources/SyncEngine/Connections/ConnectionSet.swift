/// Two environments, the organizations between them, and the keys that join their rows: what projects run over (data-integration.md 1.1).
public struct ConnectionSet {
  public let name: String
  public let sales: Endpoint
  public let supplyChain: Endpoint
  /// At least one; the first is what projects run for that choose none.
  public let organizations: [OrganizationMapping]
  public let integrationKeys: IntegrationKeys
  /// The one that is being run for.
  public private(set) var organization: OrganizationMapping

  public init(
    name: String, sales: Endpoint, supplyChain: Endpoint, legalEntity: String, businessUnit: String? = nil,
    integrationKeys: IntegrationKeys = .prospectToCash
  ) {
    self.init(
      name: name, sales: sales, supplyChain: supplyChain,
      organization: OrganizationMapping(name: legalEntity, legalEntity: legalEntity, businessUnit: businessUnit),
      others: [], integrationKeys: integrationKeys)
  }

  public init(
    name: String, sales: Endpoint, supplyChain: Endpoint, organization: OrganizationMapping, others: [OrganizationMapping],
    integrationKeys: IntegrationKeys = .prospectToCash
  ) {
    self.name = name
    self.sales = sales
    self.supplyChain = supplyChain
    self.organization = organization
    organizations = [organization] + others
    self.integrationKeys = integrationKeys
  }

  /// The company (`dataAreaId`) on the Supply Chain side of the organization mapping; only its rows are read and written (R-ENG-12).
  public var legalEntity: String { organization.legalEntity }

  /// The same set, run for the organization a project has chosen.
  /// - Throws: `SyncError.unknownOrganization`.
  public func chosen(by project: Project) throws(SyncError) -> ConnectionSet {
    guard let wanted = project.organization else { return self }
    guard let mapping = organizations.first(where: { $0.name.equalsFolded(wanted) }) else {
      throw .unknownOrganization(
        project: project.name, organization: wanted, connectionSet: name, known: organizations.map(\.name))
    }
    var set = self
    set.organization = mapping
    return set
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
