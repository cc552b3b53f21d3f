public import OData
import PlantedBugs

/// To what amounts in a currency are rounded: half away from zero, to a cent, a whole yen, a thousandth of a dinar, five rappen
/// (supply-chain-odata.md 7.5, inferred; the column for it is `Currencies.RoundingRuleSalesOrders`).
public struct CurrencyRounding: Hashable, Sendable {
  /// The smallest amount: 0.01 for most currencies.
  public let unit: ExactDecimal

  public static let cents = CurrencyRounding(decimals: 2)

  /// - Parameter unit: zero and less count as 0.01.
  public init(unit: ExactDecimal) {
    self.unit = unit > .zero ? unit.normalized : ExactDecimal(mantissa: 1, scale: 2)
  }

  /// - Precondition: `decimals` is 0 … 18.
  public init(decimals: Int) { unit = ExactDecimal(mantissa: 1, scale: decimals) }

  public func rounded(_ amount: ExactDecimal) -> ExactDecimal {
    unit.mantissa == 1 ? amount.rounded(to: unit.scale) : quotient(amount, 1)
  }

  /// A quotient, rounded once.
  /// - Precondition: `divisor` is not zero.
  public func quotient(_ dividend: ExactDecimal, _ divisor: ExactDecimal) -> ExactDecimal {
    if PlantedBug.roundsHalfEven.isOn { return dividend.divided(by: divisor, scale: unit.scale, .halfEven) }
    if unit.mantissa == 1 { return dividend.divided(by: divisor, scale: unit.scale) }
    return dividend.divided(by: divisor * unit, scale: 0) * unit
  }

  /// So many percent of an amount.
  public func percentage(_ percentage: ExactDecimal, of amount: ExactDecimal) -> ExactDecimal { quotient(amount * percentage, 100) }
}
