import EntityStore
import OData
import Twin

/// Steps of a volume discount list: each belongs to a list for good and takes kind and currency over from it [inferred].
struct DiscountRules: TableRules {
  func create(_ record: inout Record, _ work: Work) throws -> Row {
    guard let listID = record.guid("_discounttypeid_value") else {
      throw work.twin.errors.requiredMissing(column: "discounttypeid", table: record.table)
    }
    let list = try work.existing("discounttype", listID)
    record["isamounttype"] = list["isamounttype"]
    record["_transactioncurrencyid_value"] = list["_transactioncurrencyid_value"]
    return try work.createPlain(&record)
  }
}
