import Foundation
import OData
import SupplyChainTwin
import Testing

/// How many orders are cut up. `P2C_ORDERS=20000 swift test -c release -Xswiftc -enable-testing --filter PartialInvoiceTests` cuts up as
/// many as that.
private let orders = ProcessInfo.processInfo.environment["P2C_ORDERS"].flatMap { Int($0) } ?? 400

@Suite("Invoices of parts")
struct PartialInvoiceTests {
  /// A line as the twin shows it, and what of it went out, in thousandths.
  private struct Line {
    let number: Int
    let product: String
    let ordered: Int
    let amount: ExactDecimal
    let discount: ExactDecimal
    let tax: ExactDecimal
    var over: Int
    var picked = 0
    var delivered = 0
    var invoiced = 0
  }

  @Test("Picked, delivered and invoiced in random parts, the rest cancelled: all invoices are the delivered part, to the cent")
  func sums() throws {
    for start in stride(from: 0, to: orders, by: 200) {
      let company = try TestCompany()
      for number in 2...4 { try company.product("D000\(number)") }
      for seed in start..<min(start + 200, orders) { try cutUp(company, seed) }
    }
    print("\(orders) orders invoiced in parts")
  }

  private func cutUp(_ company: TestCompany, _ seed: Int) throws {
    var draw = Draw(seed: UInt64(seed))
    let order = "P-\(seed)"
    let target = TestCompany.order(order)
    var lines = try enter(company, order, &draw)
    try company.act("confirm", on: target)
    // An order of which everything is invoiced takes no more documents, not even for the overdelivery it would allow.
    for _ in 0..<(3 + draw.below(8)) where lines.contains(where: { $0.invoiced < max($0.ordered, $0.delivered) }) {
      let index = draw.below(lines.count)
      switch draw.below(3) {
      case 0:
        let left = lines[index].ordered - max(lines[index].picked, lines[index].delivered)
        guard let quantity = try part("postPickingList", company, target, lines[index].number, left, &draw) else { continue }
        lines[index].picked = max(lines[index].picked, lines[index].delivered) + quantity
      case 1:
        let left = lines[index].ordered + lines[index].over - lines[index].delivered
        lines[index].delivered += try part("postPackingSlip", company, target, lines[index].number, left, &draw) ?? 0
      default:
        let left = lines[index].delivered - lines[index].invoiced
        lines[index].invoiced += try part("postInvoice", company, target, lines[index].number, left, &draw) ?? 0
      }
    }
    // Everything may be invoiced by now.
    _ = company.send(.post, "\(target)/Microsoft.Dynamics.DataEntities.cancelDeliverRemainder")
    if lines.contains(where: { $0.delivered > $0.invoiced }) { try company.act("postInvoice", on: target) }
    let isDelivered = lines.contains { $0.delivered > 0 }
    #expect(try company.get(target).text("SalesOrderProcessingStatus") == (isDelivered ? "Invoiced" : "Canceled"), "\(order)")
    try compare(company, order, lines, isDelivered: isDelivered)
  }

  private func enter(_ company: TestCompany, _ order: String, _ draw: inout Draw) throws -> [Line] {
    try company.post("CDSSalesOrderHeaders", ["SalesOrderNumber": .string(order), "OrderingCustomerAccountNumber": "ACC-01000-BVRCPS"])
    try company.post(
      "SalesOrderHeaderCharges", ["SalesOrderNumber": .string(order), "FixedChargeAmount": 25, "SalesTaxItemGroupCode": "CHARGES"])
    var entered: [(quantity: Int, over: Int)] = []
    for number in 1...(1 + draw.below(4)) {
      let quantity = draw.chance(1, in: 2) ? 1000 * (1 + draw.below(12)) : 1 + draw.below(12_000)
      let percentage = 10 * draw.below(3)
      try company.post(
        "CDSSalesOrderLines",
        [
          "SalesOrderNumber": .string(order), "ProductNumber": .string("D000\(number)"), "OrderedSalesQuantity": thousandths(quantity),
          "SalesPrice": .number(ExactDecimal(mantissa: Int128(1 + draw.below(50_000)), scale: 2)),
          "TotalDiscountAmount": .number(ExactDecimal(mantissa: Int128(draw.below(300)), scale: 2)),
          "AllowedOverdeliveryPercentage": .number(ExactDecimal(percentage)),
        ])
      entered.append((quantity, quantity * percentage / 100))
    }
    try company.act("calculateSalesTotals", on: "CDSSalesOrderHeaders")
    let rows = try company.rows("CDSSalesOrderLines?$filter=SalesOrderNumber eq '\(order)'&$orderby=LineCreationSequenceNumber")
    return try zip(rows, entered).enumerated().map { index, line in
      Line(
        number: index + 1, product: try #require(line.0.text("ProductNumber")), ordered: line.1.quantity,
        amount: try #require(line.0.number("LineAmount")), discount: try #require(line.0.number("TotalDiscountAmount")),
        tax: try #require(line.0.number("TotalTaxAmount")), over: line.1.over)
    }
  }

  /// Posts a random part of what is left; what it took, or nothing where nothing is left.
  private func part(_ action: String, _ company: TestCompany, _ target: String, _ line: Int, _ left: Int, _ draw: inout Draw) throws -> Int?
  {
    guard left > 0 else { return nil }
    let quantity = draw.chance(1, in: 4) ? left : 1 + draw.below(left)
    let entry: JSON = ["LineCreationSequenceNumber": .number(ExactDecimal(line)), "Quantity": thousandths(quantity)]
    try company.act(action, on: target, ["lines": [entry]])
    return quantity
  }

  private func compare(_ company: TestCompany, _ order: String, _ lines: [Line], isDelivered: Bool) throws {
    let invoices = try company.rows("ExternallyMaintainedCustomerSalesInvoiceHeaders?$filter=SalesOrderNumber eq '\(order)'")
    var posted: [String: [JSON]] = [:]
    for invoice in invoices {
      let number = try #require(invoice.text("InvoiceNumber"))
      let rows = try company.rows("ExternallyMaintainedCustomerSalesInvoiceLines?$filter=InvoiceNumber eq '\(number)'")
      let charges = (invoice.number("TotalChargeAmount") ?? 0) + (invoice.number("InvoiceHeaderTaxAmount") ?? 0)
      #expect(invoice.number("TotalInvoiceAmount") == sum(rows, "LineAmount") + sum(rows, "LineTotalTaxAmount") + charges, "\(order)")
      for row in rows { posted[row.text("ProductNumber") ?? "", default: []].append(row) }
    }
    for line in lines {
      let rows = posted[line.product] ?? []
      #expect(sum(rows, "InvoicedQuantity") == ExactDecimal(mantissa: Int128(line.delivered), scale: 3), "\(order) line \(line.number)")
      for (column, whole) in [("LineAmount", line.amount), ("LineTotalTaxAmount", line.tax)] {
        #expect(sum(rows, column) == deliveredPart(of: whole, line), "\(order) line \(line.number) \(column): \(line)")
      }
      // Rounded on its own the discount may be a cent away, but not when all is delivered.
      let discount = sum(rows, "LineTotalDiscountAmount") - deliveredPart(of: line.discount, line)
      let cent = line.delivered == line.ordered ? .zero : ExactDecimal(mantissa: 1, scale: 2)
      #expect(discount.magnitude <= cent, "\(order) line \(line.number): \(line)")
      // Before the discount, so that every invoice is quantity times price less its discount.
      let gross = sum(rows, "LineAmount") + sum(rows, "LineTotalDiscountAmount")
      #expect(gross == deliveredPart(of: line.amount + line.discount, line), "\(order) line \(line.number): \(line)")
    }
    // Charges of the header come once.
    #expect(sum(invoices, "TotalChargeAmount") == (isDelivered ? 25 : 0))
    #expect(sum(invoices, "InvoiceHeaderTaxAmount") == (isDelivered ? 2 : 0))
  }

  private func sum(_ rows: [JSON], _ column: String) -> ExactDecimal { rows.reduce(.zero) { $0 + ($1.number(column) ?? .zero) } }
  private func thousandths(_ quantity: Int) -> JSON { .number(ExactDecimal(mantissa: Int128(quantity), scale: 3)) }

  /// In whole cents, half a cent up; worked out in whole numbers, not the way the twin does.
  private func deliveredPart(of whole: ExactDecimal, _ line: Line) -> ExactDecimal {
    let cents = Int((whole * 100).rounded(to: 0).description) ?? 0
    let product = cents.magnitude * UInt(line.delivered) * 2 + UInt(line.ordered)
    let part = Int128(product / (UInt(line.ordered) * 2))
    return ExactDecimal(mantissa: cents < 0 ? -part : part, scale: 2)
  }
}
