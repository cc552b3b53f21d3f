public import OData

/// What an order or a quotation comes to, line by line, from what its lines and charges say (supply-chain-odata.md 7.5 and 7.6).
///
/// In this order: line amounts with their own discounts, the total discount shared out to the lines, charges, tax on what is left of each
/// line and on each charge. That sales tax is on the amount after the total discount, line by line, is inferred from the class reference
/// (`SalesCalcTax_Sales.lineEndDisc`); how the discount is shared out is proposed.
public struct DocumentAmounts: Hashable, Sendable {
  public struct Charge: Hashable, Sendable {
    public let category: ChargeCategory
    /// The amount, the amount for one unit, or the percentage.
    public let value: ExactDecimal
    public let taxPercentages: [ExactDecimal]

    public init(category: ChargeCategory = .fixed, value: ExactDecimal, taxPercentages: [ExactDecimal] = []) {
      self.category = category
      self.value = value
      self.taxPercentages = taxPercentages
    }
  }

  public struct Line: Hashable, Sendable {
    public let quantity: ExactDecimal
    /// After the line's own discounts; with tax where prices include it.
    public let amount: ExactDecimal
    public let discount: ExactDecimal
    public let taxPercentages: [ExactDecimal]
    public let charges: [Charge]

    public init(
      quantity: ExactDecimal, amount: ExactDecimal, discount: ExactDecimal = .zero, taxPercentages: [ExactDecimal] = [],
      charges: [Charge] = []
    ) {
      self.quantity = quantity
      self.amount = amount
      self.discount = discount
      self.taxPercentages = taxPercentages
      self.charges = charges
    }
  }

  /// Amounts of one line, without tax.
  public struct LineResult: Hashable, Sendable {
    public let net: ExactDecimal
    public let discount: ExactDecimal
    /// The line's part in the total discount.
    public let headerDiscount: ExactDecimal
    /// Tax on the line itself, not on its charges.
    public let tax: ExactDecimal
    public let charges: [DocumentTotals.Charge]

    public var totals: DocumentTotals.Line {
      DocumentTotals.Line(
        net: net, discount: discount, tax: charges.reduce(tax) { $0 + $1.tax }, charges: charges.reduce(.zero) { $0 + $1.amount })
    }
  }

  public let lines: [LineResult]
  /// Charges of the header, in their order.
  public let charges: [DocumentTotals.Charge]
  /// The total discount as people enter it: with tax where prices include it.
  public let headerDiscount: ExactDecimal

  /// - Parameters:
  ///   - discount: the total discount: an amount, and a percentage of what that leaves.
  ///   - includesTax: whether amounts of lines, discounts and charges include sales tax.
  public init(
    lines: [Line], charges: [Charge] = [], discount: UnitDiscount = .none, includesTax: Bool = false, rounding: CurrencyRounding = .cents
  ) {
    let sum = lines.reduce(ExactDecimal.zero) { $0 + $1.amount }
    let headerDiscount = rounding.rounded(discount.amount + rounding.percentage(discount.percentage, of: sum - discount.amount))
    self.headerDiscount = headerDiscount
    func net(_ gross: ExactDecimal, _ percentages: [ExactDecimal]) -> ExactDecimal {
      includesTax ? TaxCalculation.withoutTax(gross, percentages: percentages, rounding: rounding) : gross
    }
    func charge(_ charge: Charge, quantity: ExactDecimal, base: ExactDecimal) -> DocumentTotals.Charge {
      let amount =
        switch charge.category {
        case .fixed: rounding.rounded(charge.value)
        case .pieces: rounding.rounded(charge.value * quantity)
        case .percent: rounding.percentage(charge.value, of: base)
        }
      let bare = net(amount, charge.taxPercentages)
      let tax =
        includesTax ? amount - bare : TaxCalculation.tax(on: bare, percentages: charge.taxPercentages, rounding: rounding)
      return DocumentTotals.Charge(amount: bare, tax: tax)
    }
    self.lines = zip(lines, Self.shares(of: headerDiscount, lines.map(\.amount), rounding)).map { line, share in
      let bare = net(line.amount, line.taxPercentages)
      let left = net(line.amount - share, line.taxPercentages)
      let tax =
        includesTax
        ? line.amount - share - left : TaxCalculation.tax(on: left, percentages: line.taxPercentages, rounding: rounding)
      return LineResult(
        net: bare, discount: net(line.discount, line.taxPercentages), headerDiscount: bare - left, tax: tax,
        charges: line.charges.map { charge($0, quantity: line.quantity, base: line.amount) })
    }
    let pieces = lines.reduce(ExactDecimal.zero) { $0 + $1.quantity }
    self.charges = charges.map { charge($0, quantity: pieces, base: sum) }
  }

  public var totals: DocumentTotals {
    DocumentTotals(lines: lines.map(\.totals), charges: charges, headerDiscount: lines.reduce(.zero) { $0 + $1.headerDiscount })
  }

  /// Parts of an amount in proportion to others, that add up to it: each line gets what is due up to it, less what was given before.
  private static func shares(of amount: ExactDecimal, _ weights: [ExactDecimal], _ rounding: CurrencyRounding) -> [ExactDecimal] {
    if amount.isZero { return Array(repeating: amount, count: weights.count) }
    var weights = weights
    if weights.reduce(.zero, +).isZero { weights = weights.map(\.magnitude) }
    let sum = weights.reduce(.zero, +)
    // Nothing to go by: the first line takes it.
    if sum.isZero { return weights.indices.map { $0 == 0 ? amount : .zero } }
    var reached = ExactDecimal.zero
    return weights.map { weight in
      let share = Share(before: reached, after: reached + weight, of: sum)
      reached += weight
      return share.part(of: amount, rounding)
    }
  }
}
