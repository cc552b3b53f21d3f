import EntityStore
import OData

/// The unit price a price list item gives: by amount, or as a percentage of the product's list price or costs, then the
/// item's rounding policy [sourced: PRICE].
struct PriceListPrice: Hashable, Sendable {
  /// `pricingmethodcode`
  enum Method: Int64, Sendable {
    case amount = 1, percentOfList, markupOnCurrentCost, marginOnCurrentCost, markupOnStandardCost, marginOnStandardCost
  }

  /// `roundingpolicycode`
  enum RoundingPolicy: Int64, Sendable { case none = 1, up, down, nearest }
  /// `roundingoptioncode`
  enum RoundingOption: Int64, Sendable { case endsIn = 1, multipleOf }

  /// `nil` where the item has none.
  var method: Method? = .amount
  var amount: ExactDecimal?
  var percentage: ExactDecimal?
  var policy: RoundingPolicy? = RoundingPolicy.none
  var option: RoundingOption? = .endsIn
  var roundingAmount: ExactDecimal?

  /// - Parameter decimals: `organization.pricingdecimalprecision`.
  /// - Throws: why there is no price.
  func price(
    list: ExactDecimal?, currentCost: ExactDecimal?, standardCost: ExactDecimal?, decimals: Int
  ) throws(PricingError) -> ExactDecimal {
    // As a fraction, so that nothing is rounded twice.
    let numerator: ExactDecimal
    var denominator: ExactDecimal = 1
    switch method {
    case nil: throw .missingPricingCode
    case .amount: numerator = try Self.need(amount, .missingPriceLevelAmount)
    default:
      let base = try base(list: list, currentCost: currentCost, standardCost: standardCost)
      let percent = try Self.need(percentage, .missingPriceLevelPercentage)
      denominator = 100
      switch method {
      case .markupOnCurrentCost, .markupOnStandardCost: numerator = base * (percent + 100)
      case .marginOnCurrentCost, .marginOnStandardCost:
        // cost + cost × percent / (100 − percent)
        numerator = base * 100
        denominator -= percent
        guard !denominator.isNegative, !denominator.isZero else { throw .invalidPriceLevelPercentage }
      default: numerator = base * percent
      }
    }
    let price = try rounded(numerator, denominator, decimals: decimals)
    guard price.magnitude <= BaseAmounts.limit else { throw .priceAttributeOutOfRange }
    return price
  }

  /// What the percentage is taken of.
  private func base(
    list: ExactDecimal?, currentCost: ExactDecimal?, standardCost: ExactDecimal?
  ) throws(PricingError) -> ExactDecimal {
    switch method {
    case .markupOnCurrentCost, .marginOnCurrentCost: try Self.need(currentCost, .missingCurrentCost)
    case .markupOnStandardCost, .marginOnStandardCost: try Self.need(standardCost, .missingStandardCost)
    case .amount, .percentOfList, nil: try Self.need(list, .missingPrice)
    }
  }

  private static func need(_ value: ExactDecimal?, _ failure: PricingError) throws(PricingError) -> ExactDecimal {
    guard let value else { throw failure }
    return value
  }

  private func rounded(
    _ numerator: ExactDecimal, _ denominator: ExactDecimal, decimals: Int
  ) throws(PricingError) -> ExactDecimal {
    guard let policy else { throw .invalidRoundingPolicy }
    if policy == .none { return numerator.divided(by: denominator, scale: decimals) }
    guard let option else { throw .invalidRoundingOption }
    guard let amount = roundingAmount, !amount.isNegative, !amount.isZero else { throw .invalidRoundingAmount }
    let (step, offset) = option == .multipleOf ? (amount, .zero) : (Self.powerOfTen(above: amount), amount)
    let rounding: ExactDecimal.Rounding = policy == .up ? .up : policy == .down ? .down : .halfAwayFromZero
    let steps = (numerator - offset * denominator).divided(by: step * denominator, scale: 0, rounding)
    return (steps * step + offset).rounded(to: decimals)
  }

  /// Prices that end in 0.99 are 1 apart, those that end in 5 are 10 apart, those that end in 0.05 are 0.1 apart [inferred].
  private static func powerOfTen(above amount: ExactDecimal) -> ExactDecimal {
    var power = ExactDecimal(mantissa: 1, scale: 4)
    while power <= amount { power = (power * 10).normalized }
    return power
  }
}

extension PriceListPrice {
  /// The rule a stored price list item holds.
  init(_ item: Row) {
    method = item["pricingmethodcode"].intValue.flatMap(Method.init)
    amount = item["amount"].decimalValue
    percentage = item["percentage"].decimalValue
    policy = item["roundingpolicycode"].intValue.flatMap(RoundingPolicy.init)
    option = item["roundingoptioncode"].intValue.flatMap(RoundingOption.init)
    roundingAmount = item["roundingoptionamount"].decimalValue
  }
}
