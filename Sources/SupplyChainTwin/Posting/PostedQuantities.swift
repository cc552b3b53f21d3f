import EntityStore
import OData
import PlantedBugs

/// How much of a line is picked, delivered, invoiced and given up, and the state that follows (supply-chain-odata.md 7.4).
/// Lines of returns are negative throughout.
struct PostedQuantities: Hashable {
  var ordered: ExactDecimal
  /// What of the ordered quantity nobody waits for any more: the deliver remainder that was cancelled.
  var canceled: ExactDecimal
  var picked: ExactDecimal
  var delivered: ExactDecimal
  var invoiced: ExactDecimal

  init(
    ordered: ExactDecimal, canceled: ExactDecimal = .zero, picked: ExactDecimal = .zero, delivered: ExactDecimal = .zero,
    invoiced: ExactDecimal = .zero
  ) {
    self.ordered = ordered
    self.canceled = canceled
    self.picked = picked
    self.delivered = delivered
    self.invoiced = invoiced
  }

  init(_ line: Row) {
    self.init(
      ordered: line.number("OrderedSalesQuantity"), canceled: line.number("CanceledSalesQuantity"),
      picked: line.number("PickedSalesQuantity"), delivered: line.number("DeliveredSalesQuantity"),
      invoiced: line.number("InvoicedSalesQuantity"))
  }

  /// The quantity further from zero.
  static func furthest(_ a: ExactDecimal, _ b: ExactDecimal) -> ExactDecimal { a.magnitude >= b.magnitude ? a : b }

  /// What is to be delivered in all: the ordered quantity less what was given up.
  var due: ExactDecimal { ordered - canceled }
  /// The deliver remainder; zero where more than due is delivered.
  var leftToDeliver: ExactDecimal { Self.left(of: due, after: delivered) }
  var leftToPick: ExactDecimal { Self.left(of: due, after: Self.furthest(picked, delivered)) }
  /// What is picked and not delivered.
  var pickedNotDelivered: ExactDecimal { Self.left(of: picked, after: delivered) }
  var deliveredNotInvoiced: ExactDecimal { Self.left(of: delivered, after: invoiced) }
  /// Whether no document took anything yet.
  var isUntouched: Bool { picked.isZero && delivered.isZero && invoiced.isZero }
  /// What can be invoiced: what is due, and what was delivered beyond that.
  var leftToInvoice: ExactDecimal { Self.left(of: Self.furthest(due, delivered), after: invoiced) }

  /// What a document can still take.
  func left(for document: DocumentStatus) -> ExactDecimal {
    switch document {
    case .none, .confirmation: .zero
    case .pickingList: leftToPick
    case .packingSlip: leftToDeliver
    case .invoice: leftToInvoice
    }
  }

  /// What the documents of a kind took so far; who delivers need not pick before.
  func reached(by document: DocumentStatus) -> ExactDecimal {
    switch document {
    case .none, .confirmation: .zero
    case .pickingList: Self.furthest(picked, delivered)
    case .packingSlip: delivered
    case .invoice: invoiced
    }
  }

  /// Posts a document.
  mutating func post(_ quantity: ExactDecimal, as document: DocumentStatus) {
    guard !quantity.isZero else { return }
    switch document {
    case .none, .confirmation: break
    case .pickingList: picked = Self.furthest(picked, delivered) + quantity
    case .packingSlip: delivered = PlantedBug.deliveryReplacesEarlier.isOn ? quantity : delivered + quantity
    // What was not delivered yet is delivered along with the invoice.
    case .invoice:
      invoiced += quantity
      delivered = Self.furthest(delivered, invoiced)
    }
  }

  /// Takes back what a document took and no later one has used.
  mutating func takeBack(_ document: DocumentStatus) {
    switch document {
    case .pickingList: if picked.magnitude > delivered.magnitude { picked = delivered }
    case .packingSlip: delivered = invoiced
    case .none, .confirmation, .invoice: break
    }
  }

  /// State of a line behind a document. A line of no quantity goes along with the document.
  func status(behind document: DocumentStatus) -> OrderStatus {
    guard !ordered.isZero else {
      if document == .invoice { return .invoiced }
      return document == .packingSlip ? .delivered : .backorder
    }
    if due.isZero, delivered.isZero, invoiced.isZero { return .canceled }
    if leftToInvoice.isZero { return .invoiced }
    return leftToDeliver.isZero ? .delivered : .backorder
  }

  /// Gives up what is not delivered yet, but for a remainder; what is picked beyond that goes back.
  mutating func cancel(keeping remainder: ExactDecimal = .zero) {
    canceled = ordered - delivered - remainder
    if picked.magnitude > Self.furthest(due, delivered).magnitude { picked = Self.furthest(due, delivered) }
  }

  /// Takes a new ordered quantity: what was given up stays so as far as the quantity reaches.
  mutating func order(_ quantity: ExactDecimal) {
    ordered = quantity
    let open = Self.left(of: ordered, after: delivered)
    if canceled.magnitude > open.magnitude { canceled = open }
    if picked.magnitude > Self.furthest(due, delivered).magnitude { picked = Self.furthest(due, delivered) }
  }

  /// The columns of a line that hold this.
  var values: [(String, Value)] {
    [
      ("CanceledSalesQuantity", .decimal(canceled)), ("PickedSalesQuantity", .decimal(picked)), ("PickedQuantity", .decimal(picked)),
      ("DeliveredSalesQuantity", .decimal(delivered)), ("InvoicedSalesQuantity", .decimal(invoiced)),
    ]
  }

  private static func left(of whole: ExactDecimal, after done: ExactDecimal) -> ExactDecimal {
    whole.magnitude > done.magnitude ? whole - done : .zero
  }
}
