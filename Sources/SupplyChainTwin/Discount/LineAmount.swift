public import OData

/// What the amount of a sales line follows from (supply-chain-odata.md 7.5, inferred, consistent with the sourced example).
public struct LineAmount: Hashable, Sendable {
  public let quantity: ExactDecimal
  public let price: ExactDecimal
  /// The price is for this many units.
  public let priceQuantity: ExactDecimal
  /// Price charge: added once to the line, whatever the quantity.
  public let charge: ExactDecimal
  public let lineDiscount: UnitDiscount
  public let multilineDiscount: UnitDiscount
  public let combination: DiscountCombination

  /// Amounts of more than fifteen digits fit no column; they are not looked at closer.
  private static let limit = ExactDecimal(1_000_000_000_000_000)

  /// - Parameters:
  ///   - priceQuantity: zero counts as one.
  ///   - split: the line discount in amounts, and the price charge.
  ///   - discountPercentage: line discount in percent, 0 … 100, taken after the amounts.
  public init(
    quantity: ExactDecimal, price: ExactDecimal, priceQuantity: ExactDecimal = 1,
    split: DiscountSplit = DiscountSplit(perUnit: 0, charge: 0), discountPercentage: ExactDecimal = 0,
    multilineDiscount: UnitDiscount = .none, combination: DiscountCombination = .sum
  ) {
    self.quantity = quantity
    self.price = price
    self.priceQuantity = priceQuantity.isZero ? 1 : priceQuantity
    charge = split.charge
    lineDiscount = UnitDiscount(amount: split.perUnit, percentage: discountPercentage)
    self.multilineDiscount = multilineDiscount
    self.combination = combination
  }

  /// `quantity × (price − discount amounts) ÷ priceQuantity + charge`, then the percentages, to the currency's unit.
  public func net(_ rounding: CurrencyRounding = .cents) -> ExactDecimal {
    switch combination {
    case .line: return net(lineDiscount, rounding)
    case .multiline: return net(multilineDiscount, rounding)
    case .larger: return outer(rounding).less
    case .smaller: return outer(rounding).more
    case .sum:
      // Nobody gets more than the whole line.
      let percentage = min(lineDiscount.percentage + multilineDiscount.percentage, 100)
      return net(UnitDiscount(amount: lineDiscount.amount + multilineDiscount.amount, percentage: percentage), rounding)
    case .product:
      guard !multilineDiscount.isNone else { return net(lineDiscount, rounding) }
      let left = less(lineDiscount.percentage, of: amount(lineDiscount.amount))
      let off = (quantity * multilineDiscount.amount).divided(by: priceQuantity, scale: Self.scale)
      return rounding.rounded(less(multilineDiscount.percentage, of: left - off))
    }
  }

  /// The whole discount of the line, whatever it is made of: as it was sent where it is amounts only, else what the line would come to
  /// without any, less the net amount. The price charge counts as one: the split of a line discount leaves it.
  public func totalDiscount(_ rounding: CurrencyRounding = .cents) -> ExactDecimal {
    if lineDiscount.percentage.isZero, multilineDiscount.isNone, combination != .multiline, combination != .smaller {
      return DiscountSplit(perUnit: lineDiscount.amount, charge: charge)
        .discount(forQuantity: quantity, priceQuantity: priceQuantity, rounding: rounding)
    }
    return rounding.quotient(quantity * price, priceQuantity) - net(rounding)
  }

  /// Decimals between the steps of a calculation.
  private static let scale = 8

  private func amount(_ off: ExactDecimal) -> ExactDecimal {
    (quantity * (price - off)).divided(by: priceQuantity, scale: Self.scale) + charge
  }

  private func less(_ percentage: ExactDecimal, of amount: ExactDecimal) -> ExactDecimal {
    if percentage.isZero || amount.magnitude >= Self.limit { return amount }
    return (amount * (100 - percentage)).divided(by: 100, scale: Self.scale)
  }

  private func net(_ discount: UnitDiscount, _ rounding: CurrencyRounding) -> ExactDecimal {
    let product = quantity * (price - discount.amount)
    // One rounding only, where there is no percentage and the charge is rounded already.
    if discount.percentage.isZero, rounding.rounded(charge) == charge { return rounding.quotient(product, priceQuantity) + charge }
    return rounding.rounded(less(discount.percentage, of: amount(discount.amount)))
  }

  /// With one discount or the other: the amount nearer to zero, and the one further away.
  private func outer(_ rounding: CurrencyRounding) -> (less: ExactDecimal, more: ExactDecimal) {
    let both = (net(lineDiscount, rounding), net(multilineDiscount, rounding))
    return both.0.magnitude <= both.1.magnitude ? (both.0, both.1) : (both.1, both.0)
  }
}
