/// Prices worked out the long way: one formula after the other, over whole numbers. It imports nothing, shares no code with the
/// twin, and is short enough to be read in one sitting. Every number is a count of ten-billionths: 1 is `one`.
typealias Units = Int128

let one: Units = 10_000_000_000

func power(_ exponent: Int) -> Units { (0..<exponent).reduce(1) { value, _ in value * 10 } }

/// `numerator / denominator`, the denominator positive, to so many decimals, half away from zero.
func rounded(_ numerator: Units, over denominator: Units = 1, to decimals: Int) -> Units {
  let step = power(10 - decimals)
  let divisor = denominator * step
  let steps = (numerator.magnitude * 2 + divisor.magnitude) / (divisor.magnitude * 2)
  return Units(steps) * (numerator < 0 ? -step : step)
}

struct PlainCurrency: Sendable {
  let code: String
  let decimals: Int
  /// Of one unit of base currency.
  let rate: Units

  func base(_ amount: Units) -> Units { rounded(amount * one, over: rate, to: 4) }
}

/// What is sold, and at what price, in one currency.
struct PlainItem: Sendable {
  /// 1 amount, 2 of list, 3 markup and 4 margin on current cost, 5 and 6 on standard cost.
  let method: Int
  let amount: Units
  let percentage: Units
  /// 1 none, 2 up, 3 down, 4 nearest.
  let policy: Int
  /// 1 ends in, 2 multiple of.
  let option: Int
  let roundingAmount: Units
  let listPrice: Units
  let currentCost: Units
  let standardCost: Units
  let quantityDecimals: Int
  let steps: [PlainStep]

  func price(pricingDecimals: Int) -> Units {
    let hundred = 100 * one
    let (numerator, denominator): (Units, Units) =
      switch method {
      case 1: (rounded(amount, to: pricingDecimals), 1)
      case 2: (listPrice * percentage, hundred)
      case 3: (currentCost * (hundred + percentage), hundred)
      case 4: (currentCost * hundred, hundred - percentage)
      case 5: (standardCost * (hundred + percentage), hundred)
      default: (standardCost * hundred, hundred - percentage)
      }
    if policy == 1 { return rounded(numerator, over: denominator, to: pricingDecimals) }
    var step = roundingAmount
    var end: Units = 0
    if option == 1 {
      end = roundingAmount
      step = 1
      while step <= end { step *= 10 }
    }
    // How many whole steps lie below the price, and what is left over.
    let above = numerator - end * denominator
    let size = step * denominator
    var count = above / size
    if above < 0, count * size != above { count -= 1 }
    let rest = above - count * size
    let goesUp =
      switch policy {
      case 2: rest > 0
      case 3: false
      default: above < 0 ? rest * 2 > size : rest * 2 >= size
      }
    return rounded((goesUp ? count + 1 : count) * step + end, to: pricingDecimals)
  }
}

/// A step of a volume discount list.
struct PlainStep: Sendable {
  let low: Units
  let high: Units
  /// Of percent, or of money.
  let isPercentage: Bool
  let value: Units
}

struct PlainLine: Sendable {
  /// Position of what is sold; `nil` for a write-in.
  var item: Int?
  var isOverridden: Bool
  /// The price somebody wrote.
  var writtenPrice: Units = 0
  var quantity: Units?
  var discount: Units = 0
  var tax: Units = 0
  /// Per unit; worked out when the quantity changes.
  var volume: Units?
}

struct PlainDocument: Sendable {
  let currency: PlainCurrency
  let items: [PlainItem]
  let pricingDecimals: Int
  let isPerUnit: Bool
  var discountAmount: Units = 0
  var discountPercentage: Units = 0
  var freight: Units = 0
  var lines: [PlainLine] = []

  func price(_ line: PlainLine) -> Units {
    guard let item = line.item, !line.isOverridden else { return rounded(line.writtenPrice, to: pricingDecimals) }
    return items[item].price(pricingDecimals: pricingDecimals)
  }

  /// What the line's volume discount becomes, now that its quantity is another.
  func newVolume(_ line: PlainLine) -> Units? {
    guard let item = line.item, !line.isOverridden, let quantity = line.quantity else { return nil }
    guard let step = items[item].steps.last(where: { $0.low <= quantity && quantity <= $0.high }) else { return nil }
    if step.isPercentage { return rounded(price(line) * step.value, over: 100 * one, to: currency.decimals) }
    return rounded(step.value, to: currency.decimals)
  }

  func base(_ line: PlainLine) -> Units? {
    guard let quantity = line.quantity else { return nil }
    return rounded((price(line) - (line.volume ?? 0)) * quantity, over: one, to: currency.decimals)
  }

  func discount(_ line: PlainLine) -> Units {
    guard let quantity = line.quantity else { return 0 }
    let written = rounded(line.discount, to: currency.decimals)
    return isPerUnit ? rounded(written * quantity, over: one, to: currency.decimals) : written
  }

  func tax(_ line: PlainLine) -> Units { rounded(line.tax, to: currency.decimals) }

  func extended(_ line: PlainLine) -> Units? { base(line).map { $0 - discount(line) + tax(line) } }

  // The document. A line without a quantity has no amounts and adds nothing.
  private var counted: [PlainLine] { lines.filter { $0.quantity != nil } }
  var lineDiscount: Units { counted.reduce(0) { $0 + discount($1) } }
  var lineItems: Units { counted.reduce(0) { $0 + (base($1) ?? 0) - discount($1) } }
  var totalTax: Units { counted.reduce(0) { $0 + tax($1) } }
  var headerDiscount: Units {
    rounded(discountAmount, to: currency.decimals) + rounded(lineItems * discountPercentage, over: 100 * one, to: currency.decimals)
  }
  var totalDiscount: Units { headerDiscount + lineDiscount }
  var lessFreight: Units { lineItems - headerDiscount }
  var total: Units { lessFreight + rounded(freight, to: currency.decimals) + totalTax }
  var error: Units { counted.count < lines.count ? one : 0 }
}
