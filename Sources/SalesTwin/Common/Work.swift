import Ambient
import EntityStore
import OData
import Twin

/// One write on its way through the business rules: who, when, under which settings, and the steps all tables share.
struct Work {
  let twin: SalesTwin
  let session: Session
  let organization: Organization
  let caller: GUID

  init(_ twin: SalesTwin, _ session: Session) throws {
    self.twin = twin
    self.session = session
    organization = try twin.organization()
    let isBypassed =
      twin.hasSolution && session.headers["MSCRM.BypassCustomPluginExecution"].map { $0.equalsIgnoringASCIICase("true") } ?? false
    hasSolution = twin.hasSolution && !isBypassed
    hasTwoWayOrders = twin.hasTwoWayOrders && !isBypassed
    caller = session.caller?.user.flatMap { GUID($0) } ?? organization.administrator
  }

  var store: EntityStore { twin.store }
  var now: Timestamp { session.now }
  /// Whether the Prospect to cash solution is installed and has a say: its code is custom logic, which
  /// `MSCRM.BypassCustomPluginExecution: true` skips [sourced: W:compose-http-requests-handle-errors; what is skipped inferred].
  let hasSolution: Bool
  /// Whether the solution is recent enough to move orders both ways (1.15.0.0).
  let hasTwoWayOrders: Bool

  /// - Precondition: the model has that table.
  func table(_ name: String) -> TableDefinition {
    guard let table = twin.model.table(name) else { preconditionFailure("the Sales model has no table \(name)") }
    return table
  }

  func row(_ table: String, _ id: GUID?) throws -> Row? {
    guard let id else { return nil }
    return try store.row(twin.model.schema(table), key: [.guid(id)])
  }

  /// The row a lookup or an action's parameter points at.
  func existing(_ name: String, _ id: GUID) throws -> Row {
    if let row = try row(name, id) { return row }
    let table = table(name)
    throw twin.errors.rowNotFound(table: table, key: [(table.key[0], .guid(id))])
  }

  func rows(_ table: String, where column: String, equal id: GUID) throws -> [Row] {
    try store.rows(twin.model.schema(table), where: [column], equal: [.guid(id)], orderBy: [])
  }

  func newRecord(_ name: String) -> Record { Record(new: table(name), Draft(twin.model.schema(name))) }

  func currency(_ id: GUID) throws -> Currency { Currency(try existing("transactioncurrency", id)) }

  /// Stores a new row with its identifier, owner and audit columns.
  func insert(_ record: inout Record) throws -> Row {
    if let key = record.table.key.first, record[key].isNull, record.table.column(key)?.type == .guid {
      record[key] = .guid(session.ambient.newGUID())
    }
    try stampCreation(&record)
    try settleMoney(&record)
    return try store.insert(record.schema, record.values)
  }

  /// Stores the changes of a record. Sending a value that is there already counts as a change
  /// [sourced: W:update-delete-entities-using-web-api].
  func update(_ record: inout Record) throws -> Row {
    guard let original = record.original else { preconditionFailure("a new row is inserted, not updated") }
    try settleMoney(&record)
    if record.hasColumn("modifiedon") {
      record["modifiedon"] = .timestamp(now)
      record.setIfThere("_modifiedby_value", .guid(caller))
      if let sender = session.caller?.onBehalf.flatMap({ GUID($0) }) { record.setIfThere("_modifiedonbehalfby_value", .guid(sender)) }
    }
    return try store.update(original, record.assignments)
  }

  private func stampCreation(_ record: inout Record) throws {
    guard record.hasColumn("createdon") else { return }
    // A migrated row keeps its own creation date; the column that brought it then tells when that happened [inferred].
    if record.hasColumn("overriddencreatedon"), let migrated = record["overriddencreatedon"].timestampValue {
      record["createdon"] = .timestamp(migrated)
      record["overriddencreatedon"] = .timestamp(now)
    } else {
      record["createdon"] = .timestamp(now)
    }
    record.setIfThere("modifiedon", .timestamp(now))
    record.setIfThere("_createdby_value", .guid(caller))
    record.setIfThere("_modifiedby_value", .guid(caller))
    if let sender = session.caller?.onBehalf.flatMap({ GUID($0) }) {
      record.setIfThere("_createdonbehalfby_value", .guid(sender))
      record.setIfThere("_modifiedonbehalfby_value", .guid(sender))
    }
    try stampOwner(&record)
  }

  /// Owner, who is a user or a team, and owning business unit, where the table has them: the caller, unless somebody was named.
  func stampOwner(_ record: inout Record) throws {
    guard record.hasColumn("_ownerid_value") else { return }
    let owner = record.guid("_ownerid_value") ?? caller
    let team = owner == caller ? nil : try row("team", owner)
    record["_ownerid_value"] = .guid(owner)
    record.setIfThere("_owninguser_value", team == nil ? .guid(owner) : .null)
    record.setIfThere("_owningteam_value", team == nil ? .null : .guid(owner))
    record.setIfThere("_owningbusinessunit_value", try team?["_businessunitid_value"] ?? .guid(businessUnit(of: owner)))
  }

  func businessUnit(of user: GUID) throws -> GUID {
    let unit =
      user == organization.administrator
      ? nil : try (row("systemuser", user) ?? row("team", user))?["_businessunitid_value"].guidValue
    return unit ?? organization.businessUnit
  }

  static let ownerColumns = ["_ownerid_value", "_owninguser_value", "_owningteam_value", "_owningbusinessunit_value"]

  /// Takes owner columns over from a parent row, as lines do.
  func copyOwner(from parent: Row, to record: inout Record) {
    for column in Self.ownerColumns { record.set(column, parent[column]) }
  }

  /// Fills in the currency where none was given; `settleMoney` copies its rate when the row is written.
  /// - Returns: the row's currency.
  @discardableResult
  func applyCurrency(_ record: inout Record, fallback: GUID? = nil) throws -> Currency {
    let id = record.guid("_transactioncurrencyid_value") ?? fallback ?? organization.baseCurrency
    record.set("_transactioncurrencyid_value", .guid(id))
    return try currency(id)
  }
}
