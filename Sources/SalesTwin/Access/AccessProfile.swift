import EntityStore
import OData
import Twin

/// What one user or team may do: all its roles together, and where it stands among business units.
///
/// A user's roles are its own and those of its teams; every user of a business unit is in the default team of that unit [inferred].
final class AccessProfile {
  let principal: GUID
  let isTeam: Bool
  let roleCount: Int
  let privilegeCount: Int
  /// 0 read-write, 1 administrative, 2 read.
  let accessMode: Int64
  /// The principal, and the teams of a user: whoever a row may belong to for it to be the user's own.
  let owners: [GUID]
  let unit: GUID?
  /// The unit and all below it.
  let units: [GUID]
  /// Everything there is, everywhere: nothing has to be looked at any closer.
  let isUnlimited: Bool
  private let depths: [PrivilegeKey: PrivilegeDepth]

  /// - Parameter named: teams the directory puts the user in.
  init(_ principal: GUID, named: [GUID] = [], of twin: SalesTwin, _ catalog: SecurityCatalog) throws {
    let store = twin.store
    func rows(_ table: String, _ column: String, _ id: GUID) throws -> [Row] {
      try store.rows(twin.model.schema(table), where: [column], equal: [.guid(id)], orderBy: [])
    }
    let user = try store.row(twin.model.schema("systemuser"), key: [.guid(principal)])
    let holder = try user ?? store.row(twin.model.schema("team"), key: [.guid(principal)])
    let unit = holder?["_businessunitid_value"].guidValue
    var teams = named
    if user != nil {
      teams += try rows("teammembership", "systemuserid", principal).compactMap { $0["teamid"].guidValue }
      if let unit {
        teams += try rows("team", "_businessunitid_value", unit).filter { $0["isdefault"] == .bool(true) }.compactMap {
          $0["ownerid"].guidValue
        }
      }
    }
    var roles: [GUID] =
      try user == nil
      ? rows("teamroles", "teamid", principal).compactMap { $0["roleid"].guidValue }
      : rows("systemuserroles", "systemuserid", principal).compactMap { $0["roleid"].guidValue }
    for team in teams {
      for id in try rows("teamroles", "teamid", team).compactMap({ $0["roleid"].guidValue }) {
        // Privileges for teams only stay with the team [inferred, from the two ways of inheritance roles have].
        if try store.row(twin.model.schema("role"), key: [.guid(id)])?["isinherited"] != .int(0) { roles.append(id) }
      }
    }
    let distinct = Set(roles)
    var depths: [PrivilegeKey: PrivilegeDepth] = [:]
    // In any order: the greatest depth counts.
    for role in distinct {
      for row in try rows("roleprivileges", "roleid", role) {
        guard let key = row["privilegeid"].guidValue.flatMap({ catalog.key($0) }),
          let depth = row["privilegedepthmask"].intValue.flatMap({ PrivilegeDepth(rawValue: $0) })
        else { continue }
        depths[key] = max(depths[key] ?? depth, depth)
      }
    }
    self.principal = principal
    isTeam = user == nil
    roleCount = distinct.count
    privilegeCount = depths.count
    accessMode = user?["accessmode"].intValue ?? 0
    owners = [principal] + Set(teams).sorted { $0.description < $1.description }
    self.unit = unit
    units = try unit.map { try Self.subtree(of: $0, twin) } ?? []
    self.depths = depths
    isUnlimited = accessMode == 0 && catalog.privileges.allSatisfy { depths[$0] == .organization }
  }

  private static func subtree(of unit: GUID, _ twin: SalesTwin) throws -> [GUID] {
    var found = [unit]
    var next = 0
    while next < found.count {
      let children = try twin.store.rows(
        twin.model.schema("businessunit"), where: ["_parentbusinessunitid_value"], equal: [.guid(found[next])], orderBy: [])
      found += children.compactMap { $0["businessunitid"].guidValue }.filter { !found.contains($0) }
      next += 1
    }
    return found
  }

  /// `nil` where it does not have the privilege at all.
  func depth(_ key: PrivilegeKey) -> PrivilegeDepth? { depths[key] }

  /// Whether a privilege reaches a row with this owner in this business unit.
  func reaches(_ depth: PrivilegeDepth, owner: GUID?, unit rowUnit: GUID?) -> Bool {
    switch depth {
    case .organization: return true
    case .user: break
    case .unit: if let rowUnit, rowUnit == unit { return true }
    case .children: if let rowUnit, units.contains(rowUnit) { return true }
    }
    return owner.map(owners.contains) ?? false
  }

  /// The condition rows must meet for a privilege of this depth; `nil` for none.
  func condition(_ depth: PrivilegeDepth) -> Expression? {
    func column(_ name: String, among ids: [GUID]) -> Expression { .in(.path([name]), ids.map { .literal(.primitive(.guid($0))) }) }
    let own = column("_ownerid_value", among: owners)
    switch depth {
    case .organization: return nil
    case .user: return own
    case .unit: return unit.map { .or(own, column("_owningbusinessunit_value", among: [$0])) } ?? own
    case .children: return units.isEmpty ? own : .or(own, column("_owningbusinessunit_value", among: units))
    }
  }
}
