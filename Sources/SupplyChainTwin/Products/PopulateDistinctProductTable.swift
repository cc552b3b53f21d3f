import EntityStore
import OData
import Twin

/// The job "Populate distinct product table": must run once before the first product synchronization (sourced: S4). The
/// table is shared by all companies. Answers how many products it entered.
struct PopulateDistinctProductTable: BusinessOperation {
  func run(on row: Row?, parameters: JSONObject, in context: CompanyContext) throws -> OperationResult {
    .value(JSON(Value.int(Int64(try Self.populate(in: context)))), type: "Edm.Int32")
  }

  static func populate(in context: CompanyContext) throws -> Int {
    var added = 0
    try SellableProducts(context: context).markPopulated()
    for company in try context.store.rows(context.schema("LegalEntity"), where: [], equal: [], orderBy: ["LegalEntityId"]) {
      let own = context.twin.context(context.session, company: company.text("LegalEntityId").lowercased())
      let products = SellableProducts(context: own)
      for item in try own.rows("ReleasedProductV2") {
        added += try products.register(item)
        try products.refresh(item)
      }
    }
    return added
  }
}
