import EntityStore
import OData
import Twin

/// The privileges and roles of a new system, who has which. Their identifiers follow from their names, so that nothing else gets another
/// identifier because of them, and most of the rows are the same in every system.
struct SecuritySeed {
  let model: ServiceModel
  let store: EntityStore
  let catalog: SecurityCatalog

  /// The privileges there are, and which role has which: the same in every system.
  func writeCatalog() throws {
    for key in catalog.privileges {
      var right: Int64 = 0
      var isDeep = false
      if case .rows(let verb, let part) = key {
        right = verb.accessRight
        isDeep = catalog.parts.first { $0.name == part }?.isUserOwned ?? false
      }
      try insert(
        "privilege",
        [
          ("privilegeid", .guid(key.id)), ("name", .string(key.name)), ("accessright", .int(right)), ("canbebasic", .bool(isDeep)),
          ("canbelocal", .bool(isDeep)), ("canbedeep", .bool(isDeep)), ("canbeglobal", true),
        ])
    }
    for role in catalog.roles {
      for key in catalog.privileges {
        guard let depth = role.depths[key] else { continue }
        try insert(
          "roleprivileges",
          [
            ("roleprivilegeid", .guid(Directory.identifier(of: "\(role.id) \(key.id)"))), ("roleid", .guid(role.id)),
            ("privilegeid", .guid(key.id)), ("privilegedepthmask", .int(depth.rawValue)),
          ])
      }
    }
  }

  /// The roles of one system, and who has them.
  /// - Parameter teamHasRole: whether the default team may own what is synchronized (R-SET-1).
  func write(unit: GUID, team: GUID, administrator: GUID, teamHasRole: Bool, at now: Timestamp) throws {
    for role in catalog.roles {
      try insert(
        "role",
        [
          ("roleid", .guid(role.id)), ("name", .string(role.name)),
          ("isinherited", role.isTeamOnly ? 0 : 1), ("_businessunitid_value", .guid(unit)), ("createdon", .timestamp(now)),
          ("modifiedon", .timestamp(now)), ("_createdby_value", .guid(administrator)), ("_modifiedby_value", .guid(administrator)),
        ])
    }
    try give(SecurityCatalog.roleID("System Administrator"), to: administrator, isTeam: false)
    if teamHasRole { try give(SecurityCatalog.roleID("Data Integration Team"), to: team, isTeam: true) }
  }

  /// Associates a role with a user or a team.
  func give(_ role: GUID, to principal: GUID, isTeam: Bool) throws {
    let (table, key, column) = isTeam ? ("teamroles", "teamroleid", "teamid") : ("systemuserroles", "systemuserroleid", "systemuserid")
    try insert(
      table, [(key, .guid(Directory.identifier(of: "\(principal) \(role)"))), (column, .guid(principal)), ("roleid", .guid(role))])
  }

  /// Makes a user a member of a team.
  func join(_ user: GUID, to team: GUID) throws {
    try insert(
      "teammembership",
      [
        ("teammembershipid", .guid(Directory.identifier(of: "\(team) \(user)"))), ("teamid", .guid(team)), ("systemuserid", .guid(user)),
      ])
  }

  private func insert(_ table: String, _ values: [(String, Value)]) throws { try Self.insert(table, values, into: store, model) }

  static func insert(_ name: String, _ values: [(String, Value)], into store: EntityStore, _ model: ServiceModel) throws {
    guard let table = model.table(name) else { preconditionFailure("the Sales model has no table \(name)") }
    var record = Record(new: table, Draft(model.schema(name)))
    for (column, value) in values { record[column] = value }
    _ = try store.insert(record.schema, record.values)
  }
}
