import EntityStore
import OData
import Twin

/// Decides whether the caller of a write may do it: privilege by table, depth by row, Append and AppendTo for lookups, the new owner's
/// own privileges (sales-web-api.md 5.14). The built-in user, who needs no sign-in, may do everything.
struct Authorization {
  private let work: Work
  /// Whoever has to be allowed: the caller, and who acts for the caller [sourced: page on impersonation, intersection of both].
  private let profiles: [AccessProfile]

  /// `nil` for callers who may do everything, so that they pay nothing.
  init?(_ work: Work) throws {
    guard let caller = work.session.caller else { return nil }
    var profiles = [try work.twin.profile(of: work.caller, named: caller.teams)]
    if let sender = caller.onBehalf.flatMap({ GUID($0) }) { profiles.append(try work.twin.profile(of: sender)) }
    profiles.removeAll(where: \.isUnlimited)
    if profiles.isEmpty { return nil }
    self.work = work
    self.profiles = profiles
  }

  // MARK: Writes

  func create(_ record: Record) throws {
    let table = record.table
    try require(.create, table)
    if let owner = owner(record), owner != work.caller {
      try require(.assign, table, owner: owner, unit: try work.businessUnit(of: owner))
    }
    try attach(record, owner: owner(record) ?? work.caller, unit: try work.businessUnit(of: work.caller))
  }

  func update(_ record: Record, _ row: Row) throws {
    let table = record.table
    let (owner, unit) = place(row)
    let assigns = self.owner(record).map { $0 != owner } ?? false
    if !(assigns && record.sendsOnly(["_ownerid_value", "ownerid_type"])) { try require(.write, table, row) }
    if assigns { try require(.assign, table, row) }
    try attach(record, owner: owner, unit: unit)
  }

  func delete(_ table: TableDefinition, _ row: Row) throws { try require(.delete, table, row) }

  /// An action or function on a row.
  func require(_ verb: Privilege, _ table: TableDefinition, _ row: Row) throws {
    let (owner, unit) = place(row)
    try require(verb, table, owner: owner, unit: unit, id: row[table.key[0]].guidValue)
  }

  /// The privilege at all, to whatever depth.
  func require(_ verb: Privilege, _ table: TableDefinition) throws {
    for profile in profiles { _ = try depth(verb, table, profile) }
  }

  /// Lookups that are set: Append on the row, AppendTo on what it is to point at.
  private func attach(_ record: Record, owner: GUID?, unit: GUID?) throws {
    for lookup in record.table.lookups where lookup.name != "ownerid" && record.sends(lookup.column) {
      guard let id = record.guid(lookup.column), record.changes(lookup.column) else { continue }
      let kind = lookup.typeColumn.flatMap { record.text($0) }
      guard let name = lookup.targets.first(where: { kind == nil || $0.table == kind })?.table else { continue }
      let target = work.table(name)
      try require(.append, record.table, owner: owner, unit: unit)
      guard let row = try work.row(name, id) else { continue }
      try require(.appendTo, target, row)
    }
  }

  private func require(_ verb: Privilege, _ table: TableDefinition, owner: GUID?, unit: GUID?, id: GUID? = nil) throws {
    for profile in profiles {
      let depth = try depth(verb, table, profile)
      guard try work.twin.securityCatalog().part(of: table.name).isUserOwned, !profile.reaches(depth, owner: owner, unit: unit) else {
        continue
      }
      throw SalesErrors.beyondDepth(
        verb, on: id, owner: owner, ownerIsTeam: try owner.map { try work.row("team", $0) != nil } ?? false, unit: unit,
        caller: profile.principal, objectType: try work.twin.objectType(of: table))
    }
  }

  private func depth(_ verb: Privilege, _ table: TableDefinition, _ profile: AccessProfile) throws -> PrivilegeDepth {
    try work.twin.depth(verb, table, profile)
  }

  private func owner(_ record: Record) -> GUID? {
    record.hasColumn("_ownerid_value") && record.sends("_ownerid_value") ? record.guid("_ownerid_value") : nil
  }

  private func place(_ row: Row) -> (owner: GUID?, unit: GUID?) {
    func id(_ column: String) -> GUID? { row.table.index(of: column).flatMap { row.values[$0].guidValue } }
    return (id("_ownerid_value"), id("_owningbusinessunit_value"))
  }
}
