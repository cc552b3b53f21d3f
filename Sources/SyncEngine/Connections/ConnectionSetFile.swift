public import StrictYAML

/// The YAML form of a connection set.
///
/// ```yaml
/// connectionSet: contoso test
/// connections:
///   entra:
///     credentials: {kind: clientSecret, tenant: contoso.onmicrosoft.com, client: 11111111-…, secret: env:P2C_SECRET}
/// sales: {connection: entra, address: https://contoso.crm.dynamics.com}
/// supplyChain: {connection: entra, address: https://contoso.operations.dynamics.com}
/// organizations:
///   - legalEntity: USMF
/// ```
public enum ConnectionSetFile {
  /// - Throws: `MalformedFile` with every complaint and its place in the file. No complaint shows what stands where secrets belong.
  public static func read(_ file: SourceFile) throws(MalformedFile) -> ConnectionSetDefinition {
    let collector = DiagnosticCollector()
    let yaml = try YAML(file)
    shape.check(yaml, collector)
    try collector.throwIfAny()
    let definition = definition(yaml, collector)
    try collector.throwIfAny()
    guard let definition else { throw MalformedFile([Diagnostic(yaml.position, "this is no connection set")]) }
    return definition
  }

  /// Reads what is of the right shape already.
  /// - Returns: `nil` only when the collector knows why; so do the readers below.
  private static func definition(_ yaml: YAML, _ collector: DiagnosticCollector) -> ConnectionSetDefinition? {
    guard let root = MapReader(yaml, what: "connection set", keys: nil, collector), let name = root.text("connectionSet") else {
      return nil
    }
    var connections: [String: ConnectionDefinition] = [:]
    for (name, value) in map("connections", of: root)?.members ?? [] {
      guard let item = MapReader(value, what: "connection", keys: nil, collector) else { continue }
      connections[name.text] = connection(name.text, item)
    }
    let keys = map("integrationKeys", of: root)
    let pairs = (keys?.members ?? []).map { member in (member.key.text, keys?.texts(member.key.text).map(\.text) ?? []) }
    guard let sales = environment(.sales, of: root, connections), let supplyChain = environment(.supplyChain, of: root, connections),
      let organizations = organizations(root)
    else { return nil }
    return ConnectionSetDefinition(
      name: name.text, sales: sales, supplyChain: supplyChain, organizations: organizations,
      integrationKeys: Dictionary(pairs, uniquingKeysWith: { first, _ in first }))
  }

  private static func environment(
    _ system: SystemName, of root: MapReader, _ connections: [String: ConnectionDefinition]
  ) -> EnvironmentDefinition? {
    guard let item = map(system.rawValue, of: root), let name = item.text("connection"), let address = item.text("address") else {
      return nil
    }
    guard let connection = connections[name.text] else {
      // One that is there and was refused has been told about already.
      if map("connections", of: root)?.has(name.text) != true {
        let known = connections.keys.sorted()
        let hint = Suggestion.phrase(for: name.text, among: known)
        item.report(
          name.position, "there is no connection '\(name.text)'\(hint.isEmpty ? "; there are \(known.joined(separator: ", "))" : hint)")
      }
      return nil
    }
    let text = address.text
    let start = text.firstRange(of: "://")?.upperBound ?? text.startIndex
    let slash = text[start...].firstIndex(of: "/") ?? text.endIndex
    var path = String(text[slash...])
    while path.hasSuffix("/") { path.removeLast() }
    return EnvironmentDefinition(
      origin: String(text[..<slash]), servicePath: path.isEmpty ? system.usualServicePath : path, connection: connection)
  }

  private static func organizations(_ root: MapReader) -> [OrganizationMapping]? {
    var result: [OrganizationMapping] = []
    for element in root.list("organizations") {
      guard let item = MapReader(element, what: "organization", keys: nil, root.collector), let entity = item.text("legalEntity") else {
        continue
      }
      let name = item.text("name")?.text ?? entity.text
      if result.contains(where: { $0.name.equalsFolded(name) }) {
        item.report(item.position, "there are two organizations '\(name)'; give each a name of its own")
      }
      result.append(OrganizationMapping(name: name, legalEntity: entity.text, businessUnit: item.text("businessUnit")?.text))
    }
    if result.isEmpty {
      root.report(root.keyPosition("organizations"), "a connection set needs an organization, such as {legalEntity: USMF}")
      return nil
    }
    return result
  }

  private static func connection(_ name: String, _ item: MapReader) -> ConnectionDefinition? {
    let tls = tls(item)
    let proxy = proxy(item)
    guard let credentials = credentials(item) else { return nil }
    return ConnectionDefinition(name: name, credentials: credentials, proxy: proxy, tls: tls)
  }

  private static func proxy(_ item: MapReader) -> SecretText? {
    guard let text = item.text("proxy") else { return nil }
    let proxy = SecretText(text.text)
    guard case .plain(let address) = proxy else { return proxy.beside(text.position.file) }
    if address.contains("@") {
      item.report(
        text.position,
        "the proxy's address has a name or password in it; keep the whole address elsewhere, and write \(SecretReference.form)")
    } else if !address.hasPrefix("http://") {
      item.report(
        text.position, "a proxy is an address such as http://proxy.contoso.com:8080, or \(SecretReference.form) where that is kept")
    }
    return proxy
  }

  private static func tls(_ item: MapReader) -> TLSDefinition {
    guard let map = map("tls", of: item) else { return TLSDefinition() }
    let tls = TLSDefinition(
      trustFile: path("trust", of: map), certificateFile: path("certificate", of: map), key: reference("key", of: map),
      minimum: map.text("minimum").flatMap { TLSDefinition.Version(rawValue: $0.text) } ?? .v12)
    if (tls.certificateFile == nil) != (tls.key == nil) { map.report(map.position, "certificate and key of tls go together") }
    return tls
  }

  private static func credentials(_ item: MapReader) -> ConnectionDefinition.Credentials? {
    guard let map = map("credentials", of: item), let kind = map.text("kind").flatMap({ CredentialKind(rawValue: $0.text) }) else {
      return nil
    }
    let known = ["kind"] + kind.keys + kind.otherKeys
    for (key, _) in map.members where !known.contains(key.text) {
      map.report(key.position, "credentials of kind \(kind.rawValue) have no '\(key.text)'; they have \(known.joined(separator: ", "))")
    }
    let missing = kind.keys.filter { !map.has($0) }
    for key in missing { map.report(map.position, "credentials of kind \(kind.rawValue) need the key '\(key)'") }
    guard missing.isEmpty else { return nil }
    switch kind {
    case .none: return ConnectionDefinition.Credentials.none
    case .token: return reference("token", of: map).map { .token($0) }
    case .clientSecret:
      guard let application = application(map), let secret = reference("secret", of: map) else { return nil }
      return .clientSecret(application, secret)
    case .clientCertificate:
      guard let application = application(map), let certificate = path("certificate", of: map), let key = reference("key", of: map) else {
        return nil
      }
      return .clientCertificate(application, certificateFile: certificate, key: key)
    }
  }

  private static func application(_ map: MapReader) -> ApplicationIdentity? {
    guard let tenant = map.text("tenant"), let client = map.text("client") else { return nil }
    var authority = map.text("authority")?.text ?? ApplicationIdentity.defaultAuthority
    while authority.hasSuffix("/") { authority.removeLast() }
    return ApplicationIdentity(authority: authority, tenant: tenant.text, client: client.text)
  }

  private static func reference(_ key: String, of map: MapReader) -> SecretReference? {
    map.text(key).flatMap { text in SecretReference(text.text)?.beside(text.position.file) }
  }

  private static func path(_ key: String, of map: MapReader) -> String? {
    map.text(key).map { FilePath.beside($0.position.file, $0.text) }
  }

  private static func map(_ key: String, of root: MapReader) -> MapReader? {
    root.value(key).flatMap { MapReader($0, what: key, keys: nil, root.collector) }
  }
}

extension SystemName {
  /// Path of the service root where an address tells none.
  public var usualServicePath: String {
    switch self {
    case .sales: "/api/data/v9.2"
    case .supplyChain: "/data"
    }
  }

  public var dialect: Endpoint.Dialect {
    switch self {
    case .sales: .dataverse
    case .supplyChain: .financeAndOperations
    }
  }
}
