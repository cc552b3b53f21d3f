import Ambient
import OData

/// What a twin's answer costs over HTTP beside one that takes no work: the same bytes from a server that has them ready.
public struct WireWorkload {
  public var rows = 5_000
  private let connector: any BenchmarkConnector

  public init(connector: any BenchmarkConnector) { self.connector = connector }

  /// - Returns: the workload, and what to do when it is over.
  /// - Throws: what the twins refuse, and what the network stack throws.
  public func build() async throws -> (workload: Workload, end: () async -> Void) {
    let twins = try await BenchmarkTwins(rows: rows, connector: connector)
    let root = "/api/data/v9.2/accounts"
    var draw = SeededGenerator(seed: 9)
    func read() -> HTTPRequest { HTTPRequest(.get, "\(root)(\(twins.accountIDs[draw.next(below: twins.accountIDs.count)]))") }
    let answer = try await twins.sales.answer(read())
    let (bare, close) = try await connector.connect(answering: answer)
    func item(_ name: String, _ baseline: String?, _ driver: any RequestDriver) -> BenchmarkCase {
      BenchmarkCase(name, unit: "request", comparedWith: baseline) {
        let requests = (0..<3_000).map { _ in read() }
        return {
          try await driver.send(requests, expecting: 200)
          return requests.count
        }
      }
    }
    let workload = Workload(
      name: "http", title: "Beside a server that has the answer ready",
      notes: [
        "bare: a Hummingbird server whose handler answers every request with the same \(answer.body.count) bytes. twin: the Sales twin reads "
          + "one of \(rows) accounts by key and writes as many. \(connector.connections) kept connections; the rate is that of the server's "
          + "processor time, without the client's."
      ],
      cases: [item("key-read.bare", nil, bare), item("key-read.twin", "key-read.bare", twins.sales)], ramps: [],
      targets: [
        TargetRule(
          "key-read-over-http", "at least 1/2 of a bare Hummingbird handler that returns the same bytes",
          .share(of: "key-read.twin", atLeast: 0.5))
      ])
    return (
      workload,
      {
        await close()
        await twins.end()
      }
    )
  }
}
