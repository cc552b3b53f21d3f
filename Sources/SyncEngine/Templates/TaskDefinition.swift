/// One task of a template or project: one entity of one system to one entity of the other.
public struct TaskDefinition: Equatable, Sendable {
  /// An entity of a system, under the name pages and templates use or as an entity set.
  public struct End: Hashable, Sendable {
    public let system: SystemName
    /// As written: `Customers V2`, `accounts`.
    public let entity: String
    /// The entity set behind that name: `CustomersV2`.
    public let entitySet: String

    public init(system: SystemName, entity: String, entitySet: String) {
      self.system = system
      self.entity = entity
      self.entitySet = entitySet
    }
  }

  public var name: String
  /// Other names pages use for the task.
  public var aliases: [String]
  public var source: End
  public var destination: End
  /// OData text in the dialect of the source; `nil` for every row.
  public var filter: String?
  public var filterEvidence: Evidence?
  public var filterSource: String?
  /// Lookups of the source whose change counts as a change of the row (see `SourceReader`).
  public var changesWith: [String]
  /// Columns that are worked out before rows are mapped.
  public var query = AdvancedQuery()
  public var rows: [MappingRow]

  public init(
    name: String, aliases: [String] = [], source: End, destination: End, filter: String? = nil, filterEvidence: Evidence? = nil,
    filterSource: String? = nil, changesWith: [String] = [], rows: [MappingRow]
  ) {
    self.name = name
    self.aliases = aliases
    self.source = source
    self.destination = destination
    self.filter = filter
    self.filterEvidence = filterEvidence
    self.filterSource = filterSource
    self.changesWith = changesWith
    self.rows = rows
  }

  /// Whether the task is called that, without regard to case.
  public func isNamed(_ text: String) -> Bool { name.equalsFolded(text) || aliases.contains { $0.equalsFolded(text) } }
}
