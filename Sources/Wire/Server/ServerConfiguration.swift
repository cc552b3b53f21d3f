/// Where and how an `HTTPServer` listens.
public struct ServerConfiguration: Sendable {
  /// The address to listen on; loopback unless told otherwise.
  public var host = "127.0.0.1"
  /// 0 picks a free one.
  public var port = 8080
  public var limits = ServerLimits()
  public var cors = CORSPolicy.none
  /// The server's certificate and key; `nil` for plain HTTP.
  public var identity: TLSIdentity?

  public init() {}

  /// What addresses of the server begin with: `http` or `https`.
  public var scheme: String { identity == nil ? "http" : "https" }
}
