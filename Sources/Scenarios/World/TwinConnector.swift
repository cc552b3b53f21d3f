public import SyncEngine

/// How clients reach the twins of a world: directly, or through whatever is put in between.
public protocol TwinConnector: Sendable {
  /// Joins clients to two systems that live in this process.
  func connect(_ twins: Twins) async throws -> TwinConnection
}

/// The open ways to both twins of a world.
public struct TwinConnection {
  public let sales: any HTTPTransport
  public let supplyChain: any HTTPTransport
  /// Ends it, for example by closing the listening sockets.
  public let close: () async -> Void

  public init(sales: any HTTPTransport, supplyChain: any HTTPTransport, close: @escaping () async -> Void) {
    self.sales = sales
    self.supplyChain = supplyChain
    self.close = close
  }
}

/// Joins clients to the twins by a function call: no socket, the same requests and responses.
public struct DirectConnector: TwinConnector {
  public init() {}

  public func connect(_ twins: Twins) async throws -> TwinConnection {
    TwinConnection(sales: DirectTransport(twins.sales), supplyChain: DirectTransport(twins.supplyChain), close: {})
  }
}
