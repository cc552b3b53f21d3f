/// Why a project must not run, with the code of the product's list (data-integration.md 1.8).
public struct ValidationProblem: Hashable, Sendable, CustomStringConvertible {
  /// For example `DIPV1026`.
  public let code: String
  public let task: String
  /// The field or entity at fault, where there is one.
  public let subject: String?
  public let message: String

  public init(code: Code, task: String, subject: String? = nil, message: String) {
    self.code = code.rawValue
    self.task = task
    self.subject = subject
    self.message = message
  }

  public var description: String { "\(code) in task '\(task)': \(message)" }

  public enum Code: String, Sendable, CaseIterable {
    /// No integration key for the table.
    case noIntegrationKey = "DIPV1003"
    /// The source filter cannot be parsed, or names an unknown field.
    case badFilter = "DIPV1012"
    /// Part of the integration key is not mapped.
    case keyNotMapped = "DIPV1014"
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
    /// A repeated pair of source and destination.
    case duplicateRow = "DIPV1029"
    /// A mandatory destination that nothing feeds.
    case mandatoryWithoutSource = "DIPV1031"
  }
}
