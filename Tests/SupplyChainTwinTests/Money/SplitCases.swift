import Ambient
import OData

/// Random cases of the discount split: quantities of nothing, less than nothing, a millionth, a billion; discounts alike; precisions
/// 0 to 6.
struct SplitCases {
  private var random: SeededGenerator

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  struct Case {
    let quantity: ExactDecimal
    let discount: ExactDecimal
    let decimals: Int
  }

  mutating func next() -> Case {
    let decimals = random.next(below: 7)
    return Case(
      quantity: number(scale: random.next(below: 2) * random.next(below: 7)), discount: number(scale: decimals), decimals: decimals)
  }

  /// Any count of digits up to nine before the point, each as likely as the other.
  private mutating func number(scale: Int) -> ExactDecimal {
    let digits = random.next(below: 10) + scale
    let bound = (0..<digits).reduce(1) { power, _ in power * 10 }
    let magnitude = Int128(random.next(below: bound))
    return ExactDecimal(mantissa: random.next(below: 5) == 0 ? -magnitude : magnitude, scale: scale)
  }
}
