public import OData

/// Makes connection sets that can be worked with out of what people wrote down.
public struct ConnectionSetOpener {
  /// A way to an address, with everything resolved.
  public struct Way: Hashable, Sendable {
    /// Scheme, host and port.
    public let origin: String
    public let trustFile: String?
    public let certificateFile: String?
    public let key: Secret?
    public let minimumTLS: TLSDefinition.Version
    /// Address of the proxy, a secret since it may have a password in it; `nil` for what the process's environment says.
    public let proxy: Secret?
  }

  private let resolver: SecretResolver
  private let open: (Way) throws -> any HTTPTransport
  private let signer: (_ certificateFile: String, _ key: Secret) throws -> any AssertionSigner
  private let now: () -> Timestamp

  /// - Parameters:
  ///   - open: makes the way to an address.
  ///   - signer: signs for an application with its certificate.
  ///   - now: the time by which tokens are renewed.
  public init(
    resolver: SecretResolver, open: @escaping (Way) throws -> any HTTPTransport,
    signer: @escaping (_ certificateFile: String, _ key: Secret) throws -> any AssertionSigner, now: @escaping () -> Timestamp
  ) {
    self.resolver = resolver
    self.open = open
    self.signer = signer
    self.now = now
  }

  /// - Throws: `SecretMissing`, and what the ways and the signer throw.
  public func open(_ definition: ConnectionSetDefinition) throws -> ConnectionSet {
    ConnectionSet(
      name: definition.name, sales: try endpoint(.sales, definition), supplyChain: try endpoint(.supplyChain, definition),
      organization: definition.organizations[0], others: Array(definition.organizations.dropFirst()), integrationKeys: definition.keys)
  }

  private func endpoint(_ system: SystemName, _ definition: ConnectionSetDefinition) throws -> Endpoint {
    let environment = definition.environment(system)
    let connection = environment.connection
    var transport = try open(try way(to: environment.origin, connection))
    if let tokens = try tokens(connection, for: environment.origin) { transport = SignedInTransport(transport, tokens: tokens) }
    return Endpoint(
      name: "\(definition.name)/\(system.rawValue)", dialect: system.dialect, servicePath: environment.servicePath, transport: transport,
      storage: AddressedTransport { [self] in try open(try way(to: $0, connection, shows: false)) })
  }

  /// - Parameter shows: whether the connection's certificate is shown there; storage has no use for it.
  private func way(to origin: String, _ connection: ConnectionDefinition, shows: Bool = true) throws -> Way {
    Way(
      origin: origin, trustFile: connection.tls.trustFile, certificateFile: shows ? connection.tls.certificateFile : nil,
      key: shows ? try connection.tls.key.map { try resolver.secret($0) } : nil, minimumTLS: connection.tls.minimum,
      proxy: try connection.proxy.map { try resolver.text($0) })
  }

  private func tokens(_ connection: ConnectionDefinition, for resource: String) throws -> (any TokenSource)? {
    switch connection.credentials {
    case .none: return nil
    case .token(let reference): return FixedToken(try resolver.secret(reference))
    case .clientSecret(let application, let reference):
      return try credentials(application, .secret(try resolver.secret(reference)), connection, resource)
    case .clientCertificate(let application, let certificate, let key):
      return try credentials(application, .certificate(try signer(certificate, try resolver.secret(key))), connection, resource)
    }
  }

  private func credentials(
    _ application: ApplicationIdentity, _ proof: ClientProof, _ connection: ConnectionDefinition, _ resource: String
  ) throws -> ClientCredentials {
    let (origin, path) = application.parts
    return ClientCredentials(
      authority: try open(try way(to: origin, connection)), address: origin, path: path, tenant: application.tenant,
      client: application.client, proof: proof, resource: resource, now: now)
  }
}

extension ApplicationIdentity {
  /// Scheme, host and port of the authority, and what stands behind them.
  fileprivate var parts: (origin: String, path: String) {
    let start = authority.firstRange(of: "://")?.upperBound ?? authority.startIndex
    let slash = authority[start...].firstIndex(of: "/") ?? authority.endIndex
    return (String(authority[..<slash]), String(authority[slash...]))
  }
}
