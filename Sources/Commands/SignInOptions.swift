public import ArgumentParser
public import OData
public import SyncEngine

/// How commands that talk to systems elsewhere sign in: with a token from outside, or as an application that fetches its own.
/// Secrets come from environment variables only: command lines are seen by every user of a machine and kept in histories.
public struct SignInOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The environment variable that holds a bearer token.", valueName: "name"))
  public var tokenVariable: String?

  @Option(help: ArgumentHelp("The client (application) id to sign in as.", valueName: "id"))
  public var clientID: String?

  @Option(help: ArgumentHelp("The environment variable that holds the client's secret.", valueName: "name"))
  public var clientSecretVariable: String?

  @Option(help: ArgumentHelp("The tenant to sign in at: its id or domain.", valueName: "tenant"))
  public var tenant: String?

  @Option(help: ArgumentHelp("The identity endpoint: Microsoft Entra's, or that of 'p2c serve --auth oauth'.", valueName: "url"))
  public var authority = "https://login.microsoftonline.com"

  public init() {}

  public var isUsed: Bool { tokenVariable != nil || clientID != nil }

  /// The words that say the same again.
  var words: [String] {
    let given = [
      ("--token-variable", tokenVariable), ("--client-id", clientID), ("--client-secret-variable", clientSecretVariable),
      ("--tenant", tenant), ("--authority", clientID == nil ? nil : authority),
    ]
    return given.flatMap { name, value in value.map { [name, $0] } ?? [] }
  }

  public func validate() throws {
    if clientID != nil {
      guard tokenVariable == nil else { throw ValidationError("--token-variable and --client-id are two ways to sign in; choose one.") }
      guard clientSecretVariable != nil else { throw ValidationError("--client-id needs --client-secret-variable.") }
      guard tenant != nil else { throw ValidationError("--client-id needs --tenant.") }
    } else if clientSecretVariable != nil || tenant != nil {
      throw ValidationError("--client-secret-variable and --tenant go with --client-id.")
    }
    guard ["http://", "https://"].contains(where: { authority.hasPrefix($0) }) else {
      throw ValidationError("'\(authority)' is no address of an identity endpoint; write for example https://login.microsoftonline.com.")
    }
  }

  /// The way to a system, its requests signed in as these options say.
  /// - Parameters:
  ///   - origin: scheme and host of the system.
  ///   - open: makes the way to a scheme and host.
  ///   - now: the machine's clock.
  /// - Throws: `CommandFailure` for a variable that is not set.
  public func transport(
    to origin: String, open: (String) throws -> any HTTPTransport, now: @escaping () -> Timestamp, _ environment: CommandEnvironment
  ) throws -> any HTTPTransport {
    guard let tokens = try tokens(for: origin, open, now, environment) else { return try open(origin) }
    return SignedInTransport(try open(origin), tokens: tokens)
  }

  private func tokens(
    for origin: String, _ open: (String) throws -> any HTTPTransport, _ now: @escaping () -> Timestamp, _ environment: CommandEnvironment
  ) throws -> (any TokenSource)? {
    func secret(_ variable: String) throws -> Secret {
      guard let value = environment.variables[variable], !value.isEmpty else {
        throw CommandFailure(.badCommandLine, "error: the environment variable \(variable) is not set")
      }
      return Secret(value)
    }
    if let tokenVariable { return FixedToken(try secret(tokenVariable)) }
    guard let clientID, let clientSecretVariable, let tenant else { return nil }
    let start = authority.firstRange(of: "://")?.upperBound ?? authority.startIndex
    let slash = authority[start...].firstIndex(of: "/") ?? authority.endIndex
    var path = String(authority[slash...])
    while path.hasSuffix("/") { path.removeLast() }
    return ClientCredentials(
      authority: try open(String(authority[..<slash])), path: path, tenant: tenant, client: clientID,
      secret: try secret(clientSecretVariable), resource: origin, now: now)
  }
}
