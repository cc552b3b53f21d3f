public import StrictYAML

extension ConnectionSetFile {
  /// What a connection set file may hold: what the reader checks, and what its JSON Schema is made from.
  public static let shape = MapShape(
    "connection set", "Two environments, the organizations between them, and the keys that join their rows.",
    keys: [
      KeyShape("connectionSet", .text, isRequired: true, "Its name."),
      KeyShape(
        "connections", .names(.map(connection)), isRequired: true,
        "Ways to sign in, under names of your choice. A connection names no environment; both may use the same."),
      KeyShape("sales", .map(environment), isRequired: true, "The environment of Dynamics 365 Sales."),
      KeyShape("supplyChain", .map(environment), isRequired: true, "The environment of Supply Chain Management."),
      KeyShape(
        "organizations", .list(.map(organization)), isRequired: true,
        "Legal entities, each with its business unit of Sales. Projects run for the first unless they choose another."),
      KeyShape(
        "integrationKeys", .names(.list(.text)),
        "Entity set of Sales: the columns that identify a row, where they differ from those of Prospect to cash; [] takes a key out."),
    ])

  private static let environment = MapShape(
    "environment", "Where a system is.",
    keys: [
      KeyShape("connection", .text, isRequired: true, "One of the connections of this file."),
      KeyShape(
        "address", .form(pattern: "https?://[^/\\s@]+(/\\S*)?", what: "an address such as https://contoso.crm.dynamics.com"),
        isRequired: true,
        "Its address; the path of the service may be left out."),
    ])

  private static let organization = MapShape(
    "organization", "A legal entity, and the business unit of Sales it belongs to.",
    keys: [
      KeyShape("name", .text, "By this projects choose it; the legal entity where it is left out."),
      KeyShape("legalEntity", .text, isRequired: true, "The company of Supply Chain Management."),
      KeyShape(
        "businessUnit", .text, "The unit whose rows are read, and whose default team owns the rows that are made; all units where left out."
      ),
    ])

  private static let connection = MapShape(
    "connection", "Credentials, and the way they are taken.",
    keys: [
      KeyShape("credentials", .map(credentials), isRequired: true, "How to sign in."),
      KeyShape(
        "proxy", .confidential, "The proxy to go through; with a password in it, it is kept elsewhere. HTTPS_PROXY counts otherwise."),
      KeyShape("tls", .map(tls), "What is different about TLS."),
    ])

  private static let credentials = MapShape(
    "credentials", "How to sign in. Secrets are kept elsewhere.",
    keys: [
      KeyShape("kind", .word(CredentialKind.allCases.map(\.rawValue)), isRequired: true, "Which of the ways."),
      KeyShape("authority", .form(pattern: "https?://[^\\s@]+", what: "an address"), "The identity endpoint; Microsoft Entra's otherwise."),
      KeyShape("tenant", .text, "Of clientSecret and clientCertificate: the tenant's id or domain."),
      KeyShape("client", .text, "Of clientSecret and clientCertificate: the application's id."),
      KeyShape("secret", .secret, "Of clientSecret: where the secret is kept."),
      KeyShape("certificate", .text, "Of clientCertificate: a PEM file with the certificate that the application is registered with."),
      KeyShape("key", .secret, "Of clientCertificate: where its private key is kept."),
      KeyShape("token", .secret, "Of token: where the bearer token is kept."),
    ], isConfidential: true)

  private static let tls = MapShape(
    "tls", "What is different about TLS from what the machine does by itself.",
    keys: [
      KeyShape("trust", .text, "A PEM file of certificates to trust instead of the machine's own."),
      KeyShape("certificate", .text, "A PEM file with the certificate this side shows."),
      KeyShape("key", .secret, "Where its private key is kept."),
      KeyShape("minimum", .word(TLSDefinition.Version.allCases.map(\.rawValue)), "The lowest version that is accepted; 1.2 otherwise."),
    ])

  enum CredentialKind: String, CaseIterable {
    case none, token, clientSecret, clientCertificate

    /// The keys it needs beside `kind`.
    var keys: [String] {
      switch self {
      case .none: []
      case .token: ["token"]
      case .clientSecret: ["tenant", "client", "secret"]
      case .clientCertificate: ["tenant", "client", "certificate", "key"]
      }
    }

    /// Those it takes as well.
    var otherKeys: [String] {
      switch self {
      case .none, .token: []
      case .clientSecret, .clientCertificate: ["authority"]
      }
    }
  }
}
