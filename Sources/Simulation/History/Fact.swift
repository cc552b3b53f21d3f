import OData

/// What somebody did, in business words. Records are named as `Naming` says.
enum Fact: Hashable, Sendable {
  /// Nothing that bears on the end.
  case nothing
  case entered(Master, String, [String: JSON], account: String?)
  case changed(Master, String, field: String, JSON)
  case deleted(Master, String)
  /// A record is known by another number from then on. Its copy under the old one stays.
  case renumbered(Master, String, to: String)
  /// Somebody edited the copy in the other system. The field is the source's.
  case copyEdited(Master, String, field: String, JSON)
  /// The copy is gone, and the source was changed at the same time.
  case copyDeleted(Master, String, field: String, JSON)
  /// Another company has a product of its own.
  case enteredElsewhere(String)

  case quoteOpened(String, customer: String)
  case quoteLine(String, Line)
  case quoteActivated(String)
  case quoteLost(String)
  /// The quote becomes an order of that name.
  case quoteWon(String, order: String)
  case quotationSent(String)
  case quotationLost(String)
  /// The quotation becomes an order of Supply Chain whose number is kept under that name.
  case quotationConfirmed(String, order: String)

  case orderOpened(String, customer: String, isFromSales: Bool)
  case orderLine(String, Line)
  case orderActivated(String)
  case lineChanged(order: String, line: Int, LineChange)
  case charged(order: String, ExactDecimal)
  case confirmed(String)
  case picked(String)
  case packed(String, Portion)
  /// The invoice's number is kept under that name.
  case invoiced(String, Portion, invoice: String)
  case cancelled(String)
  case remainderCancelled(String)

  case ran(EngineProject, allData: Bool)
  /// A run in which something went wrong: what came through cannot be told.
  case ranUnderFaults(EngineProject, allData: Bool)
  /// A run in the midst of which something else was done.
  case ranMeanwhile(EngineProject, allData: Bool, [Fact])
  /// A run in which somebody edits copies right before they are written; which of them cannot be told. The field is the source's.
  case ranAgainstEdits(Master, field: String, JSON)

  /// Records of which one system holds a copy of the other's.
  enum Master: String, Hashable, Sendable, CaseIterable { case account, contact, product }

  struct Line: Hashable, Sendable {
    /// Its number in the document, where people gave it one; the next one otherwise.
    var number: Int?
    let product: String
    let quantity: ExactDecimal
    let price: ExactDecimal
    let discount: ExactDecimal
  }

  enum LineChange: Hashable, Sendable {
    case quantity(ExactDecimal)
    case price(ExactDecimal)
    case discount(ExactDecimal)
  }

  /// How much of an order a document is about.
  enum Portion: Hashable, Sendable {
    /// All that is left.
    case rest
    case of(line: Int, quantity: ExactDecimal)
  }
}

/// The projects of the engine, in the order in which a company runs them.
enum EngineProject: String, Hashable, Sendable, CaseIterable {
  case accounts
  case contacts
  case products
  case quotes
  case ordersToSupplyChain = "orders to supply chain"
  case ordersToSales = "orders to sales"
  case invoices
}

/// How records are named in simulated histories: what was there from the beginning by its number (`US-004`, `SO-1`), what was made on the
/// way by the step that made it (`account3`).
enum Naming {
  /// A number or name as steps write it. Names of steps begin with a small letter, numbers never do.
  static func text(_ record: String, _ property: String?) -> JSON {
    if isNumber(record) { return .string(record) }
    return .string(property.map { "${\(record).\($0)}" } ?? "${\(record)}")
  }

  /// Whether it stands for itself, and not for what a step made.
  static func isNumber(_ record: String) -> Bool { !(record.unicodeScalars.first.map { ("a"..."z").contains($0) } ?? false) }

  /// An account that something belongs to.
  static func account(_ record: String) -> JSON { isNumber(record) ? ["account": .string(record)] : text(record, nil) }
}
