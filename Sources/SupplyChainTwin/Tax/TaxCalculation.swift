public import OData

/// Sales tax on an amount: the codes that the customer's tax group and the item's tax group have in common, each rounded
/// on its own, then added up (inferred).
public enum TaxCalculation {
  /// - Parameter percentages: the rate of each code that applies.
  public static func tax(on base: ExactDecimal, percentages: [ExactDecimal], decimals: Int = 2) -> ExactDecimal {
    percentages.reduce(ExactDecimal(mantissa: 0, scale: decimals)) { $0 + (base * $1).divided(by: 100, scale: decimals) }
  }
}
