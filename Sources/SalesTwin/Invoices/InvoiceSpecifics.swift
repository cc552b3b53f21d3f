import EntityStore
import OData
import Twin

/// Invoices: owner from the order, and what their arrival does to it.
struct InvoiceSpecifics: HeaderSpecifics {
  static let active: Int64 = 0

  func prepare(_ record: inout Record, _ work: Work) throws {
    // The invoice belongs to whoever owns the order (R-INV-4).
    if work.hasSolution, let order = try work.row("salesorder", record.guid("_salesorderid_value")) {
      record["_ownerid_value"] = order["_ownerid_value"]
    }
  }

  func created(_ row: Row, _ work: Work) throws {
    try InvoiceArrival.settleOrder(row["_salesorderid_value"].guidValue, work)
  }

  func updated(_ row: Row, from original: Row, _ work: Work) throws {
    if row["_salesorderid_value"] != original["_salesorderid_value"] {
      try InvoiceArrival.settleOrder(row["_salesorderid_value"].guidValue, work)
    }
  }

  /// A paid or canceled invoice is read-only until it is reactivated [sourced: ER:invoice, BCSIM], its status included.
  func beforeUpdate(_ record: inout Record, _ work: Work) throws {
    guard let state = record.original?["statecode"].intValue, state != Self.active, record.changes("statuscode"),
      record.int("statecode") == state, StateModel.of("invoice")?.state(state)?.statuses.contains(record.int("statuscode")) == true
    else { return }
    throw SalesErrors.parentReadOnly
  }
}
