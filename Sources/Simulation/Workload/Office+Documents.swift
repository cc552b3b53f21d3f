import Ambient
import OData

extension Office {
  // MARK: Quotes

  /// A quote is written, and mostly given to the customer at once.
  mutating func quote(_ books: Auditor) -> [Deed] {
    guard let customer = customer(books) else { return [] }
    let quote = name("quote")
    var deeds = [
      Deed(
        ["create": "sales/quotes", "with": document(customer), "as": .string(quote)], .quoteOpened(quote, customer: customer))
    ]
    for _ in 0..<draw.between(1...3) {
      let (line, fields) = salesLine()
      deeds.append(Deed(["create": "sales/quotedetails", "with": fields("quoteid", quote)], .quoteLine(quote, line)))
    }
    if draw.chance(4, in: 5) { deeds.append(Self.activateQuote(quote)) }
    return deeds
  }

  /// What becomes of a quote in Sales.
  mutating func quoteGoesOn(_ books: Auditor) -> [Deed] {
    // A quote that may have gone over in part is left alone until it is there.
    let open = books.quotes.filter { $0.state == .draft || $0.state == .active && $0.isThere.count == 1 }
    guard !open.isEmpty else { return [] }
    let quote = draw.one(of: open)
    if quote.state == .draft { return [Self.activateQuote(quote.name)] }
    if !has(.ordersOfSales) || draw.chance(1, in: 4) {
      return [
        Deed(
          [
            "do": "sales/CloseQuote",
            "with": ["QuoteClose": ["subject": "lost", "quoteid@odata.bind": .string("/quotes(${\(quote.name).quoteid})")], "Status": 5],
          ], .quoteLost(quote.name))
      ]
    }
    let order = name("order")
    let won = Deed(
      ["do": "sales/ConvertQuoteToSalesOrder", "with": ["QuoteId": .string("${\(quote.name).quoteid}")], "as": .string(order)],
      .quoteWon(quote.name, order: order))
    return draw.chance(3, in: 4) ? [won, Self.activateOrder(order)] : [won]
  }

  /// What becomes of a quotation in Supply Chain.
  mutating func quotation(_ books: Auditor) -> [Deed] {
    let open = books.quotes.filter { $0.isThere == [true] && ($0.quotation == .created || $0.quotation == .sent) }
    guard !open.isEmpty else { return [] }
    let quote = draw.one(of: open)
    let number = Naming.text(quote.name, "quotenumber")
    switch draw.next(below: 4) {
    case 0: return [Deed(["do": "lose quotation", "key": number], .quotationLost(quote.name))]
    case 1 where hasOrders:
      let order = name("ordered")
      return [
        Deed(["do": "confirm quotation", "key": number, "as": .string(order)], .quotationConfirmed(quote.name, order: order))
      ]
    default: return [Deed(["do": "send quotation", "key": number], .quotationSent(quote.name))]
    }
  }

  private static func activateQuote(_ quote: String) -> Deed {
    Deed(["update": "sales/quotes", "key": Naming.text(quote, nil), "with": ["statecode": 1]], .quoteActivated(quote))
  }

  // MARK: Orders

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
    let number = name("SO-")
    var deeds = [
      Deed(
        [
          "create": "supplyChain/CDSSalesOrderHeaders",
          "with": [
            "SalesOrderNumber": .string(number), "OrderingCustomerAccountNumber": Naming.text(customer, "accountnumber"),
            "CurrencyCode": "USD",
          ],
        ], .orderOpened(number, customer: customer, isFromSales: false))
    ]
    for index in 1...draw.between(1...3) {
      let product = draw.one(of: Catalogue.products)
      let quantity = ExactDecimal(draw.between(1...12))
      var fields: JSONObject = [
        "SalesOrderNumber": .string(number), "LineCreationSequenceNumber": .number(ExactDecimal(index)),
        "ProductNumber": .string(product.number), "OrderedSalesQuantity": .number(quantity),
      ]
      let discount = discount(quantity, product)
      if !discount.isZero { fields.append("TotalDiscountAmount", .number(discount)) }
      deeds.append(
        Deed(
          ["create": "supplyChain/CDSSalesOrderLines", "with": .object(fields)],
          .orderLine(number, Fact.Line(product: product.number, quantity: quantity, price: product.price, discount: discount))))
    }
    if draw.chance(3, in: 4) { deeds.append(Self.act("confirm order", Naming.text(number, nil), .confirmed(number))) }
    return deeds
  }

  private static func activateOrder(_ order: String) -> Deed {
    Deed(["do": "activate order", "key": Naming.text(order, nil)], .orderActivated(order))
  }

  /// Something happens to an order, mostly in Supply Chain.
  mutating func orderGoesOn(_ books: Auditor) -> [Deed] {
    let open = books.orders.filter { $0.isOpen && !$0.lines.isEmpty }
    guard !open.isEmpty else { return [] }
    let order = draw.one(of: open)
    if order.isFromSales, !order.isActivated { return [Self.activateOrder(order.name)] }
    guard !order.isFromSales || order.isExpected else { return [] }
    let number = Naming.text(order.name, order.isFromSales ? "ordernumber" : nil)
    var acts: [(inout Office) -> Deed] = []
    if order.document < .pickingList { acts.append { _ in Self.act("confirm order", number, .confirmed(order.name)) } }
    if order.document >= .confirmation || !order.isFromSales {
      if has(.deliveries), order.document < .packingSlip {
        acts.append { _ in Self.act("post picking list", number, .picked(order.name)) }
      }
      if has(.deliveries), order.document < .invoice { acts.append { $0.post("post packing slip", order, number) } }
      if has(.invoices) { acts.append { $0.post("post invoice", order, number) } }
      if has(.charges), order.document < .packingSlip { acts.append { $0.charge(order, number) } }
      if has(.corrections), order.document == .confirmation { acts.append { $0.correct(order, number) } }
    }
    if has(.cancellations), order.document < .packingSlip {
      acts.append { _ in Self.act("cancel order", number, .cancelled(order.name)) }
    }
    if has(.cancellations), order.document == .packingSlip {
      acts.append { _ in Self.act("cancel deliver remainder", number, .remainderCancelled(order.name)) }
    }
    guard !acts.isEmpty else { return [] }
    return [draw.one(of: acts)(&self)]
  }

  private static func act(_ operation: String, _ number: JSON, _ fact: Fact) -> Deed {
    Deed(["do": .string(operation), "key": number], fact)
  }

  /// A document about all that is left, or about part of one line.
  private mutating func post(_ operation: String, _ order: AuditedOrder, _ number: JSON) -> Deed {
    let isInvoice = operation == "post invoice"
    let left = order.lines.indices.filter { index in
      let line = order.lines[index]
      return line.quantity - (isInvoice ? line.invoiced : line.delivered) > 1
    }
    var step: JSONObject = ["do": .string(operation), "key": number]
    var portion = Fact.Portion.rest
    if !left.isEmpty, draw.chance(2, in: 5) {
      let index = draw.one(of: left)
      let line = order.lines[index]
      let most = (line.quantity - (isInvoice ? line.invoiced : line.delivered)).exactInt64 ?? 1
      let quantity = ExactDecimal(draw.between(1...max(1, Int(most) - 1)))
      portion = .of(line: index + 1, quantity: quantity)
      step.append(
        "with", ["lines": [["LineCreationSequenceNumber": .number(ExactDecimal(index + 1)), "Quantity": .number(quantity)]]])
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
    let index = draw.next(below: order.lines.count)
    let line = order.lines[index]
    let change: Fact.LineChange
    let field: (String, JSON)
    switch draw.next(below: 3) {
    case 0:
      let quantity = ExactDecimal(draw.between(1...20))
      (change, field) = (.quantity(quantity), ("OrderedSalesQuantity", .number(quantity)))
    case 1:
      let price = cents(100...50_000)
      (change, field) = (.price(price), ("SalesPrice", .number(price)))
    default:
      let discount = min(cents(1...500), (line.quantity * line.price).rounded(to: 2))
      (change, field) = (.discount(discount), ("TotalDiscountAmount", .number(discount)))
    }
    return Deed(
      [
        "update": "supplyChain/CDSSalesOrderLines",
        "key": ["SalesOrderNumber": number, "LineCreationSequenceNumber": .number(ExactDecimal(index + 1))],
        "with": .object(JSONObject([.init(field.0, field.1)])),
      ], .lineChanged(order: order.name, line: index + 1, change))
  }

  // MARK: Parts

  private mutating func customer(_ books: Auditor) -> String? {
    let known = books.living(.account)
    return known.isEmpty ? nil : draw.one(of: known)
  }

  private mutating func document(_ customer: String) -> JSON {
    let parent: JSON = customer.hasPrefix("US-") ? ["account": .string(customer)] : Naming.text(customer, nil)
    return [
      "name": .string("\(draw.one(of: Catalogue.words)) \(draw.next(below: 1000))"), "customerid": parent,
      "pricelevelid": ["name": "CRM Service USA (sample)"],
    ]
  }

  /// A line of a document in Sales, and how it is written for one.
  private mutating func salesLine() -> (Fact.Line, (_ parent: String, _ document: String) -> JSON) {
    let product = draw.one(of: Catalogue.products)
    let quantity = ExactDecimal(draw.between(1...12))
    let discount = discount(quantity, product)
    return (
      Fact.Line(product: product.number, quantity: quantity, price: product.price, discount: discount),
      { parent, document in
        var fields: JSONObject = [
          parent: Naming.text(document, nil), "productid": .string(product.number), "uomid": ["name": .string(product.unit)],
          "quantity": .number(quantity),
        ]
        if !discount.isZero { fields.append("manualdiscountamount", .number(discount)) }
        return .object(fields)
      }
    )
  }

  private mutating func discount(_ quantity: ExactDecimal, _ product: Catalogue.Product) -> ExactDecimal {
    guard has(.discounts), draw.chance(1, in: 2) else { return 0 }
    let most = (quantity * product.price * ExactDecimal(50)).rounded(to: 0).exactInt64 ?? 1
    return cents(1...Int(max(1, most)))
  }
}
