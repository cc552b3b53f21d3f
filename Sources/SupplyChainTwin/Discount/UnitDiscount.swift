public import OData

/// A discount as a line holds it: so much on each price unit, and so many percent of what is left.
public struct UnitDiscount: Hashable, Sendable {
  public let amount: ExactDecimal
  /// 0 … 100.
  public let percentage: ExactDecimal

  public static let none = UnitDiscount()

  public init(amount: ExactDecimal = .zero, percentage: ExactDecimal = .zero) {
    self.amount = amount
    self.percentage = percentage
  }

  public var isNone: Bool { amount.isZero && percentage.isZero }
}
