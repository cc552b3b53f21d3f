import EntityStore
import OData
import Twin

/// `AddPrivilegesRole` and `RemovePrivilegeRole`: what a role allows, and how far [shapes inferred: reference of the actions].
enum RolePrivileges {
  static func add(_ role: Row, _ parameters: JSONObject, _ work: Work) throws {
    for item in parameters["Privileges"]?.arrayValue ?? [] {
      guard let id = item["PrivilegeId"]?.stringValue.flatMap({ GUID($0) }), try work.twin.securityCatalog().key(id) != nil else {
        throw SalesErrors.invalid("'Privileges' holds something without the 'PrivilegeId' of a privilege.")
      }
      guard let depth = item["Depth"]?.stringValue.flatMap({ PrivilegeDepth(word: $0) }) else {
        throw SalesErrors.invalid("The 'Depth' of a privilege is one of Basic, Local, Deep, Global.")
      }
      if let known = try found(role, id, work) { try work.store.delete(known) }
      try SecuritySeed.insert(
        "roleprivileges",
        [
          ("roleprivilegeid", .guid(Directory.identifier(of: "\(role["roleid"]) \(id)"))), ("roleid", role["roleid"]),
          ("privilegeid", .guid(id)), ("privilegedepthmask", .int(depth.rawValue)),
        ], into: work.store, work.twin.model)
    }
    work.twin.forgetProfiles()
  }

  static func remove(_ role: Row, _ parameters: JSONObject, _ work: Work) throws {
    guard let id = parameters["PrivilegeId"]?.stringValue.flatMap({ GUID($0) }), let known = try found(role, id, work) else {
      throw SalesErrors.invalid("The role does not have a privilege of that 'PrivilegeId'.")
    }
    try work.store.delete(known)
    work.twin.forgetProfiles()
  }

  private static func found(_ role: Row, _ privilege: GUID, _ work: Work) throws -> Row? {
    try work.store.row(
      work.twin.model.schema("roleprivileges"), where: ["roleid", "privilegeid"], equal: [role["roleid"], .guid(privilege)])
  }
}
