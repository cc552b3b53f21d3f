import Ambient
import OData

extension Office {
  /// Accounts and contacts are entered, changed and deleted in Sales, products in Supply Chain.
  mutating func account(_ books: Auditor) -> [Deed] {
    if draw.chance(1, in: 2) { return [enterAccount()] }
    return master(.account, books)
  }

  mutating func contact(_ books: Auditor) -> [Deed] {
    let accounts = books.living(.account)
    if draw.chance(1, in: 2), !accounts.isEmpty { return [enterContact(draw.one(of: accounts))] }
    return master(.contact, books)
  }

  mutating func product(_ books: Auditor) -> [Deed] {
    if has(.otherCompany), draw.chance(1, in: 4) { return [enterProductElsewhere()] }
    if draw.chance(1, in: 3) { return [enterProduct()] }
    return master(.product, books)
  }

  /// Something happens to a record there is.
  private mutating func master(_ kind: Fact.Master, _ books: Auditor) -> [Deed] {
    let known = books.living(kind)
    guard !known.isEmpty else { return [] }
    let record = draw.one(of: known)
    if has(.copyEdits), draw.chance(1, in: 3), books.isCopyThere(kind, record) { return [editCopy(kind, record, books)] }
    if has(.copyDeletions), kind == .account, draw.chance(1, in: 5), books.isCopyThere(kind, record), books.isIdle(kind, record) {
      return [deleteCopy(kind, record)]
    }
    if has(.deletions), kind != .product, draw.chance(1, in: 4), books.isIdle(kind, record) {
      return [Deed(["delete": .string(kind.set), "key": kind.key(record)], .deleted(kind, record))]
    }
    return [change(kind, record)]
  }

  private mutating func enterAccount() -> Deed {
    let fields: [String: JSON] = [
      "name": value(.account, "name"), "creditlimit": value(.account, "creditlimit"), "telephone1": value(.account, "telephone1"),
      "address1_city": value(.account, "address1_city"), "description": value(.account, "description"),
    ]
    var rest: [(String, JSON)] = [("address1_country", "USA"), ("transactioncurrencyid", "USD")]
    guard draw.chance(1, in: 2) else {
      let record = name("account")
      return Deed(
        ["create": "sales/accounts", "with": Self.object(fields, rest), "as": .string(record)],
        .entered(.account, record, fields, account: nil))
    }
    // Some companies number their customers themselves.
    let number = name("A-")
    rest.append(("accountnumber", .string(number)))
    return Deed(["create": "sales/accounts", "with": Self.object(fields, rest)], .entered(.account, number, fields, account: nil))
  }

  private mutating func enterContact(_ account: String) -> Deed {
    let fields: [String: JSON] = [
      "lastname": value(.contact, "lastname"), "jobtitle": value(.contact, "jobtitle"), "telephone1": value(.contact, "telephone1"),
      "emailaddress1": value(.contact, "emailaddress1"),
    ]
    let record = name("contact")
    return Deed(
      [
        "create": "sales/contacts", "with": Self.object(fields, ["firstname": "Ada", "parentcustomerid": Naming.account(account)]),
        "as": .string(record),
      ],
      .entered(.contact, record, fields, account: account))
  }

  private mutating func enterProduct() -> Deed {
    let fields: [String: JSON] = [
      "ProductName": value(.product, "ProductName"), "ProductDescription": value(.product, "ProductDescription"),
    ]
    let number = name("P-")
    return Deed(
      ["create": "supplyChain/ReleasedProductsV2", "with": Self.object(fields, productDetails(number))],
      .entered(.product, number, fields, account: nil))
  }

  private mutating func enterProductElsewhere() -> Deed {
    let number = name("E-")
    let fields: [String: JSON] = ["ProductName": value(.product, "ProductName"), "dataAreaId": "demf"]
    return Deed(
      ["create": "supplyChain/ReleasedProductsV2", "with": Self.object(fields, productDetails(number))], .enteredElsewhere(number))
  }

  private mutating func productDetails(_ number: String) -> [(String, JSON)] {
    [
      ("ItemNumber", .string(number)), ("ProductNumber", .string(number)), ("InventoryUnitSymbol", "ea"), ("SalesUnitSymbol", "ea"),
      ("PurchaseUnitSymbol", "ea"), ("ItemModelGroupId", "FIFO"), ("ProductGroupId", "Audio"), ("StorageDimensionGroupName", "SiteWH"),
      ("TrackingDimensionGroupName", "None"), ("SalesPrice", .number(cents(100...99_999))), ("UnitCost", 1),
    ]
  }

  mutating func change(_ kind: Fact.Master, _ record: String) -> Deed {
    if has(.clearings), draw.chance(1, in: 4) { return clear(kind, record) }
    let field = draw.one(of: kind.fields.map(\.source))
    let value = value(kind, field)
    return Deed(
      ["update": .string(kind.set), "key": kind.key(record), "with": .object(JSONObject([.init(field, value)]))],
      .changed(kind, record, field: field, value))
  }

  private mutating func clear(_ kind: Fact.Master, _ record: String) -> Deed {
    let field = draw.one(of: kind.optional)
    // There is no null in Supply Chain.
    let blank: JSON = kind == .product ? "" : .null
    return Deed(
      ["update": .string(kind.set), "key": kind.key(record), "with": .object(JSONObject([.init(field, blank)]))],
      .changed(kind, record, field: field, .null))
  }

  /// Somebody deletes the copy while somebody else changes the source; the engine has to make it again.
  private mutating func deleteCopy(_ kind: Fact.Master, _ record: String) -> Deed {
    let field = kind.fields[0]
    let value = value(kind, field.source)
    let steps: [JSONObject] = [
      ["delete": .string(kind.copySet), "key": kind.copyKey(record, nil)],
      ["update": .string(kind.set), "key": kind.key(record), "with": .object(JSONObject([.init(field.source, value)]))],
    ]
    return Deed(together(steps), .copyDeleted(kind, record, field: field.source, value))
  }

  private mutating func editCopy(_ kind: Fact.Master, _ record: String, _ books: Auditor) -> Deed {
    let field = draw.one(of: kind.fields)
    let value = value(kind, field.source)
    return Deed(
      [
        "update": .string(kind.copySet), "key": kind.copyKey(record, books.masters[kind]?[record]?.account),
        "with": .object(JSONObject([.init(field.copy, value)])),
      ], .copyEdited(kind, record, field: field.source, value))
  }

  /// Something that may stand in a field. No two values are likely to be the same.
  mutating func value(_ kind: Fact.Master, _ field: String) -> JSON {
    switch field {
    case "name": .string("\(draw.one(of: Catalogue.words)) \(draw.one(of: Catalogue.trades)) \(draw.next(below: 1000))")
    case "creditlimit": .number(cents(1...9_999_999))
    case "telephone1": .string("555-\(1000 + draw.next(below: 9000))")
    case "address1_city": .string(draw.one(of: Catalogue.cities))
    case "lastname": .string("\(draw.one(of: Catalogue.people))-\(draw.next(below: 1000))")
    case "jobtitle": .string(draw.one(of: Catalogue.jobs))
    case "emailaddress1": .string("p\(draw.next(below: 10_000))@example.com")
    default: .string("\(draw.one(of: Catalogue.words)), since \(1900 + draw.next(below: 118))")
    }
  }

  mutating func cents(_ range: ClosedRange<Int>) -> ExactDecimal { ExactDecimal(mantissa: Int128(draw.between(range)), scale: 2) }

  private static func object(_ fields: [String: JSON], _ rest: [(String, JSON)]) -> JSON {
    .object(JSONObject(fields.keys.sorted().map { .init($0, fields[$0] ?? .null) } + rest.map { .init($0.0, $0.1) }))
  }

  private static func object(_ fields: [String: JSON], _ rest: KeyValuePairs<String, JSON>) -> JSON {
    object(fields, rest.map { ($0.key, $0.value) })
  }
}

extension Auditor {
  /// Records whose source is there, in a fixed order.
  func living(_ kind: Fact.Master) -> [String] {
    (masters[kind] ?? [:]).filter { $0.value.source != nil }.keys.sorted()
  }

  func isCopyThere(_ kind: Fact.Master, _ record: String) -> Bool { masters[kind]?[record]?.isThere ?? false }

  /// Whether nothing else is about it.
  func isIdle(_ kind: Fact.Master, _ record: String) -> Bool {
    guard kind == .account else { return true }
    return !record.hasPrefix("US-") && !quotes.contains { $0.customer == record } && !orders.contains { $0.customer == record }
      && !(masters[.contact] ?? [:]).values.contains { $0.account == record }
  }
}
