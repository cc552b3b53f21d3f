import OData
import SalesTwin
import Testing
import Twin

/// A Sales twin with goods in three currencies, the same goods in the plain model, and the way of a random document through both.
struct DocumentShop {
  struct Setting: Sendable {
    let isPerUnit: Bool
    let pricingDecimals: Int
  }

  let setting: Setting
  let sales: SalesClient
  private var markets: [Market] = []
  private let products: [String]

  /// The names the four kinds of document go by.
  struct Kind: Sendable {
    let table: String
    let set: String
    let line: String
    let collection: String

    static let all = [
      Kind(table: "opportunity", set: "opportunities", line: "opportunityproduct", collection: "product_opportunities"),
      Kind(table: "quote", set: "quotes", line: "quotedetail", collection: "quote_details"),
      Kind(table: "salesorder", set: "salesorders", line: "salesorderdetail", collection: "order_details"),
      Kind(table: "invoice", set: "invoices", line: "invoicedetail", collection: "invoice_details"),
    ]
  }

  private struct Market {
    let currency: PlainCurrency
    let priceList: String
    let items: [PlainItem]
  }

  /// The amounts that rounding ends in, as the currency's decimals allow.
  private static let currencies: [(PlainCurrency, [Units])] = [
    (PlainCurrency(code: "USD", decimals: 2, rate: one), [one * 99 / 100, one / 20, 5 * one]),
    (PlainCurrency(code: "JPY", decimals: 0, rate: one * 1105 / 10), [5 * one, 10 * one, 95 * one]),
    (PlainCurrency(code: "KWD", decimals: 3, rate: one * 3071 / 10000), [one * 995 / 1000, one / 200, one / 4]),
  ]
  private static let goods = 12

  init(_ setting: Setting, seed: UInt64) throws {
    self.setting = setting
    let sales = try SalesClient {
      $0.settings.discountCalculationMethod = setting.isPerUnit ? 1 : 0
      $0.settings.pricingDecimals = setting.pricingDecimals
    }
    self.sales = sales
    var draw = Draw(seed: seed)
    let group = try sales.create("uomschedules", ["name": "Default unit"])
    let unit = try sales.create("uoms", ["name": "ea", "quantity": 1, "uomscheduleid@odata.bind": .string("/uomschedules(\(group))")])
    var costs: [(list: Units, current: Units, standard: Units, decimals: Int)] = []
    var products: [String] = []
    for number in 0..<Self.goods {
      let cost = (draw.amount(500, 2), draw.amount(300, 2), draw.amount(300, 2), [0, 2, 5][number % 3])
      costs.append((cost.0, cost.1, cost.2, cost.3))
      products.append(
        try sales.create(
          "products",
          [
            "productnumber": .string("P\(number)"), "name": .string("Product \(number)"), "price": try Self.number(cost.0),
            "currentcost": try Self.number(cost.1), "standardcost": try Self.number(cost.2),
            "quantitydecimal": .number(ExactDecimal(cost.3)), "defaultuomid@odata.bind": .string("/uoms(\(unit))"),
            "defaultuomscheduleid@odata.bind": .string("/uomschedules(\(group))"),
          ]))
    }
    self.products = products
    for (currency, endings) in Self.currencies {
      let id =
        try currency.rate == one
        ? #require(try sales.list("transactioncurrencies")[0]["transactioncurrencyid"]?.stringValue)
        : sales.currency(currency.code, rate: Self.text(currency.rate), precision: Int64(currency.decimals))
      let bind: JSON = .string("/transactioncurrencies(\(id))")
      let list = try sales.create("pricelevels", ["name": .string(currency.code), "transactioncurrencyid@odata.bind": bind])
      var items: [PlainItem] = []
      for number in 0..<Self.goods {
        var discounts: [String: JSON] = [:]
        var steps: [PlainStep] = []
        if number % 2 == 1 {
          let isPercentage = number % 4 == 1
          let lists = try sales.discountList(amounts: !isPercentage, ["transactioncurrencyid@odata.bind": bind])
          for (low, high) in [(Int64(5), Int64(9)), (10, 100)] {
            let value = isPercentage ? draw.amount(20, 3) : draw.amount(3, 4)
            steps.append(PlainStep(low: Units(low) * one, high: Units(high) * one, isPercentage: isPercentage, value: value))
            try sales.step(lists, low, high, [isPercentage ? "percentage" : "amount": try Self.number(value)])
          }
          discounts["discounttypeid@odata.bind"] = .string("/discounttypes(\(lists))")
        }
        let item = PlainItem(
          method: number % 6 + 1, amount: draw.amount(400, 4), percentage: draw.amount(60, 2), policy: (number / 2) % 4 + 1,
          option: number % 2 + 1, roundingAmount: endings[number % 3], listPrice: costs[number].list, currentCost: costs[number].current,
          standardCost: costs[number].standard, quantityDecimals: costs[number].decimals, steps: steps)
        items.append(item)
        var body: JSONObject = [
          "pricelevelid@odata.bind": .string("/pricelevels(\(list))"), "productid@odata.bind": .string("/products(\(products[number]))"),
          "uomid@odata.bind": .string("/uoms(\(unit))"), "pricingmethodcode": .number(ExactDecimal(item.method)),
          "amount": try Self.number(item.amount), "percentage": try Self.number(item.percentage),
          "roundingpolicycode": .number(ExactDecimal(item.policy)), "roundingoptioncode": .number(ExactDecimal(item.option)),
          "roundingoptionamount": try Self.number(item.roundingAmount),
        ]
        for (name, value) in discounts { body[name] = value }
        try sales.create("productpricelevels", .object(body))
      }
      markets.append(Market(currency: currency, priceList: list, items: items))
    }
  }

  // MARK: A document

  /// Makes a document, changes it, and compares all its amounts with the plain model's.
  /// - Returns: its kind and identifier.
  @discardableResult
  func run(_ seed: UInt64) throws -> (kind: Kind, id: String) {
    var draw = Draw(seed: seed)
    let market = markets[draw.below(markets.count)]
    let kind = Kind.all[draw.below(Kind.all.count)]
    let table = kind.table
    var plain = PlainDocument(
      currency: market.currency, items: market.items, pricingDecimals: setting.pricingDecimals, isPerUnit: setting.isPerUnit)
    var lineIDs: [String] = []

    var body = "\"name\":\"D\",\"pricelevelid@odata.bind\":\"/pricelevels(\(market.priceList))\""
    body += header(&plain, &draw)
    var lines: [String] = []
    for _ in 0...draw.below(8) {
      let line = newLine(plain, &draw)
      plain.lines.append(line.line)
      lines.append("{\(line.text)}")
    }
    let id = try post(kind.set, "{\(body),\"\(kind.collection)\":[\(lines.joined(separator: ","))]}")
    try compare(plain, kind, id, seed, &lineIDs)

    for _ in 0..<draw.below(5) {
      switch draw.below(6) {
      case 0: try patch("\(kind.set)(\(id))", "{\"description\":\"changed\"\(header(&plain, &draw))}")
      case 1:
        let line = newLine(plain, &draw)
        plain.lines.append(line.line)
        lineIDs.append(try post("\(kind.line)s", "{\(line.text),\"\(table)id@odata.bind\":\"/\(kind.set)(\(id))\"}"))
      case 2 where !lineIDs.isEmpty:
        let position = draw.below(lineIDs.count)
        #expect(sales.send(.delete, "\(kind.line)s(\(lineIDs.remove(at: position)))").status == 204)
        plain.lines.remove(at: position)
      case _ where !lineIDs.isEmpty:
        let position = draw.below(lineIDs.count)
        try patch("\(kind.line)s(\(lineIDs[position]))", "{\(change(position, in: &plain, &draw))}")
      default: break
      }
    }
    if draw.below(10) == 0 { try sales.recalculate(table, id) }
    var order: [String] = []
    try compare(plain, kind, id, seed, &order)
    try #require(order == lineIDs, "lines of document \(seed)")
    return (kind, id)
  }

  private func header(_ plain: inout PlainDocument, _ draw: inout Draw) -> String {
    var text = ""
    if draw.below(2) == 0 {
      plain.discountAmount = draw.amount(50, 4)
      text += ",\"discountamount\":\(Self.text(plain.discountAmount))"
    }
    if draw.below(2) == 0 {
      plain.discountPercentage = draw.amount(30, 2)
      text += ",\"discountpercentage\":\(Self.text(plain.discountPercentage))"
    }
    if draw.below(2) == 0 {
      plain.freight = draw.amount(80, 4)
      text += ",\"freightamount\":\(Self.text(plain.freight))"
    }
    return text
  }

  private func quantity(_ decimals: Int, _ draw: inout Draw) -> Units { draw.amount(20, decimals) * (draw.below(15) == 0 ? -1 : 1) }

  private func newLine(_ plain: PlainDocument, _ draw: inout Draw) -> (line: PlainLine, text: String) {
    let item = draw.below(4) == 0 ? nil : draw.below(Self.goods)
    var line = PlainLine(item: item, isOverridden: draw.below(4) == 0)
    var text: [String] = []
    if let item {
      text.append("\"productid@odata.bind\":\"/products(\(products[item]))\",\"ispriceoverridden\":\(line.isOverridden)")
    } else {
      text.append("\"isproductoverridden\":true,\"productdescription\":\"Lesson\"")
    }
    // A price that is written over a list price does not count.
    line.writtenPrice = draw.amount(250, 4)
    text.append("\"priceperunit\":\(Self.text(line.writtenPrice))")
    if draw.below(25) != 0 {
      let quantity = quantity(item.map { plain.items[$0].quantityDecimals } ?? 5, &draw)
      line.quantity = quantity
      text.append("\"quantity\":\(Self.text(quantity))")
    }
    line.volume = plain.newVolume(line)
    text.append(discountAndTax(&line, &draw))
    return (line, text.filter { !$0.isEmpty }.joined(separator: ","))
  }

  private func discountAndTax(_ line: inout PlainLine, _ draw: inout Draw) -> String {
    var text: [String] = []
    if draw.below(2) == 0 {
      line.discount = draw.amount(10, 4)
      text.append("\"manualdiscountamount\":\(Self.text(line.discount))")
    }
    if draw.below(2) == 0 {
      line.tax = draw.amount(40, 4) * (draw.below(10) == 0 ? -1 : 1)
      text.append("\"tax\":\(Self.text(line.tax))")
    }
    return text.joined(separator: ",")
  }

  private func change(_ position: Int, in plain: inout PlainDocument, _ draw: inout Draw) -> String {
    var line = plain.lines[position]
    var text: String
    switch draw.below(3) {
    case 0:
      let quantity = quantity(line.item.map { plain.items[$0].quantityDecimals } ?? 5, &draw)
      let isNew = quantity != line.quantity
      line.quantity = quantity
      if isNew { line.volume = plain.newVolume(line) }
      text = "\"quantity\":\(Self.text(quantity))"
    case 1 where line.item != nil:
      line.isOverridden.toggle()
      if line.isOverridden { line.volume = nil }
      line.writtenPrice = draw.amount(250, 4)
      text = "\"ispriceoverridden\":\(line.isOverridden),\"priceperunit\":\(Self.text(line.writtenPrice))"
    default:
      text = discountAndTax(&line, &draw)
    }
    plain.lines[position] = line
    return text
  }

  // MARK: Comparing

  private func compare(
    _ plain: PlainDocument, _ kind: Kind, _ id: String, _ seed: UInt64, _ lineIDs: inout [String]
  ) throws {
    let lineColumns =
      "\(kind.line)id,priceperunit,priceperunit_base,volumediscountamount,baseamount,extendedamount,extendedamount_base,tax,pricingerrorcode"
    let headerColumns =
      "totallineitemamount,totallineitemdiscountamount,totaltax,totaldiscountamount,totalamountlessfreight,totalamount,"
      + "totalamount_base,freightamount_base,pricingerrorcode"
    let address = "\(kind.set)(\(id))?$select=\(headerColumns)&$expand=\(kind.collection)($select=\(lineColumns);$orderby=sequencenumber)"
    let document = try sales.get(address)
    let rows = try #require(document[kind.collection]?.arrayValue)
    try #require(rows.count == plain.lines.count, "document \(seed)")
    func check(_ json: JSON, _ column: String, _ expected: Units?) throws {
      let found = json[column]?.numberValue.flatMap { Self.units($0.description) }
      try #require(
        found == expected,
        "document \(seed), \(column): \(found.map(Self.text) ?? "null") instead of \(expected.map(Self.text) ?? "null")\n\(plain)")
    }
    let currency = plain.currency
    for (row, line) in zip(rows, plain.lines) {
      let price = plain.price(line)
      let extended = plain.extended(line)
      try check(row, "priceperunit", price)
      try check(row, "priceperunit_base", currency.base(price))
      try check(row, "volumediscountamount", line.volume)
      try check(row, "baseamount", plain.base(line))
      try check(row, "extendedamount", extended)
      try check(row, "extendedamount_base", extended.map { currency.base($0) })
      try check(row, "pricingerrorcode", line.quantity == nil ? 4 * one : 0)
      lineIDs.append(try #require(row["\(kind.line)id"]?.stringValue))
    }
    try check(document, "totallineitemamount", plain.lineItems)
    // The one column with decimals of its own.
    let lineDiscount = kind.table == "opportunity" ? rounded(plain.lineDiscount, to: 2) : plain.lineDiscount
    try check(document, "totallineitemdiscountamount", lineDiscount)
    try check(document, "totaltax", plain.totalTax)
    try check(document, "totaldiscountamount", plain.totalDiscount)
    try check(document, "totalamountlessfreight", plain.lessFreight)
    try check(document, "totalamount", plain.total)
    try check(document, "totalamount_base", currency.base(plain.total))
    try check(document, "pricingerrorcode", plain.error)
  }

  // MARK: The wire

  private func post(_ set: String, _ body: String) throws -> String {
    let response = send(.post, set, body)
    let address = try #require(response.headers["OData-EntityId"], "\(response.text) of \(body)")
    let open = try #require(address.lastIndex(of: "("))
    return String(address[address.index(after: open)...].dropLast())
  }

  private func patch(_ path: String, _ body: String) throws {
    let response = send(.patch, path, body)
    try #require(response.status == 204, "\(response.text) of \(body)")
  }

  private func send(_ method: HTTPRequest.Method, _ path: String, _ body: String) -> HTTPResponse {
    sales.service.handle(
      HTTPRequest(method, "/api/data/v9.2/\(path)", headers: ["Content-Type": "application/json"], body: Array(body.utf8)))
  }

  private static func number(_ units: Units) throws -> JSON { .number(try money(text(units))) }

  /// `-12.5000000000`
  static func text(_ units: Units) -> String {
    let fraction = String(units.magnitude % one.magnitude)
    return "\(units < 0 ? "-" : "")\(units.magnitude / one.magnitude)." + String(repeating: "0", count: 10 - fraction.count) + fraction
  }

  /// Reads plain decimal notation.
  static func units(_ text: String) -> Units? {
    let isNegative = text.hasPrefix("-")
    let parts = text.drop { $0 == "-" }.split(separator: ".")
    guard let whole = parts.first.flatMap({ Units($0) }) else { return nil }
    let digits = parts.count > 1 ? String(parts[1]) : ""
    guard let fraction = Units((digits + String(repeating: "0", count: 10)).prefix(10)) else { return nil }
    let value = whole * one + fraction
    return isNegative ? -value : value
  }
}

/// A short deterministic sequence; no clock, no system generator.
struct Draw {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

  mutating func below(_ bound: Int) -> Int {
    state = state &+ 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
  }

  /// More than nothing and at most the bound, with so many decimals at most.
  mutating func amount(_ bound: Int, _ decimals: Int) -> Units {
    let steps = below(bound * Int(power(decimals))) + 1
    return Units(steps) * power(10 - decimals)
  }
}
