import Ambient
import OData

extension Office {
  // MARK: New orders

  mutating func orderOfSales(_ books: Auditor) -> [Deed] {
    guard let customer = customer(books) else { return [] }
    let order = name("order")
    var deeds = [
      Deed(
        ["create": "sales/salesorders", "with": document(customer), "as": .string(order)],
        .orderOpened(order, customer: customer, isFromSales: true))
    ]
    for _ in 0..<draw.between(1...3) {
      let (line, fields) = salesLine()
      deeds.append(Deed(["create": "sales/salesorderdetails", "with": fields("salesorderid", order)], .orderLine(order, line)))
    }
    if draw.chance(3, in: 5) { deeds.append(Self.activateOrder(order)) }
    return deeds
  }

  /// Somebody orders by telephone.
  mutating func orderOfSupplyChain(_ books: Auditor) -> [Deed] {
    let customers = books.living(.account).filter { books.isCopyThere(.account, $0) }
    guard !customers.isEmpty else { return [] }
    let customer = draw.one(of: customers)
    let order = name("SO-")
    let number = Naming.text(order, nil)
    var deeds = [
      Deed(
        [
          "create": "supplyChain/CDSSalesOrderHeaders",
          "with": [
            "SalesOrderNumber": number, "OrderingCustomerAccountNumber": Naming.text(customer, "accountnumber"), "CurrencyCode": "USD",
          ],
        ], .orderOpened(order, customer: customer, isFromSales: false))
    ]
    for index in 1...draw.between(1...3) { deeds.append(addLine(index, to: order, number)) }
    if draw.chance(3, in: 4) { deeds.append(Self.act("confirm order", number, .confirmed(order))) }
    return deeds
  }

  private mutating func addLine(_ line: Int, to order: String, _ number: JSON) -> Deed {
    let (line, fields) = supplyChainLine(number, line)
    return Deed(["create": "supplyChain/CDSSalesOrderLines", "with": fields], .orderLine(order, line))
  }

  static func activateOrder(_ order: String) -> Deed {
    Deed(["do": "activate order", "key": Naming.text(order, nil)], .orderActivated(order))
  }

  // MARK: What becomes of orders

  /// Something happens to an order, mostly in Supply Chain: one thing, or several in a row.
  mutating func orderGoesOn(_ books: Auditor) -> [Deed] {
    let open = books.orders.filter { $0.isOpen && !$0.lines.isEmpty }
    guard !open.isEmpty else { return [] }
    // What comes next depends on what was done; should it be refused, the next thing may be, too.
    var order = draw.one(of: open)
    if order.isFromSales, !order.isActivated { return [Self.activateOrder(order.name)] }
    guard !order.isFromSales || order.isExpected else { return [] }
    let number = Naming.text(order.name, order.isFromSales ? "ordernumber" : nil)
    var deeds: [Deed] = []
    for _ in 0..<draw.between(1...3) where order.isOpen {
      let acts = acts(order, number)
      guard !acts.isEmpty else { break }
      let deed = draw.one(of: acts)(&self)
      order.note(deed.fact)
      deeds.append(deed)
    }
    return deeds
  }

  /// What may be done with an order that is open; what is done more often stands there more often.
  private func acts(_ order: AuditedOrder, _ number: JSON) -> [(inout Office) -> Deed] {
    if order.isRemainderCancelled { return has(.invoices) ? [{ $0.post("post invoice", order, number) }] : [] }
    // A document may be posted once more behind a later one.
    var acts: [(inout Office) -> Deed] = [{ _ in Self.act("confirm order", number, .confirmed(order.name)) }]
    if order.document >= .confirmation || !order.isFromSales {
      if has(.deliveries), order.document < .invoice {
        acts.append { _ in Self.act("post picking list", number, .picked(order.name)) }
        acts += [{ $0.post("post packing slip", order, number) }, { $0.post("post packing slip", order, number) }]
      }
      if has(.invoices) { acts.append { $0.post("post invoice", order, number) } }
      if has(.charges) { acts.append { $0.charge(order, number) } }
    }
    // An order that is delivered is not to become one that is not.
    if has(.corrections), order.document >= .confirmation, order.document < .invoice, order.status != .delivered {
      acts += [{ $0.correct(order, number) }, { $0.correct(order, number) }]
      acts.append { $0.addLine((order.lines.last?.number ?? 0) + 1, to: order.name, number) }
    }
    if has(.cancellations), order.document < .packingSlip {
      acts.append { _ in Self.act("cancel order", number, .cancelled(order.name)) }
    }
    if has(.cancellations), order.document == .packingSlip {
      acts.append { _ in Self.act("cancel deliver remainder", number, .remainderCancelled(order.name)) }
    }
    return acts
  }

  private static func act(_ operation: String, _ number: JSON, _ fact: Fact) -> Deed {
    Deed(["do": .string(operation), "key": number], fact)
  }

  /// A document about all that is left, or about part of one line.
  private mutating func post(_ operation: String, _ order: AuditedOrder, _ number: JSON) -> Deed {
    let isInvoice = operation == "post invoice"
    func left(_ line: AuditedOrder.Line) -> Int {
      Int((order.due(line) - (isInvoice ? line.invoiced : line.delivered)).exactInt64 ?? 0)
    }
    let divisible = order.lines.indices.filter { left(order.lines[$0]) > 1 }
    var step: JSONObject = ["do": .string(operation), "key": number]
    var portion = Fact.Portion.rest
    if !divisible.isEmpty, draw.chance(1, in: 2) {
      let index = draw.one(of: divisible)
      let quantity = ExactDecimal(draw.between(1...left(order.lines[index]) - 1))
      let line = order.lines[index].number
      portion = .of(line: line, quantity: quantity)
      step.append("with", ["lines": [["LineCreationSequenceNumber": .number(ExactDecimal(line)), "Quantity": .number(quantity)]]])
    }
    guard isInvoice else { return Deed(step, .packed(order.name, portion)) }
    let invoice = name("invoice")
    step.append("as", .string(invoice))
    return Deed(step, .invoiced(order.name, portion, invoice: invoice))
  }

  private mutating func charge(_ order: AuditedOrder, _ number: JSON) -> Deed {
    let amount = cents(50...5_000)
    // The charges of an order are numbered; nobody else counts them.
    let line = ExactDecimal(draw.between(1...1_000_000))
    return Deed(
      [
        "create": "supplyChain/SalesOrderHeaderCharges",
        "with": [
          "SalesOrderNumber": number, "ChargeLineNumber": .number(line), "SalesChargeCode": "FREIGHT", "FixedChargeAmount": .number(amount),
          "ChargeCurrencyCode": "USD",
        ],
      ], .charged(order: order.name, amount))
  }

  /// Supply Chain is the master of an order once it is confirmed.
  private mutating func correct(_ order: AuditedOrder, _ number: JSON) -> Deed {
    let line = draw.one(of: order.lines)
    let change: Fact.LineChange
    let field: (String, JSON)
    switch draw.next(below: 3) {
    case 0:
      let least = max(1, Int(max(line.delivered, line.invoiced).exactInt64 ?? 1))
      let quantity = ExactDecimal(draw.between(least...least + 19))
      (change, field) = (.quantity(quantity), ("OrderedSalesQuantity", .number(quantity)))
    case 1:
      let price = cents(100...50_000)
      (change, field) = (.price(price), ("SalesPrice", .number(price)))
    default:
      let discount = someDiscount(line.quantity, line.price)
      (change, field) = (.discount(discount), ("TotalDiscountAmount", .number(discount)))
    }
    return Deed(
      [
        "update": "supplyChain/CDSSalesOrderLines",
        "key": ["SalesOrderNumber": number, "LineCreationSequenceNumber": .number(ExactDecimal(line.number))],
        "with": .object(JSONObject([.init(field.0, field.1)])),
      ], .lineChanged(order: order.name, line: line.number, change))
  }
}
