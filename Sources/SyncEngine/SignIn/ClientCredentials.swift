public import OData

/// Tokens for an application, fetched with its secret or its certificate from Microsoft Entra or a fake of it (OAuth 2.0 client
/// credentials at the endpoint of version 2), kept and renewed before they expire.
public final class ClientCredentials: TokenSource {
  private let transport: any HTTPTransport
  private let target: String
  private let client: String
  private let proof: ClientProof
  /// Address of the token endpoint, for whom statements of the application are.
  private let audience: String
  private let scope: String
  private let now: () -> Timestamp
  private var kept: (token: Secret, renewAt: Timestamp)?

  /// So long before its end a token is not used any more.
  private static let reserveSeconds: Int64 = 300

  /// - Parameters:
  ///   - authority: the way to the identity endpoint; `path` is what its address has behind the host, without a trailing slash.
  ///   - address: scheme, host and port of that endpoint.
  ///   - tenant: id or domain.
  ///   - proof: what the application shows.
  ///   - resource: scheme and host of the system the token is for.
  ///   - now: the time by which tokens are renewed.
  public init(
    authority transport: any HTTPTransport, address: String = ApplicationIdentity.defaultAuthority, path: String = "", tenant: String,
    client: String, proof: ClientProof, resource: String, now: @escaping () -> Timestamp
  ) {
    self.transport = transport
    target = "\(path)/\(PercentEncoding.encode(tenant, in: .pathSegment))/oauth2/v2.0/token"
    audience = address + target
    self.client = client
    self.proof = proof
    scope = "\(resource)/.default"
    self.now = now
  }

  /// The same with a secret.
  public convenience init(
    authority transport: any HTTPTransport, path: String = "", tenant: String, client: String, secret: Secret, resource: String,
    now: @escaping () -> Timestamp
  ) {
    self.init(
      authority: transport, path: path, tenant: tenant, client: client, proof: .secret(secret), resource: resource, now: now)
  }

  public func token() async throws -> Secret {
    if let kept, now() < kept.renewAt { return kept.token }
    let asked = now()
    let shown = try proofFields(at: asked)
    let fields = [("grant_type", "client_credentials"), ("client_id", client)] + shown + [("scope", scope)]
    let form = fields.map { "\($0.0)=\(Self.encoded($0.1))" }.joined(separator: "&")
    let response = try await transport.send(
      HTTPRequest(
        .post, target, headers: ["Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"], body: Array(form.utf8))
    )
    guard response.status == 200, let answer = try? JSON(decoding: response.body), let token = answer["access_token"]?.stringValue else {
      throw SignInFailure(response, client: client, hiding: shown.suffix(1).map { Secret($0.1) })
    }
    let lifetime = answer["expires_in"]?.numberValue?.exactInt64 ?? 0
    // Short-lived tokens are used for half their time.
    let fresh = Secret(token)
    kept = (fresh, asked.adding(seconds: max(lifetime - Self.reserveSeconds, lifetime / 2)))
    return fresh
  }

  private func proofFields(at now: Timestamp) throws -> [(String, String)] {
    switch proof {
    case .secret(let secret): return [("client_secret", secret.reveal())]
    case .certificate(let signer):
      let assertion = try signer.assertion(client: client, audience: audience, now: now)
      return [
        ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"), ("client_assertion", assertion.reveal()),
      ]
    }
  }

  public func forget(_ token: Secret) -> Bool {
    if kept?.token == token { kept = nil }
    return true
  }

  /// Form encoding: everything but letters, digits and `-._~`.
  private static func encoded(_ text: String) -> String {
    var result = ""
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: result.unicodeScalars.append(Unicode.Scalar(byte))
      default: result += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }
    return result
  }
}

/// No token could be had.
public struct SignInFailure: Error, Hashable, Sendable, CustomStringConvertible {
  public let client: String
  public let status: Int
  /// What the identity endpoint said.
  public let message: String

  /// - Parameter secrets: taken out of the message, should the endpoint repeat them.
  init(_ response: HTTPResponse, client: String, hiding secrets: [Secret]) {
    self.client = client
    status = response.status
    let said = (try? JSON(decoding: response.body))?["error_description"]?.stringValue
    message = said.map { secrets.reduce($0) { $1.hidden(in: $0) } } ?? "the answer is no token: check the authority and the tenant"
  }

  public var description: String { "the application \(client) could not sign in (status \(status)): \(message)" }
}
