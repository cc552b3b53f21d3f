import Foundation
import OData
import Testing

/// How many documents the tests make. The suite makes some thousand; `P2C_PRICING_DOCUMENTS=100000 swift test -c release
/// -Xswiftc -enable-testing --filter RandomDocumentTests` makes as many as that.
private let documents = ProcessInfo.processInfo.environment["P2C_PRICING_DOCUMENTS"].flatMap { Int($0) } ?? 2_000

@Suite("Random documents")
struct RandomDocumentTests {
  static let settings = [
    DocumentShop.Setting(isPerUnit: false, pricingDecimals: 2), DocumentShop.Setting(isPerUnit: true, pricingDecimals: 4),
  ]

  @Test(
    "No cent differs from a plain model: both discount methods, three currencies, volume discounts, edits and deletions",
    arguments: settings)
  func agree(setting: DocumentShop.Setting) throws {
    let count = documents / Self.settings.count
    // A shop does not grow for ever, and the next one has other goods and prices.
    for start in stride(from: 0, to: count, by: 2_500) {
      let shop = try DocumentShop(setting, seed: UInt64(start + 1))
      for number in start..<min(start + 2_500, count) { try shop.run(UInt64(number)) }
    }
    print("\(count) random documents agree, \(setting.isPerUnit ? "discounts per unit" : "discounts per line")")
  }

  @Test("Lines and header reconcile, and calculating again changes nothing", arguments: settings)
  func reconcile(setting: DocumentShop.Setting) throws {
    let shop = try DocumentShop(setting, seed: 7)
    for seed in UInt64(1_000_000)..<1_000_100 {
      let (kind, id) = try shop.run(seed)
      func rows() throws -> (header: JSON, lines: [JSON]) {
        (try shop.sales.get("\(kind.set)(\(id))"), try shop.sales.list("\(kind.line)s?$filter=_\(kind.table)id_value eq \(id)"))
      }
      let (header, lines) = try rows()
      func sum(_ column: String) -> ExactDecimal {
        lines.reduce(.zero) { $1["extendedamount"] == .null ? $0 : $0 + ($1[column]?.numberValue ?? .zero) }
      }
      #expect(try number(header, "totaltax") == sum("tax"))
      #expect(try number(header, "totallineitemamount") == sum("extendedamount") - sum("tax"))
      // Opportunities keep two decimals of the lines' discounts, whatever their currency has.
      if kind.table != "opportunity" {
        #expect(try number(header, "totallineitemamount") + number(header, "totallineitemdiscountamount") == sum("baseamount"))
      }
      #expect(
        try number(header, "totaldiscountamount")
          == number(header, "totallineitemamount") - number(header, "totalamountlessfreight")
          + (sum("baseamount") - number(header, "totallineitemamount")))
      #expect(
        try number(header, "totalamount") == number(header, "totalamountlessfreight") + (header["freightamount"]?.numberValue ?? .zero)
          + number(header, "totaltax"))
      try shop.sales.recalculate(kind.table, id)
      let again = try rows()
      #expect(again.header == header)
      #expect(again.lines == lines)
    }
  }
}
