import EntityStore
import OData
import Twin

/// Trade agreements. In the product they come out of posted journals; the twin takes the rows themselves (proposed).
struct TradeAgreementRules: EntityRules {
  let table: String
  let columns: AgreementSearch.Columns

  func setDefaults(_ record: inout Record, in context: CompanyContext) throws {
    if record.isNew, record["RecordId"] == 0 { record["RecordId"] = .int(RecordIds.next(in: context)) }
  }

  func validateWrite(_ record: Record, in context: CompanyContext) throws {
    let definition = context.definition(table)
    func refuse(_ text: String) -> ServiceError { context.errors.rowRefused(definition, text) }
    let names = ["CustomerAccountNumber", columns.group].filter { !record.isBlank($0) }
    guard names.count < 2 else { throw refuse("A trade agreement is for a customer or for a group, not for both.") }
    if let item = columns.item, let group = columns.itemGroup, !record.isBlank(item), !record.isBlank(group) {
      throw refuse("A trade agreement is for an item or for a group of items, not for both.")
    }
    // A price is for one item (sourced: public descriptions of trade agreements).
    if table == "SalesPriceAgreement", record.isBlank("ItemNumber") {
      throw context.errors.requiredMissing(column: "ItemNumber", table: definition)
    }
    let (from, to) = (record.number(columns.from), record.number(columns.to))
    guard to.isZero || from < to else { throw refuse("The range ends before it begins.") }
  }
}
