import EntityStore
import OData
import Twin

/// Whether changes of an entity are followed, and by which of the product's options (supply-chain-odata.md 6.3, sourced: S17).
struct ChangeTrackingState {
  static let table = "EntityChangeTracking"

  enum Mode: String {
    /// A row counts as changed when a field of the primary table changed.
    case primaryTable = "PrimaryTable"
    /// … when any table of the entity did.
    case entireEntity = "EntireEntity"
    /// … when a table of the developer's query did.
    case customQuery = "CustomQuery"
  }

  let mode: Mode
  /// Of the custom query.
  let tables: Set<String>
  /// Grows with every change of the settings.
  let version: Int64

  /// `nil` where changes are not followed.
  init?(of entity: DataEntity, in context: CompanyContext) throws {
    guard let row = try context.findShared(Self.table, .string(entity.name)) else { return nil }
    mode = Mode(rawValue: row.text("Mode")) ?? .primaryTable
    tables = Self.names(row.text("TrackedTables"))
    version = row.version
  }

  static func names(_ text: String) -> Set<String> {
    Set(text.split(whereSeparator: { ",; ".contains($0) }).map { $0.lowercased() })
  }

  /// Whether it matters which table of the entity a change was in.
  var tellsTablesApart: Bool { mode != .entireEntity }
}
