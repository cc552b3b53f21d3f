import OData

extension Auditor {
  /// What both systems may hold once everything has come through, as expectations of the scenario language.
  var end: [JSONObject] {
    Fact.Master.allCases.flatMap(mirrors) + quotes.flatMap(quotation) + orders.flatMap(order) + nothingElse + foreignProducts.map(absent)
  }

  // MARK: All together

  /// Nobody has entered anything beyond what is known.
  private var nothingElse: [JSONObject] {
    let customers = (masters[.account] ?? [:]).values.count { $0.mayBeThere } + (copiesLeftBehind[.account] ?? 0)
    let quotations = quotes.count { $0.isThere != [false] }
    let all: [(project: EngineProject, set: String, most: Int)] = [
      (.accounts, "CustomersV2", customers), (.quotes, "CDSSalesQuotationHeaders", quotations),
      (.ordersToSupplyChain, "CDSSalesOrderHeaders", orders.count),
    ]
    return all.filter { projects.contains($0.project) }.map { kind in
      ["expect": .string("supplyChain/\(kind.set)"), "count": ["atMost": .number(ExactDecimal(kind.most))]]
    }
  }

  private func absent(_ product: String) -> JSONObject {
    ["expect": "sales/products", "where": ["productnumber": .string(product)], "count": 0]
  }

  // MARK: Records

  private func mirrors(_ kind: Fact.Master) -> [JSONObject] {
    let known = masters[kind] ?? [:]
    return known.keys.sorted().compactMap { record in
      guard let mirror = known[record] else { return nil }
      if mirror.source == nil, kind != .product { return ["expect": .string(kind.set), "key": kind.key(record), "absent": true] }
      guard let project = EngineProject(kind), projects.contains(project) else { return nil }
      let values: [(String, JSON)] = kind.fields.compactMap { field in
        mirror.allowed(field.source).map { (field.copy, Self.matcher($0)) }
      }
      guard !values.isEmpty else { return nil }
      return [
        "expect": .string(kind.copySet), "key": kind.copyKey(record, mirror.account),
        "has": .object(JSONObject((values + kind.constants).map { .init($0.0, $0.1) })),
      ]
    }
  }

  // MARK: Documents

  private func quotation(_ quote: AuditedQuote) -> [JSONObject] {
    guard projects.contains(.quotes) else { return [] }
    let number = Naming.text(quote.name, "quotenumber")
    let set: JSON = "supplyChain/CDSSalesQuotationHeaders"
    switch quote.isThere {
    case [false]: return [["expect": set, "key": number, "absent": true]]
    case [true]:
      return [
        [
          "expect": set, "key": number,
          "has": [
            "SalesQuotationStatus": .string(quote.quotation.rawValue),
            "RequestingCustomerAccountNumber": Naming.text(quote.customer, "accountnumber"),
          ],
        ],
        [
          "expect": "supplyChain/CDSSalesQuotationLines", "where": ["SalesQuotationNumber": number],
          "orderBy": "LineCreationSequenceNumber",
          "rows": .array(
            quote.lines.map { line in
              [
                "ProductNumber": .string(line.product), "RequestedSalesQuantity": .number(line.quantity), "SalesPrice": .number(line.price),
                "LineAmount": .number(line.amount),
              ]
            }),
        ],
      ]
    // Came through or not: there is nothing to be said of it.
    default: return []
    }
  }

  private func order(_ order: AuditedOrder) -> [JSONObject] {
    order.isFromSales ? orderOfSales(order) : orderOfSupplyChain(order)
  }

  private func orderOfSales(_ order: AuditedOrder) -> [JSONObject] {
    guard projects.contains(.ordersToSupplyChain) else { return [] }
    let number = Naming.text(order.name, "ordernumber")
    guard order.isActivated else {
      return [["expect": "supplyChain/CDSSalesOrderHeaders", "key": number, "absent": true]]
    }
    return inSupplyChain(order, number) + (order.status == .active || projects.contains(.ordersToSales) ? inSales(order, number) : [])
      + invoices(order)
  }

  private func orderOfSupplyChain(_ order: AuditedOrder) -> [JSONObject] {
    let number = Naming.text(order.name, nil)
    guard projects.contains(.ordersToSales) else { return inSupplyChain(order, number) }
    // Nobody in Sales hears of an order before it is confirmed.
    guard order.status != .active else {
      return inSupplyChain(order, number) + [["expect": "sales/salesorders", "where": ["ordernumber": number], "count": 0]]
    }
    return inSupplyChain(order, number) + inSales(order, number) + invoices(order)
  }

  private func inSupplyChain(_ order: AuditedOrder, _ number: JSON) -> [JSONObject] {
    [
      [
        "expect": "supplyChain/CDSSalesOrderHeaders", "key": number,
        "has": [
          "SalesOrderProcessingStatus": order.status.inSupplyChain,
          "OrderingCustomerAccountNumber": Naming.text(order.customer, "accountnumber"),
        ],
      ],
      [
        "expect": "supplyChain/CDSSalesOrderLines", "where": ["SalesOrderNumber": number], "orderBy": "LineCreationSequenceNumber",
        "rows": .array(
          order.lines.map { line in
            var row: JSONObject = ["ProductNumber": .string(line.product), "SalesPrice": .number(line.price)]
            // What becomes of the amounts of a line that is given up is Supply Chain's business.
            if !order.isCancelled, !order.isRemainderCancelled {
              row.append("OrderedSalesQuantity", .number(line.quantity))
              row.append("LineAmount", .number(line.amount))
            }
            return .object(row)
          }),
      ],
    ]
  }

  private func inSales(_ order: AuditedOrder, _ number: JSON) -> [JSONObject] {
    var header: JSONObject = ["msdynce_processingstatus": order.status.inSales]
    if !order.isCancelled, !order.isRemainderCancelled { header.append("totalamount", .number(order.total)) }
    if order.status == .invoiced, projects.contains(.invoices) { header.append("statecode", 4) }
    return [
      ["expect": "sales/salesorders", "key": number, "has": .object(header)],
      [
        "expect": "sales/salesorderdetails", "where": ["msdynce_ordernumber": number, "isproductoverridden": false],
        "orderBy": "sequencenumber",
        "rows": .array(
          order.lines.map { line in
            var row: JSONObject = ["productid.productnumber": .string(line.product), "priceperunit": .number(line.price)]
            if !order.isCancelled, !order.isRemainderCancelled {
              row.append("quantity", .number(line.quantity))
              // In Sales no discount is nothing, until Supply Chain says that it is zero.
              row.append("manualdiscountamount", line.discount.isZero ? ["oneOf": [0, nil]] : .number(line.discount))
            }
            return .object(row)
          }),
      ],
    ]
  }

  private func invoices(_ order: AuditedOrder) -> [JSONObject] {
    guard projects.contains(.invoices), projects.contains(.ordersToSales) else { return [] }
    return order.invoices.map { invoice in
      ["expect": "sales/invoices", "key": Naming.text(invoice.name, nil), "has": ["totalamount": .number(invoice.amount)]]
    }
  }

  private static func matcher(_ allowed: [JSON]) -> JSON {
    if allowed.count == 1, !allowed[0].isNull { return allowed[0] }
    // What is blank is nothing in Sales, and empty text or zero in Supply Chain.
    return ["oneOf": .array(allowed.contains(.null) ? allowed + ["", 0] : allowed)]
  }
}

extension EngineProject {
  init?(_ kind: Fact.Master) {
    self =
      switch kind {
      case .account: .accounts
      case .contact: .contacts
      case .product: .products
      }
  }
}

extension Fact.Master {
  /// Fields by their names on both sides, as the published mapping pictures have them.
  var fields: [(source: String, copy: String)] {
    switch self {
    case .account:
      [
        ("name", "OrganizationName"), ("creditlimit", "CreditLimit"), ("telephone1", "PrimaryContactPhone"),
        ("address1_city", "AddressCity"), ("description", "SalesMemo"),
      ]
    case .contact:
      [
        ("lastname", "LastName"), ("jobtitle", "EmploymentProfession"), ("telephone1", "PrimaryPhoneNumber"),
        ("emailaddress1", "PrimaryEmailAddress"),
      ]
    case .product: [("ProductName", "name"), ("ProductDescription", "description")]
    }
  }

  /// What every copy has, whatever its source says.
  var constants: [(String, JSON)] {
    switch self {
    case .account: [("CustomerGroupId", "10"), ("SalesCurrencyCode", "USD"), ("SiteId", "1"), ("IsExternallyMaintained", "Yes")]
    case .contact: []
    case .product: [("msdynce_ismaintainedexternally", true), ("quantitydecimal", 0)]
    }
  }

  /// Fields that may be cleared.
  var optional: [String] {
    switch self {
    case .account: ["creditlimit", "telephone1", "description"]
    case .contact: ["jobtitle", "telephone1", "emailaddress1"]
    case .product: ["ProductDescription"]
    }
  }

  /// Where it is entered, and where its copy is.
  var set: String {
    switch self {
    case .account: "sales/accounts"
    case .contact: "sales/contacts"
    case .product: "supplyChain/ReleasedProductsV2"
    }
  }

  /// The system and the entity set of copies.
  var copyPlace: (system: String, set: String) {
    let parts = copySet.split(separator: "/").map(String.init)
    return (parts[0], parts[1])
  }

  var copySet: String {
    switch self {
    case .account: "supplyChain/CustomersV2"
    case .contact: "supplyChain/CDSContactPersons"
    case .product: "sales/products"
    }
  }

  /// The property people know it by; `nil` where its name is its number.
  private var number: String? {
    switch self {
    case .account: "accountnumber"
    case .contact: "msdynce_contactnumber"
    case .product: nil
    }
  }

  func key(_ record: String) -> JSON { Naming.text(record, nil) }

  func copyKey(_ record: String, _ account: String?) -> JSON {
    guard self == .contact, let account else { return Naming.text(record, number) }
    return [
      "ContactPersonPartyNumber": Naming.text(record, number), "AssociatedPartyNumber": Naming.text(account, "accountnumber"),
    ]
  }
}
