public import OData

/// How Supply Chain keeps the whole discount of a line: so much per unit, and a sales charge that takes up what rounding
/// leaves over (data-integration.md 3.6, R-ORD; example sourced, formula inferred).
///
/// ```swift
/// let split = try DiscountSplit(discount: 10, quantity: 3)   // 3.33 per unit, charge -0.01
/// split.discount(forQuantity: 3)                             // 10.00
/// ```
public struct DiscountSplit: Hashable, Sendable {
  /// Discount for one unit, in the document's currency.
  public let perUnit: ExactDecimal
  /// Added to the line's amount: negative where rounding gave too little discount.
  public let charge: ExactDecimal

  public init(perUnit: ExactDecimal, charge: ExactDecimal) {
    self.perUnit = perUnit
    self.charge = charge
  }

  /// A discount on nothing (proposed: such a row is refused).
  public enum Failure: Error, Hashable, Sendable { case quantityIsZero }

  /// `perUnit = round(discount ÷ quantity)`, `charge = quantity × perUnit − discount`.
  /// - Parameter decimals: decimals of the currency.
  /// - Throws: `quantityIsZero` for a discount on no quantity.
  public init(discount: ExactDecimal, quantity: ExactDecimal, decimals: Int = 2) throws(Failure) {
    guard !discount.isZero else {
      self.init(perUnit: .zero, charge: .zero)
      return
    }
    guard !quantity.isZero else { throw .quantityIsZero }
    let perUnit = discount.divided(by: quantity, scale: decimals)
    self.init(perUnit: perUnit, charge: (quantity * perUnit - discount).rounded(to: decimals))
  }

  /// The whole discount again: `quantity × perUnit − charge`. The same as was split for every whole quantity; for a
  /// fraction of a unit it may miss by one in the last decimal.
  public func discount(forQuantity quantity: ExactDecimal, decimals: Int = 2) -> ExactDecimal {
    (quantity * perUnit - charge).rounded(to: decimals)
  }
}
