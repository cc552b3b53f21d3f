public import OData

/// One table of a product as its model file describes it: OData shape, rules that need no code, and where each fact
/// comes from.
///
/// A class, though it never changes: it is handed from step to step of every request, and a copy would retain all its parts each time.
public final class TableDefinition: Sendable {
  /// `account`; for finance and operations the entity type name, `CustomerV2`.
  public let name: String
  /// `accounts`, `CustomersV2`.
  public let entitySet: String
  public let columns: [ColumnDefinition]
  public let key: [String]
  /// Whether the level keeps two rows from having the same key.
  public let keyIsUnique: Bool
  public let lookups: [LookupDefinition]
  public let alternateKeys: [AlternateKey]
  /// Application object name that finance and operations puts into error texts; the table's name elsewhere.
  public let internalName: String
  /// A level must have this capability, or the entity is not there at all.
  public let capability: String?
  /// Written only by business operations; a client's create, update or delete is refused.
  public let isReadOnly: Bool
  /// Not addressable through OData: kept for the twin's own business rules.
  public let isHidden: Bool
  /// The column whose value names a row to people.
  public let primaryName: String?
  /// Whose rows it shows, where it keeps none of its own; see `ViewDefinition`.
  public let view: ViewDefinition?
  public let evidence: Evidence
  public let source: String

  private let columnIndex: NameIndex

  public init(
    name: String, entitySet: String, columns: [ColumnDefinition], key: [String], keyIsUnique: Bool = true, lookups: [LookupDefinition] = [],
    alternateKeys: [AlternateKey] = [], internalName: String? = nil, capability: String? = nil, isReadOnly: Bool = false,
    isHidden: Bool = false, primaryName: String? = nil, view: ViewDefinition? = nil, evidence: Evidence, source: String
  ) {
    self.view = view
    self.name = name
    self.entitySet = entitySet
    self.columns = columns
    self.key = key
    self.keyIsUnique = keyIsUnique
    self.lookups = lookups
    self.alternateKeys = alternateKeys
    self.internalName = internalName ?? name
    self.capability = capability
    self.isReadOnly = isReadOnly
    self.isHidden = isHidden
    self.primaryName = primaryName
    self.evidence = evidence
    self.source = source
    columnIndex = NameIndex(columns.map(\.name))
  }

  /// Where the column stands in `columns`, and in the rows of its `TableSchema`.
  public func index(of column: String) -> Int? { columnIndex.index(of: column) }

  public func column(_ name: String) -> ColumnDefinition? { index(of: name).map { columns[$0] } }

  /// The same table with more in it.
  func adding(
    _ columns: [ColumnDefinition], lookups: [LookupDefinition] = [], alternateKeys: [AlternateKey] = []
  ) -> TableDefinition {
    TableDefinition(
      name: name, entitySet: entitySet, columns: self.columns + columns, key: key, keyIsUnique: keyIsUnique,
      lookups: self.lookups + lookups,
      alternateKeys: self.alternateKeys + alternateKeys, internalName: internalName, capability: capability, isReadOnly: isReadOnly,
      isHidden: isHidden, primaryName: primaryName, view: view, evidence: evidence, source: source)
  }
}

/// A class for the same reason as its table.
public final class ColumnDefinition: Sendable {
  public let name: String
  public let type: EdmType
  public let maxLength: Int?
  /// Decimals the column keeps.
  public let scale: Int
  public let minimum: ExactDecimal?
  public let maximum: ExactDecimal?
  public let requirement: RequirementLevel
  /// Cannot be null, whoever writes it.
  public var isRequired: Bool { requirement == .system }
  /// A moment of which people see the day only (Dataverse: format date only, behaviour user local).
  public let isDateOnly: Bool
  /// A client may give it when creating, when updating. A value given where it may not is dropped in silence (Dataverse).
  public let canCreate: Bool
  public let canUpdate: Bool
  /// Numbers and labels of a choice column.
  public let choices: [Choice]
  public let defaultValue: Value
  public let isHidden: Bool
  /// A level must have this capability, or the column is not there.
  public let capability: String?
  /// Display name, as error texts of finance and operations show it.
  public let label: String?
  public let evidence: Evidence
  public let source: String

  public struct Choice: Hashable, Sendable {
    public let value: Int64
    public let label: String

    public init(value: Int64, label: String) {
      self.value = value
      self.label = label
    }
  }

  /// The same at levels with a capability only.
  func asking(for capability: String) -> ColumnDefinition { copy(name: name, isHidden: isHidden, capability: capability) }

  /// The column as a view shows it: whatever the table hides or has at some levels only, the view says for itself.
  func shown(as name: String, isHidden: Bool) -> ColumnDefinition { copy(name: name, isHidden: isHidden, capability: nil) }

  private func copy(name: String, isHidden: Bool, capability: String?) -> ColumnDefinition {
    ColumnDefinition(
      name: name, type: type, maxLength: maxLength, scale: scale, minimum: minimum, maximum: maximum, requirement: requirement,
      isDateOnly: isDateOnly, canCreate: canCreate, canUpdate: canUpdate, choices: choices, defaultValue: defaultValue, isHidden: isHidden,
      capability: capability, label: label, evidence: evidence, source: source)
  }

  public init(
    name: String, type: EdmType, maxLength: Int? = nil, scale: Int = 0, minimum: ExactDecimal? = nil, maximum: ExactDecimal? = nil,
    requirement: RequirementLevel = .none, isDateOnly: Bool = false, canCreate: Bool = true, canUpdate: Bool = true,
    choices: [Choice] = [], defaultValue: Value = .null,
    isHidden: Bool = false, capability: String? = nil, label: String? = nil, evidence: Evidence, source: String
  ) {
    self.name = name
    self.type = type
    self.maxLength = maxLength
    self.scale = scale
    self.minimum = minimum
    self.maximum = maximum
    self.requirement = requirement
    self.isDateOnly = isDateOnly
    self.canCreate = canCreate
    self.canUpdate = canUpdate
    self.choices = choices
    self.defaultValue = defaultValue
    self.isHidden = isHidden
    self.capability = capability
    self.label = label
    self.evidence = evidence
    self.source = source
  }
}

/// A lookup of Dataverse or a reference of finance and operations.
public struct LookupDefinition: Hashable, Sendable {
  public struct Target: Hashable, Sendable {
    /// Name of the navigation property that leads to this table: `customerid_account`.
    public let navigation: String
    /// The target table's name.
    public let table: String

    public init(navigation: String, table: String) {
      self.navigation = navigation
      self.table = table
    }
  }

  /// Logical name: `customerid`. The stored column is `_customerid_value`; one more hidden column, `customerid_type`,
  /// says which table it points at where there are several targets.
  public let name: String
  public let targets: [Target]
  public let requirement: RequirementLevel
  /// Cannot be null, whoever writes it.
  public var isRequired: Bool { requirement == .system }
  public let canCreate: Bool
  public let canUpdate: Bool
  /// Name of the collection on the target that leads back here, per target; empty for none.
  public let partners: [String]
  /// A level must have this capability, or the lookup is not there.
  public internal(set) var capability: String?
  public let evidence: Evidence
  public let source: String

  public init(
    name: String, targets: [Target], requirement: RequirementLevel = .none, canCreate: Bool = true, canUpdate: Bool = true,
    partners: [String] = [],
    evidence: Evidence, source: String
  ) {
    self.name = name
    self.targets = targets
    self.requirement = requirement
    self.canCreate = canCreate
    self.canUpdate = canUpdate
    self.partners = partners
    self.evidence = evidence
    self.source = source
  }

  public var column: String { "_\(name)_value" }
  public var typeColumn: String? { targets.count > 1 && !sharesNavigation ? "\(name)_type" : nil }
  /// One navigation property leads to rows of several tables, whose keys are never the same: users and teams, who are principals.
  public var sharesNavigation: Bool { targets.count > 1 && targets.allSatisfy { $0.navigation == targets[0].navigation } }
}
