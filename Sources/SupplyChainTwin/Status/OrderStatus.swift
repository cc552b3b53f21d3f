/// State of an order or of one of its lines: members of the enumeration `SalesStatus` (sourced: S1).
enum OrderStatus: String, Sendable {
  case none = "None"
  /// Shown as "Open order".
  case backorder = "Backorder"
  case delivered = "Delivered"
  case invoiced = "Invoiced"
  case canceled = "Canceled"

  /// The state of an order follows from its lines: the least advanced line that is not cancelled decides.
  init(lines: [OrderStatus]) {
    let live = lines.filter { $0 != .canceled }
    if live.isEmpty {
      self = lines.isEmpty ? .backorder : .canceled
    } else if live.allSatisfy({ $0 == .invoiced }) {
      self = .invoiced
    } else if live.allSatisfy({ $0 == .invoiced || $0 == .delivered }) {
      self = .delivered
    } else {
      self = .backorder
    }
  }
}
