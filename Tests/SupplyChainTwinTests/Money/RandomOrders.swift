import Ambient
import OData

@testable import SupplyChainTwin

/// Orders with everything that has an amount, from a seed.
struct RandomOrders {
  private var random: SeededGenerator

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  struct Order {
    var lines: [DocumentAmounts.Line]
    /// Which fixed charges are prorated: those of the header, and of each line.
    var charges: [DocumentAmounts.Charge]
    var discount: UnitDiscount
    var rounding: CurrencyRounding
    /// What each invoice takes of each line.
    var invoices: [[ExactDecimal]]
  }

  mutating func pick(_ count: Int) -> Int { random.next(below: count) }

  mutating func number(_ digits: Int, scale: Int) -> ExactDecimal {
    let bound = (0..<digits).reduce(1) { power, _ in power * 10 }
    return ExactDecimal(mantissa: Int128(random.next(below: bound)), scale: scale)
  }

  private mutating func rates() -> [ExactDecimal] { (0..<pick(3)).map { _ in number(4, scale: 2) } }

  private mutating func charge(onLine: Bool) -> DocumentAmounts.Charge {
    let category = ChargeCategory.allCases.filter { onLine || $0 != .pieces }[pick(onLine ? 3 : 2)]
    return DocumentAmounts.Charge(category: category, value: number(4, scale: 2), taxPercentages: rates())
  }

  mutating func next() -> Order {
    let rounding = [CurrencyRounding.cents, CurrencyRounding(decimals: 0), CurrencyRounding(decimals: 3)][pick(3)]
    // A credit note is an order of negative quantities.
    let sign: ExactDecimal = pick(4) == 0 ? -1 : 1
    let count = 1 + pick(4)
    var quantities: [ExactDecimal] = []
    let lines = (0..<count).map { _ -> DocumentAmounts.Line in
      let quantity = sign * (number(1 + pick(3), scale: 0) + 1 + (pick(3) == 0 ? number(3, scale: 3) : 0))
      quantities.append(quantity)
      let price = LineAmount(
        quantity: quantity, price: number(1 + pick(5), scale: 2), priceQuantity: pick(4) == 0 ? 100 : 1,
        split: DiscountSplit(perUnit: number(2, scale: 2), charge: rounding.rounded(number(2, scale: 2))),
        discountPercentage: pick(2) == 0 ? number(3, scale: 1) : 0,
        multilineDiscount: UnitDiscount(amount: 0, percentage: pick(3) == 0 ? number(2, scale: 1) : 0))
      return DocumentAmounts.Line(
        quantity: quantity, amount: price.net(rounding), discount: price.totalDiscount(rounding), taxPercentages: rates(),
        charges: (0..<pick(3)).map { _ in charge(onLine: true) })
    }
    var left = quantities
    var invoices: [[ExactDecimal]] = []
    while left.contains(where: { !$0.isZero }) {
      let isLast = invoices.count == 4
      let taken = left.map { open -> ExactDecimal in
        if isLast || pick(3) == 0 { return open }
        return (open * ExactDecimal(pick(4))).divided(by: 4, scale: 3)
      }
      for index in left.indices { left[index] = left[index] - taken[index] }
      invoices.append(taken)
    }
    return Order(
      lines: lines, charges: (0..<pick(3)).map { _ in charge(onLine: false) },
      discount: UnitDiscount(
        amount: pick(2) == 0 ? sign * rounding.rounded(number(4, scale: 2)) : 0, percentage: pick(2) == 0 ? number(3, scale: 1) : 0),
      rounding: rounding, invoices: invoices)
  }
}
