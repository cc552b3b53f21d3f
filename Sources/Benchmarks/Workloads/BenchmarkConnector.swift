public import OData
public import Scenarios

/// The way of a benchmark's requests over a network: several of them under way at a time, sent by threads whose processor time can
/// be told from the server's.
public protocol BenchmarkConnector {
  /// Requests under way at a time, each on a connection of its own that is kept.
  var connections: Int { get }
  /// Nanoseconds of processor time that the client's side has used so far.
  func clientProcessorTime() -> Int64
  /// Lends two twins to a server, and connects to it.
  /// - Throws: what the network stack throws.
  func connect(_ twins: Twins) async throws -> BenchmarkConnection
  /// Starts a server that answers every request with these bytes and does nothing else, made of the same parts as the one the twins stand
  /// behind: what is left of an answer's time when there is no twin.
  /// - Throws: what the network stack throws.
  func connect(answering response: HTTPResponse) async throws -> (driver: any OpenLoadDriver, close: () async -> Void)
}

/// The drivers of two twins behind a server, and how to let go of it.
public struct BenchmarkConnection {
  public let sales: any OpenLoadDriver
  public let supplyChain: any OpenLoadDriver
  public let close: () async -> Void

  public init(sales: any OpenLoadDriver, supplyChain: any OpenLoadDriver, close: @escaping () async -> Void) {
    self.sales = sales
    self.supplyChain = supplyChain
    self.close = close
  }
}
