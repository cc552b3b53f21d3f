public import OData

/// How Supply Chain keeps the whole discount of a line: so much per unit, and a sales charge that takes up what rounding
/// leaves over (data-integration.md 3.6, R-ORD; example sourced, formula inferred).
///
/// ```swift
/// let split = try DiscountSplit(discount: 10, quantity: 3)   // 3.33 per unit, charge -0.01
/// split.discount(forQuantity: 3)                             // 10.00
/// ```
public struct DiscountSplit: Hashable, Sendable {
  /// Discount for one price unit, in the document's currency.
  public let perUnit: ExactDecimal
  /// Added to the line's amount: negative where rounding gave too little discount.
  public let charge: ExactDecimal

  public init(perUnit: ExactDecimal, charge: ExactDecimal) {
    self.perUnit = perUnit
    self.charge = charge
  }

  /// A discount on nothing (proposed: such a row is refused).
  public enum Failure: Error, Hashable, Sendable { case quantityIsZero }

  /// `perUnit = round(discount × priceQuantity ÷ quantity)`, `charge = quantity × perUnit ÷ priceQuantity − discount`, rounded.
  /// - Parameter priceQuantity: the price, and so the discount, is for this many units; zero counts as one.
  /// - Throws: `quantityIsZero` for a discount on no quantity.
  public init(
    discount: ExactDecimal, quantity: ExactDecimal, priceQuantity: ExactDecimal = 1, rounding: CurrencyRounding = .cents
  ) throws(Failure) {
    guard !discount.isZero else {
      self.init(perUnit: .zero, charge: .zero)
      return
    }
    guard !quantity.isZero else { throw .quantityIsZero }
    let units = priceQuantity.isZero ? 1 : priceQuantity
    let perUnit = rounding.quotient(discount * units, quantity)
    self.init(perUnit: perUnit, charge: rounding.quotient(quantity * perUnit - discount * units, units))
  }

  /// The whole discount again: `quantity × perUnit ÷ priceQuantity − charge`, rounded. The same as was split for every whole quantity
  /// at a price for one; for a fraction of a unit it may miss by one in the last decimal.
  public func discount(
    forQuantity quantity: ExactDecimal, priceQuantity: ExactDecimal = 1, rounding: CurrencyRounding = .cents
  ) -> ExactDecimal {
    let units = priceQuantity.isZero ? 1 : priceQuantity
    return rounding.quotient(quantity * perUnit - charge * units, units)
  }
}
