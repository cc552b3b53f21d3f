/// How `HTTPClientTransport` behaves.
public struct ClientOptions: Sendable, Hashable {
  /// For the connection to be made, TLS included.
  public var connectSeconds: Int64 = 10
  /// Without a byte of the answer coming in.
  public var readSeconds: Int64 = 100
  /// For one request from beginning to end.
  public var totalSeconds: Int64 = 120
  /// Largest answer that is taken in, inflated.
  public var answerBytesMax = 256 * 1024 * 1024
  /// A PEM file of certificates to trust instead of the machine's own, for a server with a self-made one.
  public var trustFile: String?
  /// Shown to servers that ask for one.
  public var certificate: ClientCertificate?
  /// Refuses TLS below 1.3; what is below 1.2 is refused in any case.
  public var requiresTLS13 = false
  /// `nil` to go to servers directly.
  public var proxy: ProxySettings?

  public init(trustFile: String? = nil) { self.trustFile = trustFile }
}
