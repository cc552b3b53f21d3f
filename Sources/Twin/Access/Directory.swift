public import OData

/// Everybody who can sign in: the tenant, its applications and its people, and who of them is which user of which system.
///
/// The same directory serves static tokens and the fake identity endpoint.
public struct Directory: Sendable {
  public var tenant: GUID
  /// The tenant's name, for example `contoso.onmicrosoft.com`; may stand for its id in addresses.
  public var domain: String
  public var applications: [Application]
  public var people: [Person]
  /// Seconds an access token lives. 3599 is what Entra gives applications.
  public var tokenLifetimeSeconds: Int64
  /// 1 or 2. Dynamics asks for version 1, whichever endpoint a token is fetched from.
  public var accessTokenVersion: Int

  public struct Application: Sendable {
    /// The client id.
    public var id: GUID
    public var name: String
    public var secrets: [Secret]
    /// PEM texts of the certificates it may sign statements with.
    public var certificates: [String] = []
    /// Tokens that stand for it where sign-in is static.
    public var staticTokens: [Secret]
    /// May sign people in by device code without a secret of its own.
    public var isPublic: Bool
    /// Application roles its tokens carry (claim `roles`); Dynamics looks at none.
    public var appRoles: [String]
    /// By system: `sales`, `supplyChain`. None for a system it is no user of.
    public var memberships: [String: Membership]

    public init(
      id: GUID, name: String, secrets: [Secret] = [], staticTokens: [Secret] = [], isPublic: Bool = false,
      appRoles: [String] = [], memberships: [String: Membership] = [:]
    ) {
      self.id = id
      self.name = name
      self.secrets = secrets
      self.staticTokens = staticTokens
      self.isPublic = isPublic
      self.appRoles = appRoles
      self.memberships = memberships
    }

    /// The object id of its service principal.
    public var object: GUID { Directory.identifier(of: "service principal \(id)") }
  }

  public struct Person: Sendable {
    /// For example `ada@contoso.onmicrosoft.com`.
    public var principalName: String
    public var name: String
    public var staticTokens: [Secret]
    public var memberships: [String: Membership]

    public init(principalName: String, name: String, staticTokens: [Secret] = [], memberships: [String: Membership] = [:]) {
      self.principalName = principalName
      self.name = name
      self.staticTokens = staticTokens
      self.memberships = memberships
    }

    /// The directory's object id.
    public var object: GUID { Directory.identifier(of: "person \(principalName.lowercased())") }
  }

  /// Being a user of one system.
  public struct Membership: Sendable {
    /// The user's id there; made from the directory's id where it is `nil`.
    public var user: String?
    public var teams: [String]
    public var roles: [String]
    public var isDisabled: Bool
    public var company: String?

    public init(
      user: String? = nil, teams: [String] = [], roles: [String] = [Role.administrator.name], isDisabled: Bool = false,
      company: String? = nil
    ) {
      self.user = user
      self.teams = teams
      self.roles = roles
      self.isDisabled = isDisabled
      self.company = company
    }
  }

  public init(
    tenant: GUID, domain: String, applications: [Application], people: [Person] = [], tokenLifetimeSeconds: Int64 = 3599,
    accessTokenVersion: Int = 1
  ) {
    self.tenant = tenant
    self.domain = domain
    self.applications = applications
    self.people = people
    self.tokenLifetimeSeconds = tokenLifetimeSeconds
    self.accessTokenVersion = accessTokenVersion
  }

  public func application(_ id: GUID) -> Application? { applications.first { $0.id == id } }
  public func person(_ principalName: String) -> Person? { people.first { $0.principalName.equalsIgnoringASCIICase(principalName) } }

  /// Who an application is in a system when it acts for itself.
  public func caller(_ application: Application, in system: String) -> Caller {
    caller(application.memberships[system], object: application.object, name: application.name, application: application.id)
  }

  /// Who a person is in a system.
  /// - Parameter application: the one the person uses, if any.
  public func caller(_ person: Person, in system: String, using application: GUID?) -> Caller {
    var caller = caller(person.memberships[system], object: person.object, name: person.name, application: application)
    caller.principalName = person.principalName
    return caller
  }

  private func caller(_ membership: Membership?, object: GUID, name: String, application: GUID?) -> Caller {
    var caller = Caller(application: application, object: object, displayName: name)
    guard let membership else { return caller }
    caller.user = membership.user ?? Self.identifier(of: "user \(object)").description
    caller.teams = membership.teams
    caller.roles = membership.roles
    caller.privileges = membership.roles.reduce(into: []) { $0.formUnion(Role.named($1)?.privileges ?? []) }
    caller.isDisabled = membership.isDisabled
    caller.company = membership.company
    return caller
  }

  /// An identifier that follows from a name alone, so that who signs in changes no other identifier of a world (FNV-1a).
  public static func identifier(of name: String) -> GUID {
    func hash(_ offset: UInt64) -> UInt64 { name.utf8.reduce(offset) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 } }
    return GUID(high: hash(0xcbf2_9ce4_8422_2325) & ~0xF000 | 0x4000, low: hash(0x8422_2325_cbf2_9ce4) & (~0 >> 2) | 1 << 63)
  }
}
