import OData
import Twin

/// How far a privilege reaches [sourced: the masks of role privileges].
enum PrivilegeDepth: Int64, Comparable, Sendable {
  case user = 1
  case unit = 2
  case children = 4
  case organization = 8

  init?(word: String) {
    switch word {
    case "user", "Basic": self = .user
    case "unit", "Local": self = .unit
    case "children", "Deep": self = .children
    case "organization", "Global": self = .organization
    default: return nil
    }
  }

  static func < (a: PrivilegeDepth, b: PrivilegeDepth) -> Bool { a.rawValue < b.rawValue }
}

/// What a privilege is for.
enum PrivilegeKey: Hashable, Sendable {
  /// A verb on a part of the tables, as in `prvReadAccount`.
  case rows(Privilege, part: String)
  /// `prvActOnBehalfOfAnotherUser`: sending requests for somebody else [sourced: page on impersonation].
  case actOnBehalf

  var name: String {
    switch self {
    case .rows(let verb, let part): "prv\(verb.word)\(part)"
    case .actOnBehalf: "prvActOnBehalfOfAnotherUser"
    }
  }

  /// The same in every system, as identifiers of privileges are [sourced]; what they are is [proposed].
  var id: GUID { Directory.identifier(of: "privilege \(name)") }
}

/// The privileges there are and the roles a new system has, from secured.csv and roles.csv (sales-web-api.md 5.14).
struct SecurityCatalog: Sendable {
  struct Part: Sendable {
    let name: String
    /// Users own the rows, so that depth matters.
    let isUserOwned: Bool
  }

  struct Role: Sendable {
    let name: String
    let depths: [PrivilegeKey: PrivilegeDepth]
    /// A team's privileges by it do not pass to its members.
    let isTeamOnly: Bool

    var id: GUID { SecurityCatalog.roleID(name) }
  }

  let parts: [Part]
  /// By name, in the order of the file.
  let roles: [Role]
  /// Every privilege, in the order of parts and verbs.
  let privileges: [PrivilegeKey]
  private let partOfTable: [String: Part]
  private let keysByID: [GUID: PrivilegeKey]

  /// - Throws: `ModelError` for damaged files.
  init(directory: String) throws(ModelError) {
    var parts: [Part] = []
    var partOfTable: [String: Part] = [:]
    for line in try Self.lines("secured.csv", directory) {
      let part = Part(name: try line.text("part"), isUserOwned: try line.text("ownership") == "user")
      parts.append(part)
      for table in line.list("tables") { partOfTable[table] = part }
    }
    var keys: [PrivilegeKey] = []
    for part in parts {
      for verb in Privilege.allCases where part.isUserOwned || verb != .assign && verb != .share {
        keys.append(.rows(verb, part: part.name))
      }
    }
    keys.append(.actOnBehalf)
    self.parts = parts
    self.partOfTable = partOfTable
    privileges = keys
    keysByID = Dictionary(keys.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    roles = try Self.roles(directory, parts, keys)
  }

  private static func roles(_ directory: String, _ parts: [Part], _ keys: [PrivilegeKey]) throws(ModelError) -> [Role] {
    var order: [String] = []
    var depths: [String: [PrivilegeKey: PrivilegeDepth]] = [:]
    var teamOnly: Set<String> = []
    for line in try lines("roles.csv", directory) {
      let name = try line.text("role")
      if line["teamOnly"] == "yes" { teamOnly.insert(name) }
      if depths[name] == nil { order.append(name) }
      guard let depth = PrivilegeDepth(word: try line.text("depth")) else { throw line.error("'\(line["depth"])' is no depth") }
      let given = line.list("parts")
      for verbName in line.list("verbs") {
        if verbName == "ActOnBehalfOfAnotherUser" {
          depths[name, default: [:]][.actOnBehalf] = depth
          continue
        }
        guard let verb = Privilege(word: verbName) else { throw line.error("'\(verbName)' is no verb of a privilege") }
        for part in parts where given == ["*"] || given.contains(part.name) {
          let key = PrivilegeKey.rows(verb, part: part.name)
          guard keys.contains(key) else { continue }
          depths[name, default: [:]][key] = max(depths[name]?[key] ?? depth, part.isUserOwned ? depth : .organization)
        }
      }
    }
    return order.map { Role(name: $0, depths: depths[$0] ?? [:], isTeamOnly: teamOnly.contains($0)) }
  }

  private static func lines(_ name: String, _ directory: String) throws(ModelError) -> [ModelFile.Line] {
    guard let file = try ModelFile(directory: directory, name: name) else {
      throw ModelError(file: "\(directory)/\(name)", line: 1, message: "the file is missing")
    }
    for line in file.lines { _ = try line.evidence() }
    return file.lines
  }

  /// The part a table belongs to. Tables of a user's own metadata go with accounts [proposed].
  func part(of table: String) -> Part { partOfTable[table] ?? Part(name: "Account", isUserOwned: true) }

  func key(_ id: GUID) -> PrivilegeKey? { keysByID[id] }

  static func roleID(_ name: String) -> GUID { Directory.identifier(of: "role \(name)") }
}

extension Privilege {
  /// As it stands in the names of Dataverse's privileges.
  var word: String {
    switch self {
    case .read: "Read"
    case .create: "Create"
    case .write: "Write"
    case .delete: "Delete"
    case .append: "Append"
    case .appendTo: "AppendTo"
    case .assign: "Assign"
    case .share: "Share"
    }
  }

  init?(word: String) {
    guard let found = Self.allCases.first(where: { $0.word == word }) else { return nil }
    self = found
  }

  /// The bit of the right it is about [sourced: enumeration AccessRights].
  var accessRight: Int64 {
    switch self {
    case .read: 1
    case .write: 2
    case .append: 4
    case .appendTo: 16
    case .create: 32
    case .delete: 65_536
    case .share: 262_144
    case .assign: 524_288
    }
  }
}
