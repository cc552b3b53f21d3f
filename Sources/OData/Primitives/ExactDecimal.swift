/// A decimal number that is exactly what was written: an integer of up to 38 digits and a count of decimals.
///
/// Money, prices and quantities travel as `ExactDecimal` from the wire to the database and back; no binary floating
/// point is anywhere near them. `1.0` and `1.00` are equal and hash alike, but each keeps its own text.
///
/// ```swift
/// let price = ExactDecimal("19.90")          // mantissa 1990, scale 2
/// let total = (price! * 3).rounded(to: 2)    // 59.70
/// ```
///
/// Arithmetic is checked: a result that needs more than 38 digits stops the program. Columns bound their values to at
/// most 19 digits before any arithmetic happens, so products and sums of column values always fit.
public struct ExactDecimal: Sendable {
  // Two halves instead of one Int128: the value then aligns to 8 bytes, and a row of values stays a third smaller.
  private let high: Int64
  private let low: UInt64
  /// Count of digits after the decimal point, 0 … 37.
  public let scale: Int

  /// The number times ten to the power of `scale`.
  public var mantissa: Int128 { Int128(high) << 64 | Int128(low) }

  /// - Precondition: `scale` is 0 … 37.
  public init(mantissa: Int128, scale: Int = 0) {
    precondition((0...37).contains(scale), "the scale of a decimal is 0 to 37")
    self.high = Int64(truncatingIfNeeded: mantissa >> 64)
    self.low = UInt64(truncatingIfNeeded: mantissa)
    self.scale = scale
  }

  public init(_ integer: some BinaryInteger) { self.init(mantissa: Int128(integer)) }

  public static let zero = ExactDecimal(mantissa: 0)

  /// How a result that does not fit the wanted number of decimals is brought there.
  public enum Rounding: Sendable {
    /// Half a unit goes away from zero: 0.125 becomes 0.13. What both products are taken to do (inferred).
    case halfAwayFromZero
    /// Half a unit goes to the even neighbour.
    case halfEven
    /// Extra digits are cut.
    case truncate
    /// Towards negative infinity.
    case down
    /// Towards positive infinity.
    case up
  }

  public func rounded(to scale: Int, _ rounding: Rounding = .halfAwayFromZero) -> ExactDecimal {
    if scale >= self.scale { return self.rescaled(to: scale) }
    let divisor = Self.powerOfTen(self.scale - scale)
    return ExactDecimal(mantissa: Self.divide(mantissa, by: divisor, rounding), scale: scale)
  }

  /// The quotient with `scale` decimals.
  /// - Precondition: `divisor` is not zero.
  public func divided(by divisor: ExactDecimal, scale: Int, _ rounding: Rounding = .halfAwayFromZero) -> ExactDecimal {
    precondition(divisor.mantissa != 0, "division by zero")
    // self.m/10^a ÷ d.m/10^b = self.m·10^(scale+b-a)/d.m at the wanted scale
    let shift = scale + divisor.scale - self.scale
    var numerator = mantissa
    var denominator = divisor.mantissa
    if shift >= 0 { numerator *= Self.powerOfTen(shift) } else { denominator *= Self.powerOfTen(-shift) }
    return ExactDecimal(mantissa: Self.divide(numerator, by: denominator, rounding), scale: scale)
  }

  /// The same number with no trailing zeros after the point.
  public var normalized: ExactDecimal {
    var m = mantissa
    var s = scale
    while s > 0, m % 10 == 0 {
      m /= 10
      s -= 1
    }
    return ExactDecimal(mantissa: m, scale: s)
  }

  /// The whole number this is, if it has no fraction and fits.
  public var exactInt64: Int64? {
    let n = normalized
    return n.scale == 0 ? Int64(exactly: n.mantissa) : nil
  }

  /// The value times ten to the power of `scale` as a 64-bit integer, or `nil` where that is not exact or does not fit.
  public func scaledInt64(_ scale: Int) -> Int64? {
    if scale >= self.scale {
      let (product, overflow) = mantissa.multipliedReportingOverflow(by: Self.powerOfTen(scale - self.scale))
      return overflow ? nil : Int64(exactly: product)
    }
    let divisor = Self.powerOfTen(self.scale - scale)
    let (quotient, remainder) = mantissa.quotientAndRemainder(dividingBy: divisor)
    return remainder == 0 ? Int64(exactly: quotient) : nil
  }

  public var isNegative: Bool { high < 0 }
  public var isZero: Bool { high == 0 && low == 0 }
  public var magnitude: ExactDecimal { isNegative ? -self : self }

  private func rescaled(to scale: Int) -> ExactDecimal {
    scale == self.scale ? self : ExactDecimal(mantissa: mantissa * Self.powerOfTen(scale - self.scale), scale: scale)
  }

  static func powerOfTen(_ exponent: Int) -> Int128 {
    precondition((0...38).contains(exponent), "a decimal has at most 38 digits")
    return powers[exponent]
  }

  private static let powers: [Int128] = {
    var list: [Int128] = [1]
    for _ in 1...38 { list.append(list[list.count - 1] * 10) }
    return list
  }()

  private static func divide(_ numerator: Int128, by denominator: Int128, _ rounding: Rounding) -> Int128 {
    let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
    if remainder == 0 { return quotient }
    let negative = (numerator < 0) != (denominator < 0)
    let away: Int128 = negative ? -1 : 1
    switch rounding {
    case .truncate: return quotient
    case .down: return negative ? quotient - 1 : quotient
    case .up: return negative ? quotient : quotient + 1
    case .halfAwayFromZero, .halfEven:
      let rest = remainder.magnitude
      let half = denominator.magnitude - rest
      if rest > half { return quotient + away }
      if rest < half { return quotient }
      if rounding == .halfEven, quotient % 2 == 0 { return quotient }
      return quotient + away
    }
  }
}

extension ExactDecimal: Comparable, Hashable {
  public static func == (a: ExactDecimal, b: ExactDecimal) -> Bool {
    if a.scale == b.scale { return a.high == b.high && a.low == b.low }
    let (x, y) = (a.normalized, b.normalized)
    return x.scale == y.scale && x.mantissa == y.mantissa
  }

  public static func < (a: ExactDecimal, b: ExactDecimal) -> Bool {
    if a.scale == b.scale { return a.mantissa < b.mantissa }
    // Whole parts first, so that aligning the fractions never overflows.
    let (qa, ra) = a.mantissa.quotientAndRemainder(dividingBy: powerOfTen(a.scale))
    let (qb, rb) = b.mantissa.quotientAndRemainder(dividingBy: powerOfTen(b.scale))
    if qa != qb { return qa < qb }
    let scale = max(a.scale, b.scale)
    return ra * powerOfTen(scale - a.scale) < rb * powerOfTen(scale - b.scale)
  }

  public func hash(into hasher: inout Hasher) {
    let n = normalized
    hasher.combine(n.mantissa)
    hasher.combine(n.scale)
  }
}

extension ExactDecimal {
  public static func + (a: ExactDecimal, b: ExactDecimal) -> ExactDecimal {
    let scale = max(a.scale, b.scale)
    return ExactDecimal(mantissa: a.rescaled(to: scale).mantissa + b.rescaled(to: scale).mantissa, scale: scale)
  }

  public static func - (a: ExactDecimal, b: ExactDecimal) -> ExactDecimal { a + -b }

  public static prefix func - (a: ExactDecimal) -> ExactDecimal { ExactDecimal(mantissa: -a.mantissa, scale: a.scale) }

  public static func * (a: ExactDecimal, b: ExactDecimal) -> ExactDecimal {
    let product = ExactDecimal(mantissa: a.mantissa * b.mantissa, scale: min(a.scale + b.scale, 37))
    precondition(a.scale + b.scale <= 37, "a product has at most 37 decimals")
    return product
  }

  public static func += (a: inout ExactDecimal, b: ExactDecimal) { a = a + b }
  public static func -= (a: inout ExactDecimal, b: ExactDecimal) { a = a - b }
}

extension ExactDecimal: ExpressibleByIntegerLiteral {
  public init(integerLiteral value: Int64) { self.init(mantissa: Int128(value)) }
}

extension ExactDecimal: LosslessStringConvertible {
  /// Reads `-12.50`, `.5`, `1e3`, `2.5E-2`. `nil` for anything else, and for more than 37 digits.
  public init?(_ text: String) {
    var copy = text
    guard let value = copy.withUTF8({ ExactDecimal(ascii: $0) }) else { return nil }
    self = value
  }

  /// As `init(_:)`, over ASCII bytes.
  public init?(ascii bytes: some Collection<UInt8>) {
    var mantissa: Int128 = 0
    var digits = 0
    var scale = 0
    var exponent = 0
    var negative = false
    var index = bytes.startIndex
    let end = bytes.endIndex
    func advance() { index = bytes.index(after: index) }
    if index < end, bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "+") {
      negative = bytes[index] == UInt8(ascii: "-")
      advance()
    }
    var seenDigit = false
    var seenPoint = false
    while index < end {
      let byte = bytes[index]
      if byte >= 0x30, byte <= 0x39 {
        seenDigit = true
        if mantissa != 0 || byte != 0x30 { digits += 1 }
        if digits > 37 { return nil }
        mantissa = mantissa * 10 + Int128(byte - 0x30)
        if seenPoint { scale += 1 }
        if scale > 37 { return nil }
      } else if byte == UInt8(ascii: "."), !seenPoint {
        seenPoint = true
      } else {
        break
      }
      advance()
    }
    guard seenDigit else { return nil }
    if index < end {
      guard bytes[index] == UInt8(ascii: "e") || bytes[index] == UInt8(ascii: "E") else { return nil }
      advance()
      var exponentNegative = false
      if index < end, bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "+") {
        exponentNegative = bytes[index] == UInt8(ascii: "-")
        advance()
      }
      guard index < end else { return nil }
      while index < end {
        guard bytes[index] >= 0x30, bytes[index] <= 0x39 else { return nil }
        exponent = exponent * 10 + Int(bytes[index] - 0x30)
        if exponent > 1000 { return nil }
        advance()
      }
      if exponentNegative { exponent = -exponent }
    }
    var finalScale = scale - exponent
    if finalScale < 0 {
      if mantissa != 0 {
        guard -finalScale + digits <= 37 else { return nil }
        mantissa *= Self.powerOfTen(-finalScale)
      }
      finalScale = 0
    }
    guard finalScale <= 37 else { return nil }
    self.init(mantissa: negative ? -mantissa : mantissa, scale: finalScale)
  }

  /// The number in plain notation with exactly `scale` decimals, for example `-12.50`.
  public var description: String {
    var bytes: [UInt8] = []
    append(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends `description` as ASCII.
  public func append(to bytes: inout [UInt8]) {
    var digits: [UInt8] = []
    var rest = mantissa.magnitude
    if let small = UInt64(exactly: rest) {
      var r = small
      repeat {
        digits.append(UInt8(r % 10) + 0x30)
        r /= 10
      } while r > 0
    } else {
      repeat {
        digits.append(UInt8(rest % 10) + 0x30)
        rest /= 10
      } while rest > 0
    }
    while digits.count <= scale { digits.append(0x30) }
    if isNegative { bytes.append(UInt8(ascii: "-")) }
    var position = digits.count
    while position > 0 {
      if position == scale { bytes.append(UInt8(ascii: ".")) }
      position -= 1
      bytes.append(digits[position])
    }
  }
}
