import OData

/// Which quantity a posting takes of every line: what the posting forms offer under "Quantity", by the member names of the
/// enumeration `SalesUpdate` (sourced: the class reference of AX 2012, page "SalesUpdate Enumeration"; which form offers which
/// is inferred).
enum QuantityChoice: String, CaseIterable, Sendable {
  /// What is left.
  case all = "All"
  /// What the line says under "Deliver now".
  case deliverNow = "DeliverNow"
  /// What is picked and not delivered.
  case picked = "PickingList"
  /// What is delivered and not invoiced.
  case packingSlip = "PackingSlip"
  /// What is picked, and what is left of products that are not kept in stock.
  case pickedAndNotStocked = "PickingListAndNonInventoried"

  static func offered(for document: DocumentStatus) -> [QuantityChoice] {
    switch document {
    case .none, .confirmation: []
    case .pickingList: [.all, .deliverNow]
    case .packingSlip: [.all, .deliverNow, .picked, .pickedAndNotStocked]
    case .invoice: [.all, .deliverNow, .packingSlip]
    }
  }
}
