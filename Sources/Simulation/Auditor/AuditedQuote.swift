import OData

/// A quote of Sales and the quotation it becomes.
struct AuditedQuote: Hashable {
  enum State: Hashable { case draft, active, won, lost }
  enum QuotationStatus: String, Hashable { case created = "Created", sent = "Sent", confirmed = "Confirmed", lost = "Lost" }

  let name: String
  let customer: String
  var lines: [AuditedOrder.Line] = []
  var state = State.draft
  /// Whether a run has brought it over while it was active: both, where that cannot be told.
  var isThere: Set<Bool> = [false]
  var quotation = QuotationStatus.created

  init(_ name: String, customer: String) { (self.name, self.customer) = (name, customer) }

  /// A run of the engine takes active quotes along, and no others.
  mutating func run(isCertain: Bool) {
    guard state == .active, !lines.isEmpty else { return }
    isThere = isCertain ? [true] : isThere.union([true])
  }
}
