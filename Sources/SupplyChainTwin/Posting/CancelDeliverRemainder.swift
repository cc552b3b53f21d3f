import EntityStore
import OData
import Twin

/// Cancels what is not delivered yet, on every line of an order: what is delivered stays and can be invoiced (supply-chain-odata.md
/// 7.4; that the deliver remainder can be cancelled is sourced: public walk-throughs of "Update line > Deliver remainder", that it also
/// works on stopped orders: a field report on order holds). A line of which nothing is delivered reads Canceled, any other one what its
/// documents say.
struct CancelDeliverRemainder: BusinessOperation {
  func run(on row: Row?, parameters: JSONObject, in context: CompanyContext) throws -> OperationResult {
    let posting = try OrderPosting("cancelDeliverRemainder", on: row, in: context)
    try posting.checkIsOpen()
    let changed = try posting.lines().map { ($0, posting.cancellation(of: $0)) }
    guard changed.contains(where: { !$0.1.isEmpty }) else {
      throw posting.refusal("Sales order \(posting.number) has nothing left to deliver.")
    }
    try posting.finish(changed, document: .none)
    return .nothing
  }
}
