public import Ambient
import EntityStore
public import OData
public import Twin

extension SalesTwin {
  /// The roles and privileges of every system; read when somebody first asks.
  func securityCatalog() throws -> SecurityCatalog {
    if let known = security.catalog { return known }
    let catalog = try model.derived.value("security catalog") { () throws(ModelError) in try SecurityCatalog(directory: Self.modelDirectory)
    }
    security.catalog = catalog
    return catalog
  }

  /// What a user or a team may do, as its roles say at the moment.
  func profile(of principal: GUID, named: [String] = []) throws -> AccessProfile {
    // Another state of the system was brought back.
    if security.restorations != store.restorations {
      security.profiles = [:]
      security.restorations = store.restorations
    }
    if let known = security.profiles[principal] { return known }
    let profile = try AccessProfile(principal, named: named.compactMap { GUID($0) }, of: self, securityCatalog())
    security.profiles[principal] = profile
    return profile
  }

  /// Roles, teams or units have changed.
  func forgetProfiles() { security.profiles = [:] }

  /// How deep a privilege goes.
  /// - Throws: 0x80040220 where the principal does not have it, 0x80048405 where its access mode forbids it.
  func depth(_ verb: Privilege, _ table: TableDefinition, _ profile: AccessProfile) throws -> PrivilegeDepth {
    let key = PrivilegeKey.rows(verb, part: try securityCatalog().part(of: table.name).name)
    guard let depth = profile.depth(key) else {
      throw SalesErrors.missing(key, profile, table: table, objectType: try objectType(of: table))
    }
    // Administrative users keep off business data, read users change none [inferred; that it is this code proposed].
    let isBusiness = try securityCatalog().part(of: table.name).isUserOwned
    if isBusiness, profile.accessMode == 1 || profile.accessMode == 2 && verb != .read { throw SalesErrors.accessDenied }
    return depth
  }

  func objectType(of table: TableDefinition) throws -> Int64 {
    let names = try security.names ?? model.derived.value("table names") { try TableNames(directory: Self.modelDirectory) }
    security.names = names
    return names.entry(of: table, position: 0).objectTypeCode
  }

  func operationPrivileges() throws -> [String: [OperationPrivileges.Need]] {
    if let known = security.operations { return known }
    let read = try model.derived.value("operation privileges") { () throws(ModelError) in
      try OperationPrivileges.read(directory: Self.modelDirectory)
    }
    security.operations = read
    return read
  }

  // MARK: Reading

  /// Rows the caller may not read are not there (sales-web-api.md 5.14, sourced).
  public func visibility(of table: TableDefinition, in session: Session) throws -> OData.Expression? {
    guard let caller = session.caller, let user = caller.user.flatMap({ GUID($0) }) else { return nil }
    let profile = try profile(of: user, named: caller.teams)
    if profile.isUnlimited { return nil }
    // A table that is read on the way, such as one that is expanded: without the privilege it has no rows.
    let part = try securityCatalog().part(of: table.name)
    let isKeptOff = part.isUserOwned && profile.accessMode == 1
    guard let depth = profile.depth(.rows(.read, part: part.name)), !isKeptOff else { return Self.nothing(of: table) }
    guard depth != .organization, table.lookups.contains(where: { $0.name == "ownerid" }),
      table.lookups.contains(where: { $0.name == "owningbusinessunit" })
    else { return nil }
    return profile.condition(depth)
  }

  private static func nothing(of table: TableDefinition) -> OData.Expression {
    .comparison(.eq, .path([table.key[0]]), .literal(.primitive(.null)))
  }

  /// Reading and deleting need the privilege on the table, whether the row is there or not; how deep it goes is looked at row by row,
  /// as are creating and changing.
  public func checkAccess(_ privilege: Privilege, to table: TableDefinition?, in session: Session) throws {
    guard privilege == .read || privilege == .delete, let table, let caller = session.caller, let user = caller.user.flatMap({ GUID($0) })
    else { return }
    let profile = try profile(of: user, named: caller.teams)
    if !profile.isUnlimited { _ = try depth(privilege, table, profile) }
  }

  // MARK: Owners

  /// Whether a user or team may own rows of a table: it must be able to read them (5.14; R-SET-1).
  /// - Throws: the words about a principal team, or 0x80040231 for a user.
  func checkOwner(_ owner: GUID, _ table: TableDefinition, isSignedIn: Bool) throws {
    let profile = try profile(of: owner)
    let key = PrivilegeKey.rows(.read, part: try securityCatalog().part(of: table.name).name)
    if profile.depth(key) != nil { return }
    if profile.isTeam { throw SalesErrors.missing(key, profile, table: table, objectType: try objectType(of: table)) }
    // Without sign-in users are names only, and need no role.
    if isSignedIn { throw SalesErrors.ownerLacksPrivileges }
  }

  /// The owner a client names for a row.
  func checkNewOwner(_ record: Record, _ work: Work) throws {
    guard record.hasColumn("_ownerid_value"), record.sends("_ownerid_value"), record.changes("_ownerid_value"),
      let owner = record.guid("_ownerid_value"), owner != work.caller
    else { return }
    try checkOwner(owner, record.table, isSignedIn: work.session.caller != nil)
  }

  // MARK: For somebody else

  /// `MSCRMCallerID` names a user, `CallerObjectId` one of the directory [sourced: page on impersonation].
  public func impersonated(_ caller: Caller?, header: String, _ value: String, ambient: Ambient) throws -> Caller? {
    guard let id = GUID(value) else { throw SalesErrors.invalid("The header \(header) is not a valid identifier: '\(value)'.") }
    let schema = model.schema("systemuser")
    let row =
      header.equalsIgnoringASCIICase("MSCRMCallerID")
      ? try store.row(schema, key: [.guid(id)]) : try store.row(schema, where: ["azureactivedirectoryobjectid"], equal: [.guid(id)])
    guard let row, let user = row["systemuserid"].guidValue else { throw errors.refused(.notAMember, table: nil) }
    if row["isdisabled"].boolValue == true { throw errors.refused(.disabled(user: user.description), table: nil) }
    let sender = caller?.user.flatMap { GUID($0) }
    if let caller, let sender, sender != user {
      let profile = try profile(of: sender, named: caller.teams)
      guard profile.depth(.actOnBehalf) != nil else { throw SalesErrors.missing(.actOnBehalf, profile, table: nil, objectType: 0) }
    }
    var result = Caller(
      user: user.description, displayName: row["fullname"].stringValue ?? "", principalName: row["domainname"].stringValue)
    result.onBehalf = try sender?.description ?? organization().administrator.description
    return result
  }
}

/// What a twin remembers of who may do what.
struct SecurityMemory {
  var catalog: SecurityCatalog?
  var names: TableNames?
  var operations: [String: [OperationPrivileges.Need]]?
  var profiles: [GUID: AccessProfile] = [:]
  /// How often the store had been restored when the profiles were made.
  var restorations = 0
}
