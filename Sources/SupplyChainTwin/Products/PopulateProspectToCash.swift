import EntityStore
import OData
import Twin

/// The hidden job `SalesPopulateProspectToCash` of version 1611 (sourced: S2): gives old lines their creation sequence
/// number and refreshes the product list. The twin numbers every line when it is made, so only the product list is left to
/// do; running it twice changes nothing (proposed). Answers how many products it entered.
struct PopulateProspectToCash: BusinessOperation {
  func run(on row: Row?, parameters: JSONObject, in context: CompanyContext) throws -> OperationResult {
    guard context.has("populateProspectToCash") else {
      throw context.errors.actionFailed(
        "populateProspectToCash", on: context.definition("SellableReleasedProduct"),
        "Form SalesPopulateProspectToCash is not there at level \(context.twin.configuration.level); only version 1611 has it.")
    }
    return .value(JSON(Value.int(Int64(try PopulateDistinctProductTable.populate(in: context)))), type: "Edm.Int32")
  }
}
