import EntityStore
import OData
import Twin

/// Says how much of one line is still to be delivered: nothing, the default, cancels the rest of the line. A remainder that was
/// cancelled can be brought back while the line is not invoiced (proposed).
struct UpdateDeliverRemainder: BusinessOperation {
  func run(on row: Row?, parameters: JSONObject, in context: CompanyContext) throws -> OperationResult {
    let posting = try OrderPosting("updateDeliverRemainder", on: row, in: context)
    try posting.checkIsOpen()
    guard let row else { throw context.errors.internalError("action updateDeliverRemainder is bound to a line") }
    let number = row.integer("LineCreationSequenceNumber")
    let status = OrderProgress.status(of: row)
    guard status == .backorder || status == .delivered else {
      throw posting.refusal("Line \(number) has status \(status.rawValue).")
    }
    var posted = PostedQuantities(row)
    let open = PostedQuantities(ordered: posted.ordered, delivered: posted.delivered).leftToDeliver
    let remainder = parameters["remainder"]?.numberValue?.rounded(to: 6) ?? .zero
    guard remainder.isZero || remainder.isNegative == open.isNegative, remainder.magnitude <= open.magnitude else {
      throw posting.refusal(
        "Line \(number): the deliver remainder cannot be \(remainder.normalized), \(open.normalized) of the ordered quantity is not delivered."
      )
    }
    guard remainder != posted.leftToDeliver else {
      throw posting.refusal("Line \(number): the deliver remainder is \(remainder.normalized) already.")
    }
    posted.cancel(keeping: remainder)
    let changed = try posting.lines().map { line -> OrderPosting.ChangedLine in
      (line, line.rowID == row.rowID ? posting.changes(of: line, to: posted, behind: .none) : [])
    }
    try posting.finish(changed, document: .none)
    return .nothing
  }
}
