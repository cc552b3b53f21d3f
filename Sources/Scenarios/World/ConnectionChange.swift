/// What a world's engine is told differently about its connections. What is left out is as the world makes it.
public struct ConnectionChange: Hashable, Sendable {
  /// What holds for one table's integration key.
  public enum Key: Hashable, Sendable {
    /// The connection set has none.
    case none
    case columns([String])
  }

  /// The company of the organization mapping; empty for none.
  public var legalEntity: String?
  /// The business unit of the organization mapping.
  public var businessUnit: String?
  /// By entity set of Sales.
  public var integrationKeys: [String: Key] = [:]
  /// Another path of a service, below which there is another system or none.
  public var salesPath: String?
  public var supplyChainPath: String?
  /// The token requests are signed in with, where systems ask for sign-in.
  public var token: String?

  public init() {}
}
