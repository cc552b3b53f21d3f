import EntityStore
import OData
import Twin

/// The buttons Multiline discount and Total discount of an order or a quotation.
struct CalculateDiscounts: BusinessOperation {
  enum Discount { case multiline, total }

  let kind: DocumentKind
  let discount: Discount

  func run(on row: Row?, parameters: JSONObject, in context: CompanyContext) throws -> OperationResult {
    guard let row else { throw context.errors.internalError("discounts are calculated on a document") }
    guard kind.openStatuses.contains(row.text(kind.status)) else {
      throw context.errors.rowRefused(
        context.definition(kind.headerTable), "\(row.text(kind.number)) has status \(row.text(kind.status)) and cannot be changed.")
    }
    let discounts = DocumentDiscounts(kind: kind, context: context)
    switch discount {
    case .multiline: try discounts.calculateMultilineDiscounts(row)
    case .total: try discounts.calculateTotalDiscount(row)
    }
    return .nothing
  }
}
