import PlantedBugs

/// `SalesOrderProcessingStatus`, derived from the order's state and its most advanced document
/// (supply-chain-odata.md 4.4, sourced: S21).
enum ProcessingStatus: String, Sendable {
  case active = "Active"
  case confirmed = "Confirmed"
  case picked = "Picked"
  case partiallyDelivered = "PartiallyDelivered"
  case delivered = "Delivered"
  case invoiced = "Invoiced"
  case partiallyInvoiced = "PartiallyInvoiced"
  case canceled = "Canceled"
  case deliveredPartiallyInvoiced = "DeliveredPartiallyInvoiced"

  /// - Parameter hasDeliveredPartiallyInvoiced: whether the level knows that member (about 10.0.32, S21); earlier ones say
  ///   `PartiallyInvoiced` instead.
  init(order: OrderStatus, document: DocumentStatus, hasDeliveredPartiallyInvoiced: Bool) {
    switch (order, document) {
    case (.canceled, _): self = PlantedBug.cancelledOrderStaysOpen.isOn ? .active : .canceled
    case (.invoiced, _): self = .invoiced
    case (.delivered, .invoice): self = hasDeliveredPartiallyInvoiced ? .deliveredPartiallyInvoiced : .partiallyInvoiced
    case (.delivered, _): self = .delivered
    case (.backorder, .invoice), (.none, .invoice): self = .partiallyInvoiced
    case (.backorder, .packingSlip), (.none, .packingSlip): self = .partiallyDelivered
    case (.backorder, .pickingList), (.none, .pickingList): self = .picked
    case (.backorder, .confirmation), (.none, .confirmation): self = .confirmed
    case (.backorder, .none), (.none, .none): self = .active
    }
  }
}
