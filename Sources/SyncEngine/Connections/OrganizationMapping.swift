/// Which part of one system belongs to which part of the other: a legal entity of Supply Chain Management to a business unit of Sales
/// (sourced: DI-25). A connection set may have several; a project runs for one of them.
public struct OrganizationMapping: Hashable, Sendable {
  /// By this projects choose it.
  public let name: String
  /// The company (`dataAreaId`), in lower case.
  public let legalEntity: String
  /// Name of the business unit; `nil` for the root unit, whose rows are those of all units.
  public let businessUnit: String?

  public init(name: String, legalEntity: String, businessUnit: String? = nil) {
    self.name = name
    self.legalEntity = legalEntity.lowercased()
    self.businessUnit = businessUnit
  }
}
