public import OData

/// What the amount of a sales line follows from (supply-chain-odata.md 7.5, inferred, consistent with the sourced example).
public struct LineAmount: Hashable, Sendable {
  public let quantity: ExactDecimal
  public let price: ExactDecimal
  /// The price is for this many units.
  public let priceQuantity: ExactDecimal
  public let split: DiscountSplit
  /// Line discount in percent, 0 … 100, taken after the amounts.
  public let discountPercentage: ExactDecimal

  /// - Parameter priceQuantity: zero counts as one.
  public init(
    quantity: ExactDecimal, price: ExactDecimal, priceQuantity: ExactDecimal = 1,
    split: DiscountSplit = DiscountSplit(perUnit: 0, charge: 0),
    discountPercentage: ExactDecimal = 0
  ) {
    self.quantity = quantity
    self.price = price
    self.priceQuantity = priceQuantity.isZero ? 1 : priceQuantity
    self.split = split
    self.discountPercentage = discountPercentage
  }

  /// `quantity × (price − perUnit) ÷ priceQuantity + charge`, then the percentage, to the currency's decimals.
  public func net(decimals: Int = 2) -> ExactDecimal {
    let product = quantity * (price - split.perUnit)
    guard !discountPercentage.isZero else {
      // Adding an amount in whole cents before or after rounding is the same; one rounding only.
      if split.charge.scale <= decimals { return product.divided(by: priceQuantity, scale: decimals) + split.charge }
      return (product.divided(by: priceQuantity, scale: 8) + split.charge).rounded(to: decimals)
    }
    let beforePercentage = product.divided(by: priceQuantity, scale: 8) + split.charge
    return (beforePercentage * (100 - discountPercentage)).divided(by: 100, scale: decimals)
  }

  /// The whole discount of the line, whatever it is made of: as it was sent where it is amounts only, else gross less net.
  public func totalDiscount(decimals: Int = 2) -> ExactDecimal {
    if discountPercentage.isZero, priceQuantity == 1 { return split.discount(forQuantity: quantity, decimals: decimals) }
    return (quantity * price).divided(by: priceQuantity, scale: decimals) - net(decimals: decimals)
  }
}
