import OData

/// What an order and its invoices must come to, worked out the plain way: fractions, one step after the other, no sharing of code or
/// cleverness with the twin.
struct PlainInvoicing {
  struct Line {
    var quantity: Fraction
    var amount: Fraction
    var rates: [Fraction]
    var charges: [Charge] = []
  }

  struct Charge {
    var category: String
    var value: Fraction
    var rates: [Fraction]
    var isProrated = false
  }

  var lines: [Line]
  var charges: [Charge]
  var discountAmount: Fraction
  var discountPercentage: Fraction
  var unit: Fraction

  private let zero = Fraction(0)
  private let hundred = Fraction(100)

  init(lines: [Line], charges: [Charge], discountAmount: Fraction, discountPercentage: Fraction, unit: Fraction) {
    self.lines = lines
    self.charges = charges
    self.discountAmount = discountAmount
    self.discountPercentage = discountPercentage
    self.unit = unit
  }

  private var sum: Fraction { lines.reduce(zero) { $0 + $1.amount } }

  var discount: Fraction { (discountAmount + ((sum - discountAmount) * discountPercentage / hundred).rounded(unit)).rounded(unit) }

  /// What each line loses to the total discount: in proportion to its amount; where lines take each other out, to its size; where all are
  /// nothing, the first line takes it.
  var discounts: [Fraction] {
    var weights = lines.map(\.amount)
    if sum == zero { weights = weights.map { $0.numerator < 0 ? zero - $0 : $0 } }
    let whole = weights.reduce(zero, +)
    if whole == zero { return weights.indices.map { $0 == 0 ? discount : zero } }
    var reached = zero
    var given = zero
    return weights.map { weight in
      reached = reached + weight
      let due = (discount * reached / whole).rounded(unit)
      defer { given = due }
      return due - given
    }
  }

  private func tax(_ base: Fraction, _ rates: [Fraction]) -> Fraction {
    rates.reduce(zero) { $0 + (base * $1 / hundred).rounded(unit) }
  }

  private func amount(_ charge: Charge, quantity: Fraction, base: Fraction) -> Fraction {
    switch charge.category {
    case "Pcs": (charge.value * quantity).rounded(unit)
    case "Percent": (base * charge.value / hundred).rounded(unit)
    default: charge.value.rounded(unit)
    }
  }

  var lineTaxes: [Fraction] {
    zip(lines, discounts).map { line, discount in
      line.charges.reduce(tax(line.amount - discount, line.rates)) {
        $0 + tax(amount($1, quantity: line.quantity, base: line.amount), $1.rates)
      }
    }
  }

  var lineCharges: [Fraction] {
    lines.map { line in line.charges.reduce(zero) { $0 + amount($1, quantity: line.quantity, base: line.amount) } }
  }

  var headerCharges: Fraction { charges.reduce(zero) { $0 + amount($1, quantity: zero, base: sum) } }
  var headerTax: Fraction { charges.reduce(zero) { $0 + tax(amount($1, quantity: zero, base: sum), $1.rates) } }

  var total: Fraction {
    sum - discount + headerCharges + headerTax + lineCharges.reduce(zero, +) + lineTaxes.reduce(zero, +)
  }

  /// What a line has to have on all its invoices together, once so much of it is invoiced.
  func invoiced(_ line: Int, of quantity: Fraction) -> Fraction {
    lines[line].quantity == zero ? zero : (lines[line].amount * quantity / lines[line].quantity).rounded(unit)
  }
}
