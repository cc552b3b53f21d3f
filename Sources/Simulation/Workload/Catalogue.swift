import OData

/// What the company of the baseline sells, as simulated people know it.
enum Catalogue {
  struct Product: Hashable, Sendable {
    let number: String
    let price: ExactDecimal
    let unit: String
  }

  /// Prices are those of Fixtures/shop.
  static let products: [Product] = [
    product("D0003", 22000, "ea"), product("D0006", 8995, "ea"), product("D0014", 4950, "ea"), product("D0015", 2999, "ea"),
    product("D0016", 32900, "ea"), product("D0021", 3400, "pcs"), product("S0003", 7500, "ea"),
  ]

  static let accounts = ["US-001", "US-003", "US-004", "US-007", "US-009", "US-012"]
  static let cities = ["Austin", "Boise", "Houston", "Portland", "San José", "Winston-Salem"]
  static let words = [
    "Adventure", "Blue Yonder", "Coho", "Fourth", "Graphic", "Litware", "Margie's", "Northwind", "Tailspin", "Wide World",
  ]
  static let trades = ["Audio", "Bikes & Co.", "Coffee", "Hotels", "Office Supplies", "Traders", "Würth Import"]
  static let jobs = ["Buyer", "Accountant", "Head of purchasing", "Owner"]
  static let people = ["Anders", "Diaz", "Kim", "O'Neill", "Ortiz", "Robbins", "Šmíd", "Yılmaz"]

  private static func product(_ number: String, _ cents: Int, _ unit: String) -> Product {
    Product(number: number, price: ExactDecimal(mantissa: Int128(cents), scale: 2), unit: unit)
  }
}
