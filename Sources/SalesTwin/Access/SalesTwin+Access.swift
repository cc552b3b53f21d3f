public import Ambient
import EntityStore
import OData
public import Twin

extension SalesTwin {
  /// The caller as a row of `systemusers`: by the id the directory gives, else by application id or object id, as for an
  /// application user that an administrator made. A user of the directory who comes for the first time gets a row then, as
  /// users are provisioned on first sign-in [inferred].
  /// - Throws: 0x80072560 for somebody who is no user, 0x80040225 for a disabled one.
  public func admit(_ caller: Caller, ambient: Ambient) throws -> Caller {
    var caller = caller
    let row: Row?
    if let user = caller.user.flatMap({ GUID($0) }) {
      row = try userRow(user) ?? provision(user, caller, ambient)
    } else {
      row = try registeredUser(caller)
      caller.user = row?["systemuserid"].guidValue?.description
    }
    guard let row, let user = caller.user else { throw errors.refused(.notAMember, table: nil) }
    if caller.isDisabled || row["isdisabled"].boolValue == true { throw errors.refused(.disabled(user: user), table: nil) }
    return caller
  }

  private func userRow(_ id: GUID) throws -> Row? { try store.row(model.schema("systemuser"), key: [.guid(id)]) }

  /// A person's token names the application too, but it is the person who acts.
  private func registeredUser(_ caller: Caller) throws -> Row? {
    let schema = model.schema("systemuser")
    if let object = caller.object, let row = try store.row(schema, where: ["azureactivedirectoryobjectid"], equal: [.guid(object)]) {
      return row
    }
    guard caller.actsForItself, let application = caller.application else { return nil }
    return try store.row(schema, where: ["applicationid"], equal: [.guid(application)])
  }

  private func provision(_ id: GUID, _ caller: Caller, _ ambient: Ambient) throws -> Row {
    try store.transaction {
      let work = try Work(self, Session(ambient: ambient))
      var record = work.newRecord("systemuser")
      record["systemuserid"] = .guid(id)
      record["lastname"] = .string(caller.displayName)
      record["azureactivedirectoryobjectid"] = caller.object.map { .guid($0) } ?? .null
      if caller.actsForItself { record["applicationid"] = caller.application.map { .guid($0) } ?? .null }
      record["domainname"] = .string(caller.principalName ?? caller.displayName)
      let row = try SystemUserRules().create(&record, work)
      try giveRoles(to: id, caller)
      return row
    }
  }

  /// The roles and teams the directory gives a user on the first visit; from then on they are rows like others.
  private func giveRoles(to user: GUID, _ caller: Caller) throws {
    let seed = SecuritySeed(model: model, store: store, catalog: try securityCatalog())
    for name in caller.roles {
      guard let role = try store.row(model.schema("role"), where: ["name"], equal: [.string(name)])?["roleid"].guidValue else { continue }
      try seed.give(role, to: user, isTeam: false)
    }
    for name in caller.teams {
      let team = try store.row(model.schema("team"), where: ["name"], equal: [.string(name)])
      guard let team, team["isdefault"] != .bool(true), let id = team["ownerid"].guidValue else { continue }
      try seed.join(user, to: id)
    }
  }
}
