/// The most advanced document posted for an order: the members of `DocumentStatus` that sales orders pass through
/// (sourced: S1), in the order of S21.
enum DocumentStatus: String, Sendable, CaseIterable, Comparable {
  case none = "None"
  case confirmation = "Confirmation"
  case pickingList = "PickingList"
  case packingSlip = "PackingSlip"
  case invoice = "Invoice"

  private var rank: Int {
    switch self {
    case .none: 0
    case .confirmation: 1
    case .pickingList: 2
    case .packingSlip: 3
    case .invoice: 4
    }
  }

  static func < (a: DocumentStatus, b: DocumentStatus) -> Bool { a.rank < b.rank }
}
