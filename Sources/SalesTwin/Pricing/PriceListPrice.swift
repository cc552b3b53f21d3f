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

  var method: Method = .amount
  var amount: ExactDecimal?
  var percentage: ExactDecimal?
  var policy: RoundingPolicy = .none
  var option: RoundingOption = .endsIn
  var roundingAmount: ExactDecimal = .zero

  /// Why there is no price: the numbers of `pricingerrorcode` [sourced: ER:salesorder].
  enum Failure: Int64, Error, Hashable, Sendable {
    case missingAmount = 12, missingPercentage = 13, missingListPrice = 14, missingCurrentCost = 15, missingStandardCost = 16
    case invalidPercentage = 18, invalidRoundingAmount = 24
  }

  /// - Parameter decimals: `organization.pricingdecimalprecision`.
  func price(
    list: ExactDecimal?, currentCost: ExactDecimal?, standardCost: ExactDecimal?, decimals: Int
  ) throws(Failure) -> ExactDecimal {
    let exact: ExactDecimal
    switch method {
    case .amount: exact = try Self.need(amount, .missingAmount)
    case .percentOfList: exact = try share(of: try Self.need(list, .missingListPrice))
    case .markupOnCurrentCost: exact = try markup(on: try Self.need(currentCost, .missingCurrentCost))
    case .marginOnCurrentCost: exact = try margin(on: try Self.need(currentCost, .missingCurrentCost))
    case .markupOnStandardCost: exact = try markup(on: try Self.need(standardCost, .missingStandardCost))
    case .marginOnStandardCost: exact = try margin(on: try Self.need(standardCost, .missingStandardCost))
    }
    return try applyPolicy(to: exact).rounded(to: decimals)
  }

  private static func need(_ value: ExactDecimal?, _ failure: Failure) throws(Failure) -> ExactDecimal {
    guard let value else { throw failure }
    return value
  }

  /// Decimals kept between a percentage and the final rounding.
  private static let workingScale = 10

  private func share(of value: ExactDecimal) throws(Failure) -> ExactDecimal {
    (value * (try Self.need(percentage, .missingPercentage))).divided(by: 100, scale: Self.workingScale)
  }

  private func markup(on cost: ExactDecimal) throws(Failure) -> ExactDecimal { cost + (try share(of: cost)) }

  private func margin(on cost: ExactDecimal) throws(Failure) -> ExactDecimal {
    let percent = try Self.need(percentage, .missingPercentage)
    let rest = ExactDecimal(100) - percent
    guard !rest.isNegative, !rest.isZero else { throw .invalidPercentage }
    return cost + (cost * percent).divided(by: rest, scale: Self.workingScale)
  }

  private func applyPolicy(to price: ExactDecimal) throws(Failure) -> ExactDecimal {
    guard policy != .none else { return price }
    guard !roundingAmount.isNegative, !roundingAmount.isZero else { throw .invalidRoundingAmount }
    let step: ExactDecimal
    let offset: ExactDecimal
    switch option {
    case .multipleOf: (step, offset) = (roundingAmount, .zero)
    case .endsIn: (step, offset) = (Self.powerOfTen(above: roundingAmount), roundingAmount)
    }
    let rounding: ExactDecimal.Rounding = policy == .up ? .up : policy == .down ? .down : .halfAwayFromZero
    return (price - offset).divided(by: step, scale: 0, rounding) * step + offset
  }

  /// Prices that end in 0.99 are 1 apart, those that end in 5 are 10 apart, those that end in 0.05 are 0.1 apart [inferred].
  private static func powerOfTen(above amount: ExactDecimal) -> ExactDecimal {
    var power = ExactDecimal(mantissa: 1, scale: 4)
    while power <= amount { power = (power * 10).normalized }
    return power
  }
}
