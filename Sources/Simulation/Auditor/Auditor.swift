import OData

/// Somebody who reads what people did, in the order in which they did it, and works out by a few rules of the trade what both systems may
/// hold at the end. He never looks into the systems, nor into the engine's ledger.
///
/// The rules:
/// - A record belongs to one system. A run of its project brings it over whole if it has changed since the last run; what was edited in
///   the copy meanwhile is lost. What was not changed leaves the copy alone.
/// - A field that is blank on one side and was blank before is left alone on the other.
/// - A contact needs its account on the other side, a document its customer.
/// - Quotes go over while they are active, orders of Sales when they are activated. From the confirmation on, Supply Chain is the
///   master of an order; its orders, and what becomes of them, come to Sales, and so does every invoice.
/// - An amount is quantity times price less the discount of the line, in cents; an order is the sum of its lines and its charges.
/// - Where it cannot be told whether something came through, both are allowed.
struct Auditor {
  private(set) var masters: [Fact.Master: [String: Mirror]] = [:]
  /// Copies under numbers that nobody uses any more: that many at most.
  private(set) var copiesLeftBehind: [Fact.Master: Int] = [:]
  private(set) var quotes: [AuditedQuote] = []
  private(set) var orders: [AuditedOrder] = []
  /// What only another company has.
  private(set) var foreignProducts: [String] = []
  /// Projects that have run, which the end must not leave anything to.
  private(set) var projects: Set<EngineProject> = []

  /// - Parameter customers: accounts that are there from the beginning.
  init(customers: [String]) {
    for customer in customers { masters[.account, default: [:]][customer] = Mirror([:], account: nil) }
  }

  /// Takes down something that was done. What was refused is not told here.
  mutating func note(_ fact: Fact) {
    switch fact {
    case .nothing: break
    case .entered(let kind, let record, let fields, let account):
      masters[kind, default: [:]][record] = Mirror(fields, account: account)
    case .changed(let kind, let record, let field, let value): masters[kind]?[record]?.change(field, value)
    case .deleted(let kind, let record): masters[kind]?[record]?.delete()
    case .renumbered(let kind, let record, let number):
      guard let known = masters[kind]?.removeValue(forKey: record), let source = known.source else { break }
      if known.mayBeThere { copiesLeftBehind[kind, default: 0] += 1 }
      masters[kind]?[number] = Mirror(source, account: known.account)
    case .copyEdited(let kind, let record, let field, let value): masters[kind]?[record]?.editCopy(field, value)
    case .copyDeleted(let kind, let record, let field, let value):
      masters[kind]?[record]?.deleteCopy()
      masters[kind]?[record]?.change(field, value)
    case .enteredElsewhere(let product): foreignProducts.append(product)
    case .quoteOpened(let quote, let customer): quotes.append(AuditedQuote(quote, customer: customer))
    case .quoteLine(let quote, let line): change(quote) { $0.lines.append(AuditedOrder.Line(line, before: $0.lines.count)) }
    case .quoteActivated(let quote): change(quote) { $0.state = .active }
    case .quoteLost(let quote): change(quote) { $0.state = .lost }
    case .quoteWon(let quote, let order):
      change(quote) { $0.state = .won }
      copy(quote, to: order, isFromSales: true)
    case .quotationSent(let quote): change(quote) { $0.quotation = .sent }
    case .quotationLost(let quote): change(quote) { $0.quotation = .lost }
    case .quotationConfirmed(let quote, let order):
      change(quote) { $0.quotation = .confirmed }
      copy(quote, to: order, isFromSales: false)
    case .orderOpened(let order, let customer, let isFromSales):
      orders.append(AuditedOrder(order, customer: customer, isFromSales: isFromSales))
    case .orderLine(let order, _), .orderActivated(let order), .lineChanged(let order, _, _), .charged(let order, _),
      .confirmed(let order), .picked(let order), .packed(let order, _), .invoiced(let order, _, _), .cancelled(let order),
      .remainderCancelled(let order):
      if let index = orders.firstIndex(where: { $0.name == order }) { orders[index].note(fact) }
    case .ran(let project, let allData): run(project, allData: allData, isCertain: true)
    case .ranUnderFaults(let project, let allData): run(project, allData: allData, isCertain: false)
    case .ranAgainstEdits(let kind, let field, let value):
      if let project = EngineProject(kind) { projects.insert(project) }
      run(kind, { $0.run(against: field, value, isCertain: $1) }, isCertain: true)
    case .ranMeanwhile(let project, let allData, let facts):
      // What happens in the midst of a run is seen by it or not.
      run(project, allData: allData, isCertain: false)
      for fact in facts {
        note(fact)
        run(project, allData: allData, isCertain: false)
      }
    }
  }

  private mutating func run(_ project: EngineProject, allData: Bool, isCertain: Bool) {
    projects.insert(project)
    switch project {
    case .accounts: run(.account, { $0.run(allData: allData, isCertain: $1) }, isCertain: isCertain)
    case .contacts: run(.contact, { $0.run(allData: allData, isCertain: $1) }, isCertain: isCertain)
    case .products: run(.product, { $0.run(allData: allData, isCertain: $1) }, isCertain: isCertain)
    case .quotes:
      for index in quotes.indices where mayCross(quotes[index].customer) {
        quotes[index].run(isCertain: isCertain && isThere(quotes[index].customer))
      }
    case .ordersToSupplyChain:
      // Of what came through in part, people keep their hands off.
      for index in orders.indices where orders[index].isActivated && isCertain && isThere(orders[index].customer) {
        orders[index].isExpected = true
      }
    case .ordersToSales, .invoices: break
    }
  }

  private mutating func run(_ kind: Fact.Master, _ body: (inout Mirror, _ isCertain: Bool) -> Void, isCertain: Bool) {
    // In any order: no record depends on another of its kind.
    for (record, mirror) in masters[kind] ?? [:] {
      if let account = mirror.account, !mayCross(account) { continue }
      var mirror = mirror
      body(&mirror, isCertain && (mirror.account.map(isThere) ?? true))
      masters[kind]?[record] = mirror
    }
  }

  func mayCross(_ customer: String) -> Bool { masters[.account]?[customer]?.mayBeThere ?? false }
  private func isThere(_ customer: String) -> Bool { masters[.account]?[customer]?.isThere ?? false }

  private mutating func change(_ quote: String, _ body: (inout AuditedQuote) -> Void) {
    if let index = quotes.firstIndex(where: { $0.name == quote }) { body(&quotes[index]) }
  }

  private mutating func copy(_ quote: String, to order: String, isFromSales: Bool) {
    guard let quote = quotes.first(where: { $0.name == quote }) else { return }
    var made = AuditedOrder(order, customer: quote.customer, isFromSales: isFromSales)
    made.lines = quote.lines
    orders.append(made)
  }
}
