import EntityStore
import OData
import Twin

/// Price list items: one per price list, product and unit; the unit is one of the product's group [sourced: ERR].
struct PriceListItemRules: TableRules {
  func create(_ record: inout Record, _ work: Work) throws -> Row {
    for lookup in ["pricelevelid", "productid"] where record.guid("_\(lookup)_value") == nil {
      throw work.twin.errors.requiredMissing(column: lookup, table: record.table)
    }
    try complete(&record, work)
    return try work.insert(&record)
  }

  func update(_ record: inout Record, _ work: Work) throws -> Row {
    try complete(&record, work)
    return try work.update(&record)
  }

  private func complete(_ record: inout Record, _ work: Work) throws {
    guard let productID = record.guid("_productid_value"), let listID = record.guid("_pricelevelid_value") else { return }
    let product = try work.existing("product", productID)
    let list = try work.existing("pricelevel", listID)
    if record["_uomid_value"].isNull { record["_uomid_value"] = product["_defaultuomid_value"] }
    if record.changes("_uomid_value") || record.changes("_productid_value") {
      try Units.check(record.guid("_uomid_value"), of: product, work)
      let same = try work.store.row(
        record.schema, where: ["_productid_value", "_pricelevelid_value", "_uomid_value"],
        equal: [record["_productid_value"], record["_pricelevelid_value"], record["_uomid_value"]])
      if let same, same["productpricelevelid"] != record["productpricelevelid"] { throw SalesErrors.duplicatePriceListItem }
    }
    record.set("_uomscheduleid_value", product["_defaultuomscheduleid_value"])
    record.set("productnumber", product["productnumber"])
    record.set("productidname", product["name"])
    record.set("_transactioncurrencyid_value", list["_transactioncurrencyid_value"])
  }
}
