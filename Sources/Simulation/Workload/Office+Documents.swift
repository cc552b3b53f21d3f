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

  // MARK: Parts

  mutating func customer(_ books: Auditor) -> String? {
    let known = books.living(.account)
    return known.isEmpty ? nil : draw.one(of: known)
  }

  mutating func document(_ customer: String) -> JSON {
    [
      "name": .string("\(draw.one(of: Catalogue.words)) \(draw.next(below: 1000))"), "customerid": Naming.account(customer),
      "pricelevelid": ["name": "CRM Service USA (sample)"],
    ]
  }

  /// A line of a document in Sales, and how it is written for one.
  mutating func salesLine() -> (Fact.Line, (_ parent: String, _ document: String) -> JSON) {
    let product = draw.one(of: Catalogue.products)
    let agreed = price()
    let line = line(product, agreed)
    return (
      line,
      { parent, document in
        var fields: JSONObject = [
          parent: Naming.text(document, nil), "productid": .string(product.number), "uomid": ["name": .string(product.unit)],
          "quantity": .number(line.quantity),
        ]
        if let agreed {
          fields.append("ispriceoverridden", true)
          fields.append("priceperunit", .number(agreed))
        }
        if !line.discount.isZero { fields.append("manualdiscountamount", .number(line.discount)) }
        return .object(fields)
      }
    )
  }

  /// A line of an order in Supply Chain, and how it is written.
  mutating func supplyChainLine(_ order: JSON, _ number: Int) -> (Fact.Line, JSON) {
    let product = draw.one(of: Catalogue.products)
    let agreed = price()
    var line = line(product, agreed)
    var fields: JSONObject = [
      "SalesOrderNumber": order, "LineCreationSequenceNumber": .number(ExactDecimal(number)), "ProductNumber": .string(product.number),
      "OrderedSalesQuantity": .number(line.quantity),
    ]
    if let agreed { fields.append("SalesPrice", .number(agreed)) }
    if !line.discount.isZero { fields.append("TotalDiscountAmount", .number(line.discount)) }
    line.number = number
    return (line, .object(fields))
  }

  private mutating func line(_ product: Catalogue.Product, _ agreed: ExactDecimal?) -> Fact.Line {
    let quantity = ExactDecimal(draw.between(1...12))
    let price = agreed ?? product.price
    return Fact.Line(product: product.number, quantity: quantity, price: price, discount: discount(quantity, price))
  }

  /// What a customer pays instead of the price of the list.
  private mutating func price() -> ExactDecimal? { has(.ownPrices) && draw.chance(1, in: 3) ? cents(100...50_000) : nil }

  private mutating func discount(_ quantity: ExactDecimal, _ price: ExactDecimal) -> ExactDecimal {
    has(.discounts) && draw.chance(1, in: 2) ? someDiscount(quantity, price) : 0
  }

  /// At most half of the amount. Some leave half a cent for each piece, where it shows how that is rounded.
  mutating func someDiscount(_ quantity: ExactDecimal, _ price: ExactDecimal) -> ExactDecimal {
    let pieces = Int(quantity.exactInt64 ?? 1)
    let most = Int((quantity * price * ExactDecimal(50)).rounded(to: 0).exactInt64 ?? 1)
    guard pieces.isMultiple(of: 2), draw.chance(3, in: 4) else { return cents(1...max(1, most)) }
    return cents(0...max(0, most / pieces - 1)) * quantity + ExactDecimal(mantissa: Int128(pieces / 2), scale: 2)
  }
}
