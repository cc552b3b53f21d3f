public import OData

/// Who sends a request: an application, or a person who uses one.
public struct Caller: Hashable, Sendable {
  /// The client (application) id the token was made for; `nil` where sign-in knows no applications.
  public var application: GUID?
  /// The directory's object id of the person or the application's service principal.
  public var object: GUID?
  /// The user in this system: a systemuserid in Sales, a user id in Supply Chain. `nil` where the directory names none; then
  /// the system itself may know the application or the person.
  public var user: String?
  public var displayName: String
  /// A person's sign-in name; `nil` for an application that acts for itself.
  public var principalName: String?
  public var teams: [String]
  /// Names of the user's roles.
  public var roles: [String]
  /// What those roles allow.
  public var privileges: Set<Privilege>
  public var isDisabled: Bool
  /// Who sent the request, where it is carried out for somebody else: a user as in `user`.
  public var onBehalf: String?
  /// The company requests are about when they name none (Supply Chain); `nil` for the system's own.
  public var company: String?

  public init(
    application: GUID? = nil, object: GUID? = nil, user: String? = nil, displayName: String, principalName: String? = nil,
    teams: [String] = [], roles: [String] = [],
    privileges: Set<Privilege> = Set(Privilege.allCases), isDisabled: Bool = false, company: String? = nil
  ) {
    self.application = application
    self.object = object
    self.user = user
    self.displayName = displayName
    self.principalName = principalName
    self.teams = teams
    self.roles = roles
    self.privileges = privileges
    self.isDisabled = isDisabled
    self.company = company
  }

  /// An application without a person behind it.
  public var actsForItself: Bool { principalName == nil }
}

/// What a user may do with rows. Sales asks by table and depth, Supply Chain for all of its entities alike.
public enum Privilege: String, CaseIterable, Sendable {
  case read, create, write, delete
  /// Attach other rows to a row, be attached to others, give a row to somebody else, share it (Dataverse).
  case append, appendTo, assign, share
}
