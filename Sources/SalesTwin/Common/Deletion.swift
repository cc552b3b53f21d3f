import EntityStore
import OData
import PlantedBugs
import Twin

/// What happens to rows that refer to a deleted one.
enum DeleteBehaviour {
  /// They go with it.
  case cascade
  /// They forbid it.
  case restrict
  /// They lose the reference.
  case removeLink

  /// Children cascade, documents protect what they name, everything else lets go [inferred].
  static func of(_ table: String, _ lookup: String) -> DeleteBehaviour {
    switch (table, lookup) {
    case ("quotedetail", "quoteid"), ("salesorderdetail", "salesorderid"), ("invoicedetail", "invoiceid"),
      ("productpricelevel", "productid"), ("productpricelevel", "pricelevelid"), ("uom", "uomscheduleid"),
      ("discount", "discounttypeid"), ("opportunityproduct", "opportunityid"), ("quoteclose", "quoteid"),
      ("orderclose", "salesorderid"), ("opportunityclose", "opportunityid"), (_, "regardingobjectid"):
      .cascade
    case ("quote", "customerid"), ("salesorder", "customerid"), ("invoice", "customerid"),
      ("opportunity", "customerid"), ("opportunity", "pricelevelid"), (_, "productid"), (_, "uomid"),
      (_, "defaultuomid"), (_, "defaultuomscheduleid"), ("quote", "pricelevelid"), ("salesorder", "pricelevelid"),
      ("invoice", "pricelevelid"), (_, "transactioncurrencyid"), (_, "ownerid"), (_, "basecurrencyid"):
      .restrict
    default: .removeLink
    }
  }
}

extension Work {
  /// Deletes a row and settles what refers to it.
  /// - Throws: CannotDeleteDueToAssociation.
  func deleteWithRelations(_ row: Row, of table: TableDefinition) throws {
    guard let id = row[table.key[0]].guidValue else { return try store.delete(row) }
    for other in twin.model.tables {
      for lookup in other.lookups where lookup.targets.contains(where: { $0.table == table.name }) {
        // Audit columns keep naming a user who is gone.
        if ["createdby", "modifiedby", "createdonbehalfby", "modifiedonbehalfby"].contains(lookup.name) { continue }
        for referring in try rows(other.name, where: lookup.column, equal: id) {
          switch DeleteBehaviour.of(other.name, lookup.name) {
          case .cascade: try deleteWithRelations(referring, of: other)
          case .restrict: throw SalesErrors.deleteRestricted(table.name, by: other.name)
          case .removeLink:
            var record = Record(changing: referring, of: other)
            record[lookup.column] = .null
            if let type = lookup.typeColumn { record[type] = .null }
            _ = try update(&record)
          }
        }
      }
    }
    if PlantedBug.deletedRowStays.isOn, table.name == "account" { return }
    try store.delete(row)
  }
}
