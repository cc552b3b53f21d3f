import EntityStore
import OData

/// A contact becomes an active customer when a quote, order or invoice refers to it, and stays one (R-CON-2).
enum ActiveCustomer {
  static func mark(_ contact: GUID, _ work: Work) throws {
    guard work.hasSolution, let row = try work.row("contact", contact), row["msdynce_isactivecustomer"] != true else { return }
    var record = Record(changing: row, of: work.table("contact"))
    record["msdynce_isactivecustomer"] = true
    _ = try work.update(&record)
  }
}
