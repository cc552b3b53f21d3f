import FoundationEssentials
import OData
public import StrictYAML
public import Twin

/// Reads a directory from YAML (docs/sign-in.md is the manual).
///
/// ```yaml
/// tenant: {id: 7f3c0de5-1a2b-4c3d-8e4f-5a6b7c8d9e0f, domain: contoso.onmicrosoft.com}
/// applications:
///   - id: c11e0000-0000-4000-8000-000000000001
///     name: Integration
///     secret: integration-secret
///     sales: {roles: [System Administrator]}
///     supplyChain: {user: integration, company: usmf}
/// people:
///   - principalName: ada@contoso.onmicrosoft.com
///     name: Ada Winter
///     sales: {teams: [Contoso]}
/// ```
public struct DirectoryFile {
  private static let keys = ["tenant", "applications", "people", "tokenLifetimeSeconds", "accessTokenVersion"]
  private static let applicationKeys =
    ["id", "name", "secret", "secrets", "certificate", "certificates", "token", "tokens", "public", "appRoles"] + systems
  private static let personKeys = ["principalName", "name", "token", "tokens"] + systems
  private static let membershipKeys = ["user", "teams", "roles", "disabled", "company"]
  private static let systems = ["sales", "supplyChain"]

  public let directory: Directory

  /// - Throws: `MalformedFile` with every complaint.
  public init(_ file: SourceFile) throws(MalformedFile) {
    let yaml = try YAML(file)
    let collector = DiagnosticCollector()
    guard let map = MapReader(yaml, what: "a directory", keys: Self.keys, collector) else {
      try collector.throwIfAny()
      throw MalformedFile([Diagnostic(yaml.position, "not a directory")])
    }
    var directory = Directory.standard
    if let tenant = map.value("tenant").flatMap({ MapReader($0, what: "'tenant'", keys: ["id", "domain"], collector) }) {
      if let id = Self.identifier("id", tenant) { directory.tenant = id }
      if let domain = tenant.text("domain")?.text { directory.domain = domain }
    }
    directory.applications = map.list("applications").compactMap { Self.application($0, collector) }
    directory.people = map.list("people").compactMap { Self.person($0, collector) }
    if let lifetime = map.integer("tokenLifetimeSeconds") {
      // What Entra lets administrators choose: ten minutes to a day.
      if !(600...86_400).contains(lifetime) {
        collector.report(map.keyPosition("tokenLifetimeSeconds"), "'tokenLifetimeSeconds' is a number from 600 to 86400")
      }
      directory.tokenLifetimeSeconds = Int64(lifetime)
    }
    if let version = map.word("accessTokenVersion", among: ["1", "2"]).flatMap({ Int($0) }) { directory.accessTokenVersion = version }
    Self.refuseRepetitions(directory, map)
    try collector.throwIfAny()
    self.directory = directory
  }

  private static func application(_ yaml: YAML, _ collector: DiagnosticCollector) -> Directory.Application? {
    guard let map = MapReader(yaml, what: "an application", keys: applicationKeys, collector) else { return nil }
    _ = map.required("id")
    guard let id = identifier("id", map), let name = map.requiredText("name")?.text else { return nil }
    var application = Directory.Application(
      id: id, name: name, secrets: secrets(map, "secret", "secrets"), staticTokens: secrets(map, "token", "tokens"),
      isPublic: map.flag("public") ?? false, appRoles: map.texts("appRoles").map(\.text), memberships: memberships(map))
    application.certificates = (map.texts("certificate") + map.texts("certificates")).compactMap { certificate($0, map) }
    return application
  }

  /// The certificate in a file, whose path is seen from the folder of the directory's file.
  private static func certificate(_ path: YAML.Scalar, _ map: MapReader) -> String? {
    let folder = path.position.file.lastIndex(of: "/").map { path.position.file[...$0] } ?? ""
    let file = path.text.hasPrefix("/") ? path.text : folder + path.text
    guard let bytes = FileManager.default.contents(atPath: file), let text = String(validating: bytes, as: UTF8.self) else {
      map.report(path.position, "cannot read the certificate \(file)")
      return nil
    }
    do {
      _ = try ApplicationCertificate(pem: text)
      return text
    } catch {
      map.report(path.position, "\(file): \(error)")
      return nil
    }
  }

  private static func person(_ yaml: YAML, _ collector: DiagnosticCollector) -> Directory.Person? {
    guard let map = MapReader(yaml, what: "a person", keys: personKeys, collector),
      let principalName = map.requiredText("principalName")?.text, let name = map.requiredText("name")?.text
    else { return nil }
    return Directory.Person(
      principalName: principalName, name: name, staticTokens: secrets(map, "token", "tokens"), memberships: memberships(map))
  }

  private static func memberships(_ map: MapReader) -> [String: Directory.Membership] {
    var result: [String: Directory.Membership] = [:]
    for system in systems {
      guard let yaml = map.value(system),
        let member = MapReader(yaml, what: "'\(system)' of \(map.what)", keys: membershipKeys, map.collector)
      else { continue }
      var membership = Directory.Membership(
        teams: member.texts("teams").map(\.text), isDisabled: member.flag("disabled") ?? false, company: member.text("company")?.text)
      if let user = member.text("user") {
        if system == "sales", GUID(user.text) == nil {
          member.report(user.position, "'user' of Sales is a systemuserid such as 7f3c0de5-1a2b-4c3d-8e4f-5a6b7c8d9e0f, not '\(user.text)'")
        }
        membership.user = user.text
      } else if system == "supplyChain" {
        member.report(member.position, "\(member.what) needs the key 'user', the user's id there")
      }
      if member.has("roles") { membership.roles = member.texts("roles").compactMap { role($0, member) } }
      result[system] = membership
    }
    return result
  }

  private static func role(_ scalar: YAML.Scalar, _ map: MapReader) -> String? {
    let names = Role.all.map(\.name)
    if names.contains(scalar.text) { return scalar.text }
    let phrase = Suggestion.phrase(for: scalar.text, among: names)
    map.report(scalar.position, "there is no role '\(scalar.text)'\(phrase.isEmpty ? "; roles: \(names.joined(separator: ", "))" : phrase)")
    return nil
  }

  /// Messages repeat no secret, so these are read past everything that quotes values.
  private static func secrets(_ map: MapReader, _ one: String, _ many: String) -> [Secret] {
    (map.texts(one) + map.texts(many)).map { Secret($0.text) }
  }

  private static func identifier(_ key: String, _ map: MapReader) -> GUID? {
    guard let scalar = map.text(key) else { return nil }
    if let id = GUID(scalar.text) { return id }
    map.report(
      scalar.position, "'\(key)' in \(map.what) is an identifier such as 7f3c0de5-1a2b-4c3d-8e4f-5a6b7c8d9e0f, not '\(scalar.text)'")
    return nil
  }

  private static func refuseRepetitions(_ directory: Directory, _ map: MapReader) {
    var identifiers: Set<GUID> = []
    for application in directory.applications where !identifiers.insert(application.id).inserted {
      map.report(map.keyPosition("applications"), "two applications have the id \(application.id)")
    }
    var names: Set<String> = []
    for person in directory.people where !names.insert(person.principalName.lowercased()).inserted {
      map.report(map.keyPosition("people"), "two people are called \(person.principalName)")
    }
    var tokens: Set<Secret> = []
    for token in directory.applications.flatMap(\.staticTokens) + directory.people.flatMap(\.staticTokens) {
      if !tokens.insert(token).inserted { map.report(map.position, "two users have the same token") }
    }
  }
}
