import Ambient
import OData

/// Something to sell in the Sales twin, and documents that sell it.
final class BenchmarkGoods {
  private static let unitGroup = GUID(high: 1, low: 1)
  private static let unit = GUID(high: 1, low: 2)
  private static let priceList = GUID(high: 1, low: 3)
  private static let products = (0..<50).map { GUID(high: 2, low: UInt64($0)) }

  private let accountIDs: [GUID]
  private var draw = SeededGenerator(seed: 4)

  init(accountIDs: [GUID]) { self.accountIDs = accountIDs }

  /// The rows that must be there before any document: sets and bodies, in order.
  var catalog: [(set: String, row: JSONObject)] {
    [
      ("uomschedules", ["uomscheduleid": .string(Self.unitGroup.description), "name": "Default unit"]),
      (
        "uoms",
        [
          "uomid": .string(Self.unit.description), "name": "ea", "quantity": 1,
          "uomscheduleid@odata.bind": Self.bind("uomschedules", Self.unitGroup),
        ]
      ),
      ("pricelevels", ["pricelevelid": .string(Self.priceList.description), "name": "Retail"]),
    ]
      + Self.products.enumerated().map { number, id in
        (
          "products",
          [
            "productid": .string(id.description), "productnumber": .string("P\(number)"), "name": .string("Product \(number)"),
            "price": .number(ExactDecimal(10 + number)), "quantitydecimal": 2, "msdynce_ismaintainedexternally": true,
            "defaultuomid@odata.bind": Self.bind("uoms", Self.unit),
            "defaultuomscheduleid@odata.bind": Self.bind("uomschedules", Self.unitGroup),
          ]
        )
      }
  }

  /// A quote with list prices, a line discount and a tax on every other line.
  func quote(lines: Int) -> (id: String, row: JSONObject) { document("quoteid", "quote_details", lines) }
  func order(lines: Int) -> (id: String, row: JSONObject) { document("salesorderid", "order_details", lines) }

  private func document(_ key: String, _ collection: String, _ count: Int) -> (id: String, row: JSONObject) {
    let id = GUID(high: draw.next(), low: draw.next())
    let customer = accountIDs[draw.next(below: accountIDs.count)]
    let lines = (0..<count).map { position -> JSON in
      var line: JSONObject = [
        "productid@odata.bind": Self.bind("products", Self.products[draw.next(below: Self.products.count)]),
        "quantity": .number(ExactDecimal(1 + position)),
      ]
      if position % 2 == 0 {
        line["manualdiscountamount"] = .number(ExactDecimal(mantissa: 125, scale: 2))
        line["tax"] = .number(ExactDecimal(mantissa: 1995, scale: 2))
      }
      return .object(line)
    }
    var row: JSONObject = [
      "name": "Order of the spring", "discountpercentage": 5, "freightamount": 20,
      "pricelevelid@odata.bind": Self.bind("pricelevels", Self.priceList),
      "customerid_account@odata.bind": Self.bind("accounts", customer),
    ]
    row[key] = .string(id.description)
    row[collection] = .array(lines)
    return (id.description, row)
  }

  private static func bind(_ set: String, _ id: GUID) -> JSON { .string("/\(set)(\(id))") }
}
