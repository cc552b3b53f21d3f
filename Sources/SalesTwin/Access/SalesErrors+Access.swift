import OData
import Twin

/// The refusals of privileges (sales-web-api.md 5.13, 5.14).
extension SalesErrors {
  /// Shape and code [sourced: troubleshooting pages of Customer Service and of dual-write].
  static func missing(_ key: PrivilegeKey, _ profile: AccessProfile, table: TableDefinition?, objectType: Int64) -> ServiceError {
    let principal = profile.isTeam ? "team" : "user"
    let type = profile.isTeam ? 9 : 8
    let caller = profile.isTeam ? "" : " context.Caller=\(profile.principal)"
    return ServiceError(
      status: 403, code: "0x80040220",
      message: "Principal \(principal) (Id=\(profile.principal), type=\(type), roleCount=\(profile.roleCount), privilegeCount="
        + "\(profile.privilegeCount), accessMode=\(profile.accessMode)), is missing \(key.name) privilege (Id=\(key.id)) on "
        + "OTC=\(objectType) for entity '\(table?.name ?? "")'.\(caller)")
  }

  /// The principal has the privilege, but not as far as this row. Code and shape [sourced: field reports, troubleshooting pages].
  static func beyondDepth(
    _ verb: Privilege, on id: GUID?, owner: GUID?, ownerIsTeam: Bool, unit: GUID?, caller: GUID, objectType: Int64
  ) -> ServiceError {
    ServiceError(
      status: 403, code: "0x80048306",
      message: "SecLib::AccessCheckEx failed. Returned hr = -2147187962, ObjectID: \(id ?? .zero), OwnerId: \(owner ?? .zero),  "
        + "OwnerIdType: \(ownerIsTeam ? 9 : 8) and CallingUser: \(caller). ObjectTypeCode: \(objectType), objectBusinessUnitId: "
        + "\(unit ?? .zero), AccessRights: \(verb.word)Access")
  }

  /// [sourced: ERR]
  static let accessDenied = ServiceError(status: 403, code: "0x80048405", message: "Access is denied.")
  /// PrincipalPrivilegeDenied [sourced: ERR]; that it is this one for a new owner is [inferred].
  static let ownerLacksPrivileges = ServiceError(
    status: 403, code: "0x80040231", message: "Target user or team does not hold required privileges.")
}
