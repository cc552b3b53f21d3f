public import OData

/// Sales tax on an amount: the codes that the customer's tax group and the item's tax group have in common, each rounded
/// on its own, then added up (inferred).
public enum TaxCalculation {
  /// - Parameter percentages: the rate of each code that applies.
  public static func tax(on base: ExactDecimal, percentages: [ExactDecimal], rounding: CurrencyRounding = .cents) -> ExactDecimal {
    percentages.reduce(ExactDecimal(mantissa: 0, scale: rounding.unit.scale)) { $0 + rounding.percentage($1, of: base) }
  }

  /// What is left of an amount that the tax is part of (inferred).
  public static func withoutTax(
    _ gross: ExactDecimal, percentages: [ExactDecimal], rounding: CurrencyRounding = .cents
  ) -> ExactDecimal {
    rounding.quotient(gross * 100, percentages.reduce(100, +))
  }
}
