import OData
import PlantedBugs

/// The amounts of one line of a quote, order or invoice, computed from what stands on it.
///
/// base = (price − volume discount per unit) × quantity; discount = manual discount, times quantity under `perUnit`;
/// extended = base − discount + tax. Line-item formulas [sourced: BCSIM, DISC], the base under `perUnit` [inferred].
struct LineAmounts: Hashable, Sendable {
  let base: ExactDecimal
  let discount: ExactDecimal
  let tax: ExactDecimal
  var extended: ExactDecimal { base - discount + tax }

  /// - Parameters:
  ///   - volumeDiscount: per unit.
  ///   - decimals: the currency's precision, to which every amount is rounded.
  init(
    price: ExactDecimal, volumeDiscount: ExactDecimal = .zero, quantity: ExactDecimal, manualDiscount: ExactDecimal = .zero,
    tax: ExactDecimal = .zero, method: DiscountMethod, decimals: Int
  ) {
    base = ((price - volumeDiscount) * quantity).rounded(to: decimals)
    switch method {
    case .lineItem where PlantedBug.discountPerUnit.isOn && !quantity.isZero:
      discount = manualDiscount.divided(by: quantity, scale: decimals) * quantity
    case .lineItem: discount = manualDiscount.rounded(to: decimals)
    case .perUnit: discount = (manualDiscount * quantity).rounded(to: decimals)
    }
    self.tax = tax.rounded(to: decimals)
  }
}
