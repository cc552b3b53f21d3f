import EntityStore
import OData
import Twin

/// Cancels the picking lists or packing slips of an order as far as nothing came after them: what is picked and not delivered, what is
/// delivered and not invoiced (sourced: S39, that posted packing slips can be cancelled until they are invoiced; one at a time there, all
/// of the order here). The document status keeps the most advanced document ever posted (supply-chain-odata.md 4.4, sourced: S21).
struct TakeBackDocuments: BusinessOperation {
  let document: DocumentStatus

  func run(on row: Row?, parameters: JSONObject, in context: CompanyContext) throws -> OperationResult {
    let isPicking = document == .pickingList
    let posting = try OrderPosting(isPicking ? "cancelPickingList" : "cancelPackingSlip", on: row, in: context)
    try posting.checkIsOpen()
    var isAny = false
    let changed = try posting.lines().map { line -> OrderPosting.ChangedLine in
      let before = PostedQuantities(line)
      var posted = before
      posted.takeBack(document)
      guard posted != before else { return (line, []) }
      isAny = true
      return (line, posting.changes(of: line, to: posted, behind: document))
    }
    guard isAny else {
      throw posting.refusal(
        "Sales order \(posting.number) has nothing \(isPicking ? "picked and not delivered" : "delivered and not invoiced").")
    }
    try posting.finish(changed, document: .none)
    return .nothing
  }
}
