import OData
import SupplyChainTwin
import Testing

@Suite struct LineAmountTests {
  @Test("A price for many units is divided by them")
  func priceQuantity() {
    #expect(LineAmount(quantity: 250, price: decimal("49.90"), priceQuantity: 100).net() == decimal("124.75"))
  }

  @Test("A price quantity of zero counts as one")
  func zeroPriceQuantity() {
    #expect(LineAmount(quantity: 2, price: 10, priceQuantity: 0).net() == 20)
  }

  @Test("A percentage is taken after the amounts, and the whole discount tells both")
  func percentage() {
    let amount = LineAmount(
      quantity: 3, price: 100, split: DiscountSplit(perUnit: decimal("3.33"), charge: decimal("-0.01")), discountPercentage: 10)
    #expect(amount.net() == decimal("261.00"))
    #expect(amount.totalDiscount() == decimal("39.00"))
  }

  @Test("Tax is rounded code by code, half away from zero")
  func tax() {
    // 0.50 × 1 % = 0.005 → 0.01, twice: 0.02, where the sum of 2 % would be 0.01.
    #expect(TaxCalculation.tax(on: decimal("0.50"), percentages: [1, 1]) == decimal("0.02"))
    #expect(TaxCalculation.tax(on: decimal("-0.50"), percentages: [1]) == decimal("-0.01"))
    #expect(TaxCalculation.tax(on: 100, percentages: []) == 0)
  }

  @Test("A document's total is lines less header discount plus charges plus all tax")
  func totals() {
    let totals = DocumentTotals(
      lines: [.init(net: 290, discount: 10, tax: decimal("23.20")), .init(net: 50, discount: 0, tax: 0)],
      charges: [.init(amount: 25, tax: 2)], headerDiscount: 5)
    #expect(totals.total == decimal("385.20"))
    #expect(totals.tax == decimal("25.20"))
    #expect(totals.headerTax == 2)
    #expect(totals.discount == 15)
  }
}
