import OData

/// Arithmetic of column expressions: exact, with 18 digits before the point and 10 behind it. What has more is no number, and neither is
/// what is divided by zero.
enum BoundedNumber {
  static let decimals = 10
  private static let limit = ExactDecimal(mantissa: 1_000_000_000_000_000_000)

  static func of(_ value: JSON) -> ExactDecimal? { value.numberValue.flatMap(bounded) }

  static func bounded(_ number: ExactDecimal) -> ExactDecimal? {
    guard number < limit, -limit < number else { return nil }
    return number.scale > decimals ? number.rounded(to: decimals).normalized : number.normalized
  }

  /// Both are bounded.
  static func apply(_ operation: ArithmeticOperator, _ a: ExactDecimal, _ b: ExactDecimal) -> ExactDecimal? {
    switch operation {
    case .add: return bounded(a + b)
    case .sub: return bounded(a - b)
    case .mul:
      let (product, overflows) = a.mantissa.multipliedReportingOverflow(by: b.mantissa)
      return overflows ? nil : bounded(ExactDecimal(mantissa: product, scale: a.scale + b.scale))
    case .div, .divby: return b == 0 ? nil : bounded(a.divided(by: b, scale: decimals))
    case .mod:
      if b == 0 { return nil }
      return bounded(a - b * a.divided(by: b, scale: 0, .truncate))
    }
  }
}
