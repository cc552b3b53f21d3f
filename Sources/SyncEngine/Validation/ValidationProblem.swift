/// Why a project must not run, with the code of the product's list (data-integration.md 1.8).
public struct ValidationProblem: Hashable, Sendable, CustomStringConvertible {
  /// For example `DIPV1026`.
  public let code: String
  /// Empty where the problem concerns every task.
  public let task: String
  /// The field or entity at fault, where there is one.
  public let subject: String?
  /// What is wrong, without a full stop.
  public let message: String
  /// What to do about it.
  public let remedy: String

  public init(code: Code, task: String = "", subject: String? = nil, message: String) {
    self.code = code.rawValue
    self.task = task
    self.subject = subject
    self.message = message
    remedy = code.remedy
  }

  public var description: String { "\(code)\(task.isEmpty ? "" : " in task '\(task)'"): \(message). \(remedy)" }

  public enum Code: String, Sendable, CaseIterable {
    /// An end no longer takes the connection's identity.
    case connectionInvalid = "DIPV1000"
    /// No integration key for the table.
    case noIntegrationKey = "DIPV1003"
    /// There is no environment at the address of an end.
    case environmentMissing = "DIPV1005"
    /// The legal entity of the organization mapping is not there.
    case organizationInvalid = "DIPV1008"
    /// A column the destination demands is not mapped.
    case mandatoryNotMapped = "DIPV1010"
    /// A mapped destination takes no writes.
    case readOnlyDestination = "DIPV1011"
    /// The source filter cannot be parsed, or names an unknown field.
    case badFilter = "DIPV1012"
    /// Part of the integration key is not mapped.
    case keyNotMapped = "DIPV1014"
    /// The integration key goes over a lookup.
    case keyOverLookup = "DIPV1015"
    /// The connection set names no legal entity.
    case organizationMissing = "DIPV1016"
    /// The source entity is not in the metadata.
    case unknownSourceEntity = "DIPV1018"
    /// The source table has no row version.
    case noRowVersion = "DIPV1019"
    /// The destination entity is not in the metadata.
    case unknownDestinationEntity = "DIPV1020"
    /// A mapping row without source, transforms or use.
    case rowWithoutSource = "DIPV1021"
    /// A mapped source field is not in the metadata.
    case unknownSourceField = "DIPV1022"
    /// A mapped destination field is not in the metadata.
    case unknownDestinationField = "DIPV1025"
    /// The same field twice as destination.
    case duplicateDestination = "DIPV1026"
    /// A destination lookup without the column to find its row by.
    case destinationLookupWithoutKey = "DIPV1027"
    /// A source lookup without the column to read of its row.
    case sourceLookupWithoutKey = "DIPV1028"
    /// A repeated pair of source and destination.
    case duplicateRow = "DIPV1029"
    /// The source's type cannot become the destination's.
    case incompatibleTypes = "DIPV1030"
    /// A mandatory destination that nothing feeds.
    case mandatoryWithoutSource = "DIPV1031"

    /// What to do about it: an instruction, as messages end with it.
    public var remedy: String {
      switch self {
      case .connectionInvalid: "Renew the credentials of the connection, or let its user into the environment."
      case .noIntegrationKey: "Add one."
      case .environmentMissing: "Correct the address in the connection set, or restore the environment."
      case .organizationInvalid: "Name a legal entity and a business unit that the environments have in the connection set."
      case .mandatoryNotMapped: "Add a row for it, with a source or a default."
      case .readOnlyDestination: "Remove the row, or choose a field that can be written."
      case .badFilter: "Correct the filter; its fields are columns of the source entity, as the metadata spells them."
      case .keyNotMapped: "Add a row for it."
      case .keyOverLookup: "Use a column of the table itself that holds the value, as msdynce_ordernumber of order lines does."
      case .organizationMissing: "Name the legal entity of Supply Chain Management in the connection set."
      case .unknownSourceEntity, .unknownDestinationEntity, .unknownSourceField, .unknownDestinationField:
        "Check the level of the environment, or refresh the entities."
      case .noRowVersion: "Choose a table that keeps row versions; virtual and elastic tables do not."
      case .rowWithoutSource, .mandatoryWithoutSource: "Give the row a source or a default."
      case .duplicateDestination: "Remove one of the rows."
      case .destinationLookupWithoutKey: "Say by which column its row is found, as in transactioncurrencyid.isocurrencycode."
      case .sourceLookupWithoutKey: "Say which column of its row is read, as in transactioncurrencyid.isocurrencycode."
      case .duplicateRow: "Remove one of the two."
      case .incompatibleTypes: "Choose a field of a fitting type, or give the row a value map or another default."
      }
    }
  }
}
