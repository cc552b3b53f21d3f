import OData
import StrictYAML
import SyncEngine
import Testing

struct ConnectionSetFileTests {
  private func text(_ connection: String, _ more: String = "") -> String {
    """
    connectionSet: test
    connections:
      entra: \(connection)
    sales: {connection: entra, address: "https://contoso.crm.dynamics.com/"}
    supplyChain: {connection: entra, address: "https://contoso.operations.dynamics.com/data/"}
    organizations:
      - {name: usa, legalEntity: USMF}
      - {legalEntity: demf}
    \(more)
    """
  }

  private func read(_ text: String) throws -> ConnectionSetDefinition {
    try ConnectionSetFile.read(SourceFile(path: "/etc/p2c/set.yaml", text: text))
  }

  private func complaints(_ text: String) -> String {
    do {
      _ = try read(text)
      return ""
    } catch {
      return "\(error)"
    }
  }

  @Test("A connection set has two environments, organizations, and what differs from the keys of Prospect to cash")
  func complete() throws {
    let set = try read(
      text(
        "{credentials: {kind: clientSecret, tenant: contoso.com, client: app, secret: env:SECRET}}",
        "integrationKeys: {contacts: [emailaddress1], uoms: []}"))
    #expect(set.sales.origin == "https://contoso.crm.dynamics.com")
    #expect(set.sales.servicePath == "/api/data/v9.2")
    #expect(set.supplyChain.servicePath == "/data")
    #expect(
      set.sales.connection.credentials
        == .clientSecret(ApplicationIdentity(tenant: "contoso.com", client: "app"), .environment("SECRET")))
    #expect(set.organizations.map(\.name) == ["usa", "demf"])
    #expect(set.organizations.map(\.legalEntity) == ["usmf", "demf"])
    #expect(set.keys["contacts"] == ["emailaddress1"])
    #expect(set.keys["uoms"] == nil)
    #expect(set.keys["accounts"] == ["accountnumber"])
  }

  @Test("Certificate, proxy and TLS are read; files are seen from the folder of the set")
  func certificate() throws {
    let set = try read(
      text(
        """

            credentials: {kind: clientCertificate, authority: "https://login.microsoftonline.us/", tenant: t, client: c, certificate: c.pem, key: "file:k.pem"}
            proxy: env:PROXY
            tls: {trust: ca.pem, certificate: own.pem, key: file:/run/own.key, minimum: 1.3}
        """))
    let connection = set.supplyChain.connection
    #expect(
      connection.credentials
        == .clientCertificate(
          ApplicationIdentity(authority: "https://login.microsoftonline.us", tenant: "t", client: "c"),
          certificateFile: "/etc/p2c/c.pem", key: .file("/etc/p2c/k.pem")))
    #expect(connection.proxy == .reference(.environment("PROXY")))
    #expect(
      connection.tls
        == TLSDefinition(
          trustFile: "/etc/p2c/ca.pem", certificateFile: "/etc/p2c/own.pem", key: .file("/run/own.key"), minimum: .v13))
  }

  @Test(
    "A secret that stands in the file is refused, says what to do, and is not shown",
    arguments: [
      "{credentials: {kind: clientSecret, tenant: t, client: c, secret: hunter2hunter2}}",
      "{credentials: {kind: token, token: hunter2hunter2}}",
      "{credentials: {kind: clientCertificate, tenant: t, client: c, certificate: c.pem, key: hunter2hunter2}}",
      "{credentials: {kind: none}, tls: {certificate: c.pem, key: hunter2hunter2}}",
      "{credentials: hunter2hunter2}",
      "{credentials: {kind: none}, proxy: 'http://me:hunter2hunter2@proxy:8080'}",
      "{credentials: {kind: none}, proxy: 'hunter2hunter2'}",
    ])
  func literalSecret(connection: String) {
    let complaints = complaints(text(connection))
    #expect(complaints.contains("env:NAME") || complaints.contains("its keys: kind"), "\(complaints)")
    #expect(complaints.hasPrefix("/etc/p2c/set.yaml:3:"))
    #expect(!complaints.contains("hunter2"), "\(complaints)")
  }

  @Test(
    "What is missing, left over or misspelt is said with its place",
    arguments: [
      ("{credentials: {kind: clientSecret, secret: env:S}}", "3:24: error: credentials of kind clientSecret need the key 'tenant'"),
      ("{credentials: {kind: none, tenant: t}}", "3:37: error: credentials of kind none have no 'tenant'"),
      ("{credentials: {kind: clientsecret}}", "is not a value of 'kind'; did you mean 'clientSecret'?"),
      ("{credentials: {kind: none}, tls: {certificate: c.pem}}", "certificate and key of tls go together"),
      ("{credentials: {kind: none}, tls: {minimum: 1.0}}", "'1.0' is not a value of 'minimum'"),
      ("{credential: {kind: none}}", "unknown key 'credential' in connection; did you mean 'credentials'?"),
      ("{credentials: {kind: none}, proxy: 'socks://x'}", "a proxy is an address such as http://proxy.contoso.com:8080"),
    ])
  func refused(connection: String, complaint: String) {
    let complaints = complaints(text(connection))
    #expect(complaints.contains(complaint), "\(complaints)")
  }

  @Test("A connection that is not there is answered with the nearest one")
  func unknownConnection() {
    let complaints = complaints(
      text("{credentials: {kind: none}}").replacing("sales: {connection: entra", with: "sales: {connection: entr"))
    #expect(complaints.contains("there is no connection 'entr'; did you mean 'entra'?"))
  }

  @Test("Secrets come from the environment or from files, and what is missing is said without them")
  func resolver() throws {
    let files: [String: String] = ["/run/a": "from file\n", "/run/empty": "\n"]
    let resolver = SecretResolver(variables: ["A": "from environment"]) { files[$0].map { Array($0.utf8) } }
    #expect(try resolver.secret(.environment("A")).reveal() == "from environment")
    #expect(try resolver.secret(.file("/run/a")).reveal() == "from file")
    #expect(try resolver.text(.plain("as it is")).reveal() == "as it is")
    for (reference, reason) in [
      (SecretReference.environment("B"), "the environment variable B is not set"), (.file("/run/b"), "the file /run/b cannot be read"),
      (.file("/run/empty"), "the file /run/empty is empty"),
    ] {
      let error = #expect(throws: SecretMissing.self) { try resolver.secret(reference) }
      #expect(error?.description == "\(reference): \(reason)")
    }
  }
}
