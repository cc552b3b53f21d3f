import EntityStore
import OData
import Twin

/// Invoices: owner from the order, and what their arrival does to it.
struct InvoiceSpecifics: HeaderSpecifics {
  static let paid: Int64 = 2
  static let canceled: Int64 = 3

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

  /// Every move is an update; only a canceled invoice cannot be paid [sourced: BCSIM].
  func checkMove(from: Int64, to: Int64, _ record: Record, _ work: Work) throws {
    if (from, to) == (Self.canceled, Self.paid) {
      throw SalesErrors.invalid("Invoice \(record["invoicenumber"]) is not in active state and cannot be paid.")
    }
  }
}
