import OData

/// The processing status of an order in Sales never goes back (data-integration.md 3.5, rank table).
struct StatusMovesForward: Invariant {
  static let name = "status moves forward"
  static let statement = "the processing status of an order never goes back"
  static let followsEveryExecution = true

  func violations(_ state: WorldState) async throws -> [Violation] {
    var found: [Violation] = []
    for row in try await state.rows(.sales, "salesorders") {
      guard let number = row["ordernumber"]?.stringValue, let status = row["msdynce_processingstatus"]?.numberValue?.exactInt64 else {
        continue
      }
      guard let before = state.history.note(number, status) else { continue }
      found.append(
        Violation(
          message: "the processing status of order \(number) went back",
          comparison: .init(what: "msdynce_processingstatus", expected: "\(before) or higher (number)", actual: "\(status) (number)"),
          subject: DocumentKind.order.subject(number)))
    }
    return found
  }
}

/// The highest status each order has been seen in.
final class StatusHistory {
  private var highest: [String: Int64] = [:]

  /// Status → rank. Draft, Active, Confirmed, Partially Picked, Picked, Partially Packed, Packing Slip, Partially Shipped,
  /// Shipped, Partially Invoiced, Invoiced, Cancelled.
  private static let order: [Int64] = [0, 1, 2, 6, 5, 7, 3, 9, 8, 10, 4, 11]

  private static func rank(_ status: Int64) -> Int { order.firstIndex(of: status - 192_350_000) ?? -1 }

  /// Remembers a status.
  /// - Returns: the status it was in before, when that was further on.
  func note(_ order: String, _ status: Int64) -> Int64? {
    guard let before = highest[order] else {
      highest[order] = status
      return nil
    }
    if Self.rank(status) < Self.rank(before) { return before }
    highest[order] = status
    return nil
  }
}
