import OData

/// An order as the auditor has it in the books: what was ordered, what was delivered and invoiced of it, and what follows from that.
struct AuditedOrder: Hashable {
  struct Line: Hashable {
    let number: Int
    let product: String
    var quantity: ExactDecimal
    var price: ExactDecimal
    /// What is taken off each unit, and what that takes off too much in all: Supply Chain agrees on discounts so, and keeps both when the
    /// quantity changes (R-QUO-5).
    private var perUnit: ExactDecimal
    private var leftOver: ExactDecimal
    var delivered: ExactDecimal = 0
    var invoiced: ExactDecimal = 0

    /// - Parameter before: how many there are already.
    init(_ line: Fact.Line, before: Int) {
      number = line.number ?? before + 1
      (product, quantity, price) = (line.product, line.quantity, line.price)
      (perUnit, leftOver) = Self.split(line.discount, of: line.quantity)
    }

    var discount: ExactDecimal {
      get { quantity * perUnit - leftOver }
      set { (perUnit, leftOver) = Self.split(newValue, of: quantity) }
    }

    private static func split(_ discount: ExactDecimal, of quantity: ExactDecimal) -> (perUnit: ExactDecimal, leftOver: ExactDecimal) {
      let perUnit = discount.divided(by: quantity, scale: 2)
      return (perUnit, quantity * perUnit - discount)
    }

    /// Prices in the books of both systems have two places.
    var amount: ExactDecimal { (quantity * price).rounded(to: 2) - discount }

    /// What is due once so much of it is invoiced: its part of the amount, to the cent.
    func due(at reached: ExactDecimal) -> ExactDecimal {
      reached == quantity ? amount : (amount * reached).divided(by: quantity, scale: 2)
    }
  }

  struct Invoice: Hashable {
    /// The step that made it.
    let name: String
    let amount: ExactDecimal
  }

  /// The furthest document that was posted.
  enum Document: Int, Comparable {
    case none, confirmation, pickingList, packingSlip, invoice
    static func < (a: Document, b: Document) -> Bool { a.rawValue < b.rawValue }
  }

  /// What the processing status is called on both sides (data-integration.md 3.5).
  enum Status: Hashable {
    case active, confirmed, picked, partiallyDelivered, delivered, partiallyInvoiced, invoiced, cancelled

    var inSupplyChain: JSON {
      switch self {
      case .active: "Active"
      case .confirmed: "Confirmed"
      case .picked: "Picked"
      case .partiallyDelivered: "PartiallyDelivered"
      case .delivered: "Delivered"
      // Later releases tell those apart of which everything is delivered.
      case .partiallyInvoiced: ["pattern": "(Delivered)?PartiallyInvoiced"]
      case .invoiced: "Invoiced"
      case .cancelled: "Canceled"
      }
    }

    var inSales: JSON {
      switch self {
      case .active: 192_350_001
      case .confirmed: 192_350_002
      case .picked: 192_350_005
      case .partiallyDelivered: 192_350_009
      case .delivered: 192_350_008
      case .partiallyInvoiced: 192_350_010
      case .invoiced: 192_350_004
      case .cancelled: 192_350_011
      }
    }
  }

  /// The record in Sales, or the number in Supply Chain.
  let name: String
  let isFromSales: Bool
  let customer: String
  var lines: [Line] = []
  /// An order of Sales goes nowhere before that; one of Supply Chain needs no such thing.
  var isActivated = false
  /// Whether a run has come by since then: people of Supply Chain look for it from then on.
  var isExpected = false
  var document = Document.none
  var isCancelled = false
  /// Quantities that are not delivered will never be.
  var isRemainderCancelled = false
  private(set) var charges: ExactDecimal = 0
  private var chargesInvoiced: ExactDecimal = 0
  private(set) var invoices: [Invoice] = []

  init(_ name: String, customer: String, isFromSales: Bool) {
    (self.name, self.customer, self.isFromSales) = (name, customer, isFromSales)
  }

  var isOpen: Bool { status != .cancelled && status != .invoiced }

  /// The least advanced line decides, then the furthest document.
  var status: Status {
    let live = lines.filter { !isRemainderCancelled || !$0.delivered.isZero || !$0.invoiced.isZero }
    if isCancelled || (live.isEmpty && !lines.isEmpty) { return .cancelled }
    if !live.isEmpty, live.allSatisfy({ $0.invoiced == due($0) }) { return .invoiced }
    if document == .invoice { return .partiallyInvoiced }
    if !live.isEmpty, live.allSatisfy({ $0.delivered == due($0) }) { return .delivered }
    switch document {
    case .none: return .active
    case .confirmation: return .confirmed
    case .pickingList: return .picked
    case .packingSlip, .invoice: return .partiallyDelivered
    }
  }

  var total: ExactDecimal { lines.reduce(charges) { $0 + $1.amount } }

  /// What is to be delivered of a line in all.
  func due(_ line: Line) -> ExactDecimal { isRemainderCancelled ? line.delivered : line.quantity }

  /// Takes down what was done to it.
  mutating func note(_ fact: Fact) {
    switch fact {
    case .orderLine(_, let line): lines.append(Line(line, before: lines.count))
    case .orderActivated: isActivated = true
    case .lineChanged(_, let line, let what): change(line, what)
    case .charged(_, let amount): charges += amount
    case .confirmed: post(.confirmation)
    case .picked: post(.pickingList)
    case .packed(_, let portion): pack(portion)
    case .invoiced(_, let portion, let invoice): self.invoice(portion, invoice)
    case .cancelled: isCancelled = true
    case .remainderCancelled: isRemainderCancelled = true
    default: break
    }
  }

  private func index(_ line: Int) -> Int? { lines.firstIndex { $0.number == line } }

  /// A lower document than one before does not move the order back.
  private mutating func post(_ posted: Document) { document = max(document, posted) }

  private mutating func pack(_ portion: Fact.Portion) {
    switch portion {
    case .rest: for index in lines.indices { lines[index].delivered = lines[index].quantity }
    case .of(let line, let quantity): if let index = index(line) { lines[index].delivered += quantity }
    }
    post(.packingSlip)
  }

  /// What was not delivered yet is delivered along with it. Every invoice has its part of the lines, what is due up to it less what was due
  /// before; a charge is on the first one that follows.
  private mutating func invoice(_ portion: Fact.Portion, _ name: String) {
    var amount = charges - chargesInvoiced
    chargesInvoiced = charges
    func take(_ quantity: ExactDecimal, of index: Int) {
      let before = lines[index].due(at: lines[index].invoiced)
      lines[index].invoiced += quantity
      lines[index].delivered = max(lines[index].delivered, lines[index].invoiced)
      amount += lines[index].due(at: lines[index].invoiced) - before
    }
    switch portion {
    case .rest: for index in lines.indices { take(due(lines[index]) - lines[index].invoiced, of: index) }
    case .of(let line, let quantity): if let index = index(line) { take(quantity, of: index) }
    }
    invoices.append(Invoice(name: name, amount: amount))
    post(.invoice)
  }

  private mutating func change(_ line: Int, _ change: Fact.LineChange) {
    guard let index = index(line) else { return }
    switch change {
    case .quantity(let quantity): lines[index].quantity = quantity
    case .price(let price): lines[index].price = price
    case .discount(let discount): lines[index].discount = discount
    }
  }
}
