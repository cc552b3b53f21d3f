import EntityStore
import OData
import Twin

/// The hidden job `SalesPopulateProspectToCash` of version 1611 (sourced: S2): gives lines that were there before the hotfix their
/// creation sequence number, and refreshes the product list, which from then on keeps itself up. Running it twice changes nothing
/// (proposed). It works on every company (inferred: it is needed once). Answers how many lines it numbered and products it entered.
struct PopulateProspectToCash: BusinessOperation {
  func run(on row: Row?, parameters: JSONObject, in context: CompanyContext) throws -> OperationResult {
    guard context.has("populateProspectToCash") else {
      throw context.errors.actionFailed(
        "populateProspectToCash", on: context.definition("SellableReleasedProduct"),
        "Form SalesPopulateProspectToCash is not there at level \(context.twin.configuration.level); only version 1611 has it, with KB4033093."
      )
    }
    let lines = try LineNumbers.fill(in: context.store, model: context.twin.model, modified: context.session.now)
    try SellableProducts(context: context).keepUp()
    return .value(JSON(Value.int(Int64(try lines + PopulateDistinctProductTable.populate(in: context)))), type: "Edm.Int32")
  }
}
