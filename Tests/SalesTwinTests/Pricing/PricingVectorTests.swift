import OData
import Testing

@testable import SalesTwin

@Suite("Published pricing examples")
struct PricingVectorTests {
  private func decimal(_ text: String) throws -> ExactDecimal { try #require(ExactDecimal(text)) }

  @Test(
    "A line discount counts once per line, or once per unit, as the setting says",
    arguments: [
      ("100", "0", "200", "10", "0", "19990", "18000"),
      ("100", "0", "11", "10", "0", "1090", "990"),
      ("1000", "100", "10", "100", "1335", "10235", "9335"),
      ("1000", "100", "10", "100", "1200", "10100", "9200"),
      ("10", "0", "3", "10.00", "0", "20.00", "0"),
    ])
  func extendedAmount(vector: (String, String, String, String, String, String, String)) throws {
    for (method, expected) in [(DiscountMethod.lineItem, vector.5), (.perUnit, vector.6)] {
      let amounts = LineAmounts(
        price: try decimal(vector.0), volumeDiscount: try decimal(vector.1), quantity: try decimal(vector.2),
        manualDiscount: try decimal(vector.3), tax: try decimal(vector.4), method: method, decimals: 2)
      #expect(amounts.extended == (try decimal(expected)))
    }
  }

  @Test("Header discount by amount and by percentage add up, freight and tax come on top")
  func headerTotals() throws {
    let first = LineAmounts(price: 4000, volumeDiscount: 280, quantity: 10, manualDiscount: 400, tax: 5000, method: .lineItem, decimals: 2)
    let second = LineAmounts(price: 4000, volumeDiscount: 280, quantity: 5, manualDiscount: 250, tax: 3000, method: .lineItem, decimals: 2)
    #expect(first.base == 37_200)
    #expect(first.extended == 41_800)
    #expect(second.base == 18_600)
    #expect(second.extended == 21_350)
    let sums = LineSums(base: first.base + second.base, discount: first.discount + second.discount, tax: first.tax + second.tax)
    let totals = DocumentTotals(sums, discountAmount: 3500, discountPercentage: 9, freight: 1020, decimals: 2)
    #expect(totals.lineItemDiscount == 650)
    #expect(totals.lineItems == 55_150)
    #expect(totals.tax == 8000)
    #expect(totals.discount == (try decimal("9113.50")))
    #expect(totals.lessFreight == (try decimal("46686.50")))
    #expect(totals.total == (try decimal("55706.50")))
  }

  @Test("Amounts round half away from zero to the currency's decimals")
  func rounding() throws {
    let line = LineAmounts(price: try decimal("0.005"), quantity: 1, tax: try decimal("-0.005"), method: .lineItem, decimals: 2)
    #expect(line.base == (try decimal("0.01")))
    #expect(line.tax == (try decimal("-0.01")))
    let yen = LineAmounts(price: try decimal("10.5"), quantity: 1, method: .lineItem, decimals: 0)
    #expect(yen.base == 11)
  }
}

@Suite("Price list items")
struct PriceListPriceTests {
  @Test("Methods work on list price and costs")
  func methods() throws {
    func price(_ method: PriceListPrice.Method) throws -> ExactDecimal {
      try PriceListPrice(method: method, amount: 7, percentage: 25)
        .price(list: 200, currentCost: 60, standardCost: 30, decimals: 2)
    }
    #expect(try price(.amount) == 7)
    #expect(try price(.percentOfList) == 50)
    #expect(try price(.markupOnCurrentCost) == 75)
    #expect(try price(.marginOnCurrentCost) == 80)
    #expect(try price(.markupOnStandardCost) == ExactDecimal("37.50"))
    #expect(try price(.marginOnStandardCost) == 40)
  }

  @Test(
    "Rounding policies end prices as told",
    arguments: [
      (PriceListPrice.RoundingPolicy.up, PriceListPrice.RoundingOption.endsIn, "0.99", "12.30", "12.99"),
      (.down, .endsIn, "0.99", "12.30", "11.99"),
      (.nearest, .endsIn, "5", "18", "15"),
      (.up, .multipleOf, "0.25", "12.30", "12.50"),
      (.nearest, .multipleOf, "10", "45", "50"),
      (.none, .multipleOf, "10", "45", "45"),
    ])
  func policies(
    vector: (PriceListPrice.RoundingPolicy, PriceListPrice.RoundingOption, String, String, String)
  ) throws {
    let item = PriceListPrice(
      amount: ExactDecimal(vector.3), policy: vector.0, option: vector.1, roundingAmount: ExactDecimal(vector.2))
    #expect(try item.price(list: nil, currentCost: nil, standardCost: nil, decimals: 2) == ExactDecimal(vector.4))
  }

  @Test("A method whose base is missing gives the pricing error of that base")
  func failures() {
    #expect(throws: PricingError.missingStandardCost) {
      try PriceListPrice(method: .markupOnStandardCost, percentage: 5).price(list: 1, currentCost: 1, standardCost: nil, decimals: 2)
    }
    #expect(throws: PricingError.invalidPriceLevelPercentage) {
      try PriceListPrice(method: .marginOnCurrentCost, percentage: 100).price(list: 1, currentCost: 1, standardCost: nil, decimals: 2)
    }
  }
}
