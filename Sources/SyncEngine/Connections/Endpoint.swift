/// One environment as the engine reaches it.
public struct Endpoint {
  /// What the service behind an endpoint understands.
  public enum Dialect: String, Sendable {
    /// Dynamics 365 Sales: upsert by alternate key, lookups by GUID, row versions.
    case dataverse
    /// Supply Chain Management: business keys with the company in them, no upsert, no change feed over OData.
    case financeAndOperations
  }

  /// For messages and for the metadata cache, for example `sales-test`.
  public let name: String
  public let dialect: Dialect
  /// Path of the service root, without a slash at the end: `/api/data/v9.2`, `/data`.
  public let servicePath: String
  public let transport: any HTTPTransport
  /// The way to files that the service leads to by absolute addresses, without signing in; `nil` where they lie at the service itself.
  public let storage: (any HTTPTransport)?

  public init(
    name: String, dialect: Dialect, servicePath: String, transport: any HTTPTransport, storage: (any HTTPTransport)? = nil
  ) {
    self.name = name
    self.dialect = dialect
    self.servicePath = servicePath.hasSuffix("/") ? String(servicePath.dropLast()) : servicePath
    self.transport = transport
    self.storage = storage
  }
}
