import EntityStore
import OData
import PlantedBugs

/// When an invoice for an order arrives, the order becomes Invoiced (R-INV-3). A canceled order stays canceled [inferred].
enum InvoiceArrival {
  static func settleOrder(_ order: GUID?, _ work: Work) throws {
    if PlantedBug.invoicedOrderStaysOpen.isOn { return }
    guard work.hasSolution, let row = try work.row("salesorder", order) else { return }
    let state = row["statecode"].intValue ?? 0
    guard state != OrderSpecifics.invoiced, state != OrderSpecifics.canceled else { return }
    var document = try Document(.order, row, work)
    _ = try document.move(to: OrderSpecifics.invoiced, status: 100_003)
  }
}
