import EntityStore
import SQLite
import SyncEngine
import Twin

/// Counts the work of some databases, and of what sends requests, for as long as it lives.
final class WorkMeter {
  /// Requests and retries so far.
  typealias Traffic = () -> (requests: Int, retries: Int)

  private let databases: [StatementCount]
  private let traffic: Traffic
  private let before: (requests: Int, retries: Int)

  /// - Parameters:
  ///   - services: whose databases count.
  ///   - ledgers: whose databases count.
  init(services: [TwinService], ledgers: [Ledger] = [], traffic: @escaping Traffic) {
    databases = (services.map(\.product.store.database) + ledgers.map(\.database)).map { StatementCount($0) }
    self.traffic = traffic
    before = traffic()
  }

  var counts: WorkCounts {
    let now = traffic()
    var counts = WorkCounts()
    counts.requests = now.requests - before.requests
    counts.retries = now.retries - before.retries
    counts.statements = databases.reduce(0) { $0 + $1.statements }
    counts.rowsWritten = databases.reduce(0) { $0 + $1.rowsWritten }
    return counts
  }
}

extension SyncEngine {
  /// Of both ends together.
  var requestsAndRetries: (requests: Int, retries: Int) {
    traffic.values.reduce((0, 0)) { ($0.0 + $1.requests, $0.1 + $1.refusals) }
  }
}
