import Ambient
import OData
import Testing

@testable import SupplyChainTwin

@Suite struct RandomOrderTests {
  private func plain(_ order: RandomOrders.Order) -> PlainInvoicing {
    func charge(_ charge: DocumentAmounts.Charge) -> PlainInvoicing.Charge {
      PlainInvoicing.Charge(
        category: charge.category.rawValue, value: Fraction(charge.value), rates: charge.taxPercentages.map(Fraction.init))
    }
    return PlainInvoicing(
      lines: order.lines.map { line in
        PlainInvoicing.Line(
          quantity: Fraction(line.quantity), amount: Fraction(line.amount), rates: line.taxPercentages.map(Fraction.init),
          charges: line.charges.map(charge))
      },
      charges: order.charges.map(charge), discountAmount: Fraction(order.discount.amount),
      discountPercentage: Fraction(order.discount.percentage), unit: Fraction(order.rounding.unit))
  }

  @Test("The totals of 3,000 random orders are what plain fractions say", arguments: 1...3)
  func totals(seed: UInt64) {
    var orders = RandomOrders(seed: seed)
    for _ in 0..<1000 {
      let order = orders.next()
      let amounts = DocumentAmounts(lines: order.lines, charges: order.charges, discount: order.discount, rounding: order.rounding)
      let plain = plain(order)
      let totals = amounts.totals
      #expect(Fraction(totals.total) == plain.total)
      #expect(Fraction(totals.headerDiscount) == plain.discount)
      #expect(Fraction(totals.headerTax) == plain.headerTax)
      #expect(amounts.lines.map { Fraction($0.headerDiscount) } == plain.discounts)
      #expect(amounts.lines.map { Fraction($0.totals.tax) } == plain.lineTaxes)
    }
  }

  @Test("All parts of 3,000 random orders are the whole to the last unit, whatever the parts", arguments: 1...3)
  func parts(seed: UInt64) {
    var orders = RandomOrders(seed: 100 + seed)
    for _ in 0..<1000 {
      let order = orders.next()
      let amounts = DocumentAmounts(lines: order.lines, charges: order.charges, discount: order.discount, rounding: order.rounding)
      let plain = plain(order)
      for (index, line) in amounts.lines.enumerated() {
        var done = ExactDecimal.zero
        var sums = (net: ExactDecimal.zero, discount: ExactDecimal.zero, tax: ExactDecimal.zero)
        for invoice in order.invoices where !invoice[index].isZero {
          let share = Share(before: done, after: done + invoice[index], of: order.lines[index].quantity)
          done += invoice[index]
          sums.net += share.part(of: line.net, order.rounding)
          sums.discount += share.part(of: line.headerDiscount, order.rounding)
          sums.tax += share.part(of: line.tax, order.rounding)
          #expect(Fraction(sums.net) == plain.invoiced(index, of: Fraction(done)))
        }
        #expect(sums.net == line.net)
        #expect(sums.discount == line.headerDiscount)
        #expect(sums.tax == line.tax)
      }
    }
  }

  @Test("Prices that include tax: lines, discount, charges and tax without it are what they are with it", arguments: 1...3)
  func pricesWithTax(seed: UInt64) {
    var orders = RandomOrders(seed: 200 + seed)
    for _ in 0..<1000 {
      let order = orders.next()
      let amounts = DocumentAmounts(
        lines: order.lines, charges: order.charges, discount: order.discount, includesTax: true, rounding: order.rounding)
      let plain = plain(order)
      let gross = plain.lines.reduce(Fraction(0)) { $0 + $1.amount } - plain.discount + plain.headerCharges
      #expect(Fraction(amounts.totals.total) == plain.lineCharges.reduce(gross, +))
      for (line, result) in zip(order.lines, amounts.lines) {
        #expect(line.amount == result.net || !line.taxPercentages.isEmpty)
      }
    }
  }
}
