import OData

/// A task, checked against the metadata of both ends and laid out for speed: what to read, and what to do with it, by position.
///
/// Holds nothing of the run or of the way to the ends, so that engines of one process share it.
struct TaskPlan: Sendable {
  let name: String
  let source: End
  /// As people and data packages call it: `CDS sales order headers`.
  let sourceEntity: String
  let sourceSet: String
  let sourceType: EntityType
  let destination: End
  let destinationSet: String
  let destinationType: EntityType
  let legalEntity: String
  let filter: String?
  /// Navigation properties of the source whose row version counts as the row's own.
  let changesWith: [NavigationProperty]
  /// What is read of each row. The first are the key columns of the source, then its version where it has one.
  let slots: [SourceSlot]
  let sourceKeyCount: Int
  /// Position of `versionnumber` among the slots.
  let versionSlot: Int?
  /// Works out the slots that are read nowhere.
  let query: RowQuery?
  let columns: [ColumnPlan]
  /// The business key at the destination, in the order of its columns.
  let key: [KeyPart]
  let lookups: [LookupPlan]
  /// The column of each lookup.
  let lookupColumns: [Int]
  /// The team that owns the rows that are made; `nil` leaves it to the destination.
  let owner: GUID?
  /// Some column is taken from updates only, so that making a row takes two writes.
  var hasUpdateOnlyColumns: Bool { columns.contains(where: \.isUpdateOnly) }
  /// Changes when ends, filter or mapping change.
  let fingerprint: String

  /// What laying out depends on of an endpoint.
  struct End: Hashable, Sendable {
    let system: SystemName
    let dialect: Endpoint.Dialect
    let servicePath: String

    init(_ system: SystemName, in connectionSet: ConnectionSet) {
      let endpoint = connectionSet.endpoint(system)
      self.system = system
      dialect = endpoint.dialect
      servicePath = endpoint.servicePath
    }
  }

  struct KeyPart {
    let property: Property
    let value: KeyValue
  }

  enum KeyValue {
    /// The company of the connection set.
    case legalEntity
    /// Position of the mapped column.
    case column(Int)
  }
}

/// Something to read of a source row.
enum SourceSlot: Hashable {
  case column(String)
  case related(navigation: String, column: String)
  /// The first of several that is there: a lookup that may point at several tables.
  case firstOf([Step])
  /// A column of the advanced query, by its place.
  case computed(Int)

  struct Step: Hashable {
    let navigation: String
    let column: String
  }
}

/// One mapping row, ready to run. A class, so that looking at a column in the inner loop copies one reference and not its parts.
final class ColumnPlan: Sendable {
  enum Target: Sendable {
    case property(Property, enumType: EnumType?)
    /// Position among the task's lookups.
    case lookup(Int)
  }

  /// For messages: the destination as the mapping writes it.
  let label: String
  let sourceLabel: String
  /// Position among the task's slots; `nil` for a constant.
  let slot: Int?
  let transforms: [Transform]
  let target: Target
  /// Of the mapping's or the destination's business key: blank means that the row is not moved.
  let isKey: Bool
  /// Of the destination's key: stands in the address, not in the body.
  let isKeyPart: Bool
  /// The destination takes it from an update, never when the row is made.
  let isUpdateOnly: Bool
  let maxLength: Int?

  init(
    label: String, sourceLabel: String, slot: Int?, transforms: [Transform], target: Target, isKey: Bool, isKeyPart: Bool,
    isUpdateOnly: Bool, maxLength: Int?
  ) {
    self.label = label
    self.sourceLabel = sourceLabel
    self.slot = slot
    self.transforms = transforms
    self.target = target
    self.isKey = isKey
    self.isKeyPart = isKeyPart
    self.isUpdateOnly = isUpdateOnly
    self.maxLength = maxLength
  }
}

/// A lookup of the destination that is written by business value.
struct LookupPlan {
  struct Target {
    let navigation: String
    let set: String
    let primaryKey: String
    let column: Property
    /// Lookup value column of the target that may tell candidates apart, and the lookup of this task that says which is meant: a unit
    /// belongs to a unit group.
    let narrowing: Narrowing?
  }

  struct Narrowing {
    let column: String
    let lookup: Int
  }

  let label: String
  let targets: [Target]
}
