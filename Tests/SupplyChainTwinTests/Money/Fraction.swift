import OData

/// A fraction of whole numbers: arithmetic that shares nothing with the twin's decimals, to hold them to.
struct Fraction: Equatable {
  let numerator: Int128
  let denominator: Int128

  init(_ numerator: Int128, _ denominator: Int128 = 1) {
    var (a, b) = (numerator.magnitude, denominator.magnitude)
    while b != 0 { (a, b) = (b, a % b) }
    let divisor = max(Int128(a), 1)
    self.numerator = (denominator < 0 ? -numerator : numerator) / divisor
    self.denominator = Int128(denominator.magnitude) / divisor
  }

  init(_ decimal: ExactDecimal) {
    self.init(decimal.mantissa, (0..<decimal.scale).reduce(Int128(1)) { power, _ in power * 10 })
  }

  static func + (a: Self, b: Self) -> Self {
    Self(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator)
  }
  static func - (a: Self, b: Self) -> Self { a + Self(-b.numerator, b.denominator) }
  static func * (a: Self, b: Self) -> Self { Self(a.numerator * b.numerator, a.denominator * b.denominator) }
  static func / (a: Self, b: Self) -> Self { Self(a.numerator * b.denominator, a.denominator * b.numerator) }

  /// To a multiple of `unit`, half away from zero.
  func rounded(_ unit: Self) -> Self {
    let count = self / unit
    let twice = (count.numerator.magnitude * 2 + count.denominator.magnitude) / (count.denominator.magnitude * 2)
    return Self(count.numerator < 0 ? -Int128(twice) : Int128(twice)) * unit
  }
}
