public import OData

/// One of several parts that together are the whole: from so far to so far. Every part is what is due up to its end, rounded, less what is
/// due up to its beginning; so no cent is lost or made, however many parts there are (proposed).
public struct Share: Hashable, Sendable {
  public let before: ExactDecimal
  public let after: ExactDecimal
  public let whole: ExactDecimal

  /// - Parameter whole: what all parts reach; for zero there is one part, which is everything.
  public init(before: ExactDecimal, after: ExactDecimal, of whole: ExactDecimal) {
    self.before = before
    self.after = after
    self.whole = whole
  }

  public static let everything = Share(before: 0, after: 1, of: 1)
  public static let nothing = Share(before: 0, after: 0, of: 1)

  public func part(of amount: ExactDecimal, _ rounding: CurrencyRounding) -> ExactDecimal {
    if whole.isZero { return amount }
    return due(after, amount, rounding) - due(before, amount, rounding)
  }

  private func due(_ reached: ExactDecimal, _ amount: ExactDecimal, _ rounding: CurrencyRounding) -> ExactDecimal {
    if reached.isZero { return .zero }
    // The whole is the whole, also where it is no multiple of the currency's unit.
    if reached == whole { return amount }
    return rounding.quotient(amount * reached, whole)
  }
}
