import EntityStore
import OData

extension OrderPosting {
  /// What cancelling the deliver remainder changes of a line: nothing where all of it is delivered. A line of which nothing is
  /// delivered is cancelled with it, also one of no quantity.
  func cancellation(of line: Row) -> [(String, Value)] {
    guard OrderProgress.status(of: line) == .backorder else { return [] }
    var posted = PostedQuantities(line)
    guard !posted.ordered.isZero else { return [("SalesOrderLineStatus", .string(OrderStatus.canceled.rawValue))] }
    posted.cancel()
    return changes(of: line, to: posted, behind: .none)
  }
}
