/// Which part of one system belongs to which part of the other: a legal entity of Supply Chain Management to a business unit of Sales
/// (sourced: DI-25). A connection set may have several; a project runs for one of them, and reads and writes nothing of the others
/// (R-ENG-12).
public struct OrganizationMapping: Hashable, Sendable {
  /// By this projects choose it.
  public let name: String
  /// The company (`dataAreaId`), in lower case.
  public let legalEntity: String
  /// Name of the unit whose rows are read, and whose default team owns the rows that are made (sourced: CDSI-18). `nil` reads those of all
  /// units, and leaves it to Sales who owns new ones (proposed).
  public let businessUnit: String?

  public init(name: String, legalEntity: String, businessUnit: String? = nil) {
    self.name = name
    self.legalEntity = legalEntity.lowercased()
    self.businessUnit = businessUnit
  }
}
