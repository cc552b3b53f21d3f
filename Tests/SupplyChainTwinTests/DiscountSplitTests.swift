import Ambient
import OData
import SupplyChainTwin
import Testing

@Suite struct DiscountSplitTests {
  struct Example: Sendable, CustomTestStringConvertible {
    let quantity: String
    let discount: String
    let perUnit: String
    let charge: String
    let back: String
    var testDescription: String { "\(discount) on \(quantity)" }
  }

  /// data-integration.md 3.6: the first row is sourced, the others follow from the formula.
  static let table = [
    Example(quantity: "3", discount: "10.00", perUnit: "3.33", charge: "-0.01", back: "10.00"),
    Example(quantity: "3", discount: "20.00", perUnit: "6.67", charge: "0.01", back: "20.00"),
    Example(quantity: "7", discount: "1.00", perUnit: "0.14", charge: "-0.02", back: "1.00"),
    Example(quantity: "1000", discount: "0.01", perUnit: "0.00", charge: "-0.01", back: "0.01"),
    Example(quantity: "6", discount: "0.03", perUnit: "0.01", charge: "0.03", back: "0.03"),
    Example(quantity: "2.5", discount: "10.00", perUnit: "4.00", charge: "0.00", back: "10.00"),
    Example(quantity: "21.598", discount: "486.02", perUnit: "22.50", charge: "-0.07", back: "486.03"),
    Example(quantity: "-3", discount: "-10.00", perUnit: "3.33", charge: "0.01", back: "-10.00"),
  ]

  @Test("A line discount is kept per unit, with the rounding rest as a sales charge", arguments: table)
  func split(_ example: Example) throws {
    let quantity = decimal(example.quantity)
    let split = try DiscountSplit(discount: decimal(example.discount), quantity: quantity)
    #expect(split.perUnit == decimal(example.perUnit))
    #expect(split.charge == decimal(example.charge))
    #expect(split.discount(forQuantity: quantity) == decimal(example.back))
  }

  @Test("A discount on no quantity is refused")
  func zeroQuantity() {
    #expect(throws: DiscountSplit.Failure.quantityIsZero) { try DiscountSplit(discount: decimal("0.01"), quantity: 0) }
  }

  @Test("No discount is no discount, also on no quantity")
  func noDiscount() throws {
    #expect(try DiscountSplit(discount: 0, quantity: 0) == DiscountSplit(perUnit: 0, charge: 0))
  }

  @Test(
    "Over whole quantities the discount survives the way there and back, and the net amount is the same on both sides", arguments: 1...4)
  func wholeQuantities(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<2000 {
      let quantity = ExactDecimal(1 + random.next(below: 5000))
      let discount = ExactDecimal(mantissa: Int128(random.next(below: 1_000_000)), scale: 2)
      let price = ExactDecimal(mantissa: Int128(random.next(below: 1_000_000)), scale: 2)
      let split = try DiscountSplit(discount: discount, quantity: quantity)
      #expect(split.discount(forQuantity: quantity) == discount)
      // |charge| ≤ quantity × half a cent
      #expect(split.charge.magnitude <= quantity * decimal("0.005"))
      #expect(LineAmount(quantity: quantity, price: price, split: split).net() == quantity * price - discount)
    }
  }

  @Test("Over fractions of a unit the way there and back misses by one cent at most", arguments: 1...4)
  func fractions(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<2000 {
      let quantity = ExactDecimal(mantissa: Int128(1 + random.next(below: 100_000)), scale: 3)
      let discount = ExactDecimal(mantissa: Int128(random.next(below: 1_000_000)), scale: 2)
      let split = try DiscountSplit(discount: discount, quantity: quantity)
      #expect((split.discount(forQuantity: quantity) - discount).magnitude <= decimal("0.01"))
    }
  }
}
