import Ambient
import OData

/// Single requests under more and more load: how long answers take at which rate, and where it stops being so.
public struct LoadWorkload {
  /// Customers in each twin.
  public var rows: Int
  /// The way over the network; `nil` for calls in this process.
  public var connector: (any BenchmarkConnector)?

  public init(rows: Int = 5_000, connector: (any BenchmarkConnector)? = nil) {
    self.rows = rows
    self.connector = connector
  }

  /// - Returns: the workload, and what to do when it is over.
  /// - Throws: what the twins refuse.
  public func build() async throws -> (workload: Workload, end: () async -> Void) {
    let twins = try await BenchmarkTwins(rows: rows, connector: connector)
    let root = "/api/data/v9.2"
    var draw = SeededGenerator(seed: 6)
    func account() -> String { twins.accountIDs[draw.next(below: twins.accountIDs.count)].description }
    func customer() -> String { BenchmarkTwins.accountNumber(draw.next(below: twins.rows)) }
    func create() -> HTTPRequest {
      let body = JSON.object(BenchmarkTwins.account(twins.newNumber())).encoded()
      return HTTPRequest(.post, "\(root)/accounts", headers: ["Content-Type": "application/json"], body: body)
    }
    let workload = Workload(
      name: "load", title: "Requests under load, \(connector == nil ? "in process" : "over HTTP")",
      notes: [
        "Open loop: requests arrive at random moments at the rate that is offered, whether or not earlier ones are answered; the time of an "
          + "answer counts from the moment its request was meant to start. Rates go up in steps of what one client gets that sends the next "
          + "request when it has the answer to the last (closed loop).",
        "The knee is the last step at which 95 % of what is offered is answered, without an error, and the slowest hundredth waits at most "
          + "\(Int(LoadRamp.waitFactorMax)) times what a request takes in a closed loop (and 10 ms at least).",
      ],
      ramps: [
        LoadRamp(name: "sales.read-by-key", driver: twins.sales, status: 200) { HTTPRequest(.get, "\(root)/accounts(\(account()))") },
        LoadRamp(name: "sales.create", driver: twins.sales, status: 204, make: create),
        LoadRamp(name: "supply-chain.read-by-key", driver: twins.supplyChain, status: 200) {
          HTTPRequest(.get, "/data/CustomersV2(dataAreaId='usmf',CustomerAccount='\(customer())')")
        },
      ])
    return (workload, { await twins.end() })
  }
}
