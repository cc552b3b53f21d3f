/// A connection set as people write it down: where both environments are and how to sign in there. It holds no secret, only the places
/// where secrets are kept.
public struct ConnectionSetDefinition: Hashable, Sendable {
  public var name: String
  public var sales: EnvironmentDefinition
  public var supplyChain: EnvironmentDefinition
  /// At least one; the first is what projects run for that choose none.
  public var organizations: [OrganizationMapping]
  /// Entity set → key columns that are different from those of Prospect to cash; no columns where the key is to be left out.
  public var integrationKeys: [String: [String]]

  public func environment(_ system: SystemName) -> EnvironmentDefinition {
    switch system {
    case .sales: sales
    case .supplyChain: supplyChain
    }
  }

  /// The keys of Prospect to cash with what this set has different.
  public var keys: IntegrationKeys {
    var keys = IntegrationKeys.prospectToCash
    for (set, columns) in integrationKeys.sorted(by: { $0.key < $1.key }) { keys[set] = columns.isEmpty ? nil : columns }
    return keys
  }
}

/// One environment, and the connection that leads there. A connection names no environment, so that one serves several (CDSI-18).
public struct EnvironmentDefinition: Hashable, Sendable {
  /// Scheme, host and port: `https://contoso.crm.dynamics.com`.
  public var origin: String
  /// Path of the service root: `/api/data/v9.2`, `/data`.
  public var servicePath: String
  public var connection: ConnectionDefinition

  public init(origin: String, servicePath: String, connection: ConnectionDefinition) {
    self.origin = origin
    self.servicePath = servicePath
    self.connection = connection
  }
}

/// Credentials, and the way they are taken: what the product calls a connection.
public struct ConnectionDefinition: Hashable, Sendable {
  public var name: String
  public var credentials: Credentials
  /// The proxy to go through; `nil` for what the environment variables of the process say.
  public var proxy: SecretText?
  public var tls: TLSDefinition

  public enum Credentials: Hashable, Sendable {
    /// Nobody is asked who they are: twins without sign-in.
    case none
    /// A bearer token from elsewhere.
    case token(SecretReference)
    /// An application and its secret at Microsoft Entra.
    case clientSecret(ApplicationIdentity, SecretReference)
    /// An application and its certificate at Microsoft Entra; the certificate is a PEM file, the key PEM at another place.
    case clientCertificate(ApplicationIdentity, certificateFile: String, key: SecretReference)
  }

  public init(name: String, credentials: Credentials, proxy: SecretText? = nil, tls: TLSDefinition = TLSDefinition()) {
    self.name = name
    self.credentials = credentials
    self.proxy = proxy
    self.tls = tls
  }
}

/// An application that is registered with Microsoft Entra, or a fake of it.
public struct ApplicationIdentity: Hashable, Sendable {
  public static let defaultAuthority = "https://login.microsoftonline.com"

  /// The identity endpoint's address.
  public var authority: String
  /// Id or domain.
  public var tenant: String
  /// Client (application) id.
  public var client: String

  public init(authority: String = defaultAuthority, tenant: String, client: String) {
    self.authority = authority
    self.tenant = tenant
    self.client = client
  }
}

/// What is different about TLS from what the machine does by itself.
public struct TLSDefinition: Hashable, Sendable {
  public enum Version: String, Hashable, Sendable, CaseIterable { case v12 = "1.2", v13 = "1.3" }

  /// A PEM file of certificates to trust instead of the machine's own.
  public var trustFile: String?
  /// A PEM file with the certificate this side shows, those it was signed with behind it.
  public var certificateFile: String?
  /// Its private key, in PEM.
  public var key: SecretReference?
  /// The lowest version that is accepted. Both systems have refused what is below 1.2 since 2018.
  public var minimum: Version

  public init(trustFile: String? = nil, certificateFile: String? = nil, key: SecretReference? = nil, minimum: Version = .v12) {
    self.trustFile = trustFile
    self.certificateFile = certificateFile
    self.key = key
    self.minimum = minimum
  }
}
