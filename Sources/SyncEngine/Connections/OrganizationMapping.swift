/// Which part of one system belongs to which part of the other. In the product, a legal entity of Supply Chain Management belongs to a
/// business unit of Sales, the root unit or one below it (sourced: DI-25). Here it is always the root unit, whose rows are those of all
/// units. A connection set may have several legal entities; a project runs for one of them.
public struct OrganizationMapping: Hashable, Sendable {
  /// By this projects choose it.
  public let name: String
  /// The company (`dataAreaId`), in lower case.
  public let legalEntity: String

  public init(name: String, legalEntity: String) {
    self.name = name
    self.legalEntity = legalEntity.lowercased()
  }
}
