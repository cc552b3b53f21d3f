import EntityStore
import OData
import Twin

/// Price lists: names are unique, the currency is fixed at creation [sourced: ERR, ER:pricelevel].
struct PriceListRules: TableRules {
  func create(_ record: inout Record, _ work: Work) throws -> Row {
    guard record.text("name") != nil else { throw work.twin.errors.requiredMissing(column: "name", table: record.table) }
    try checkName(record, work)
    return try work.createPlain(&record)
  }

  func update(_ record: inout Record, _ work: Work) throws -> Row {
    if record.changes("name") { try checkName(record, work) }
    return try work.updatePlain(&record)
  }

  private func checkName(_ record: Record, _ work: Work) throws {
    let same = try work.store.row(record.schema, where: ["name"], equal: [record["name"]])
    if let same, same["pricelevelid"] != record["pricelevelid"] { throw SalesErrors.priceListNameExists }
  }
}
