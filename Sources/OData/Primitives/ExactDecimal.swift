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
  // Two halves instead of one Int128, and one byte for the scale: a `Value` then takes 24 bytes instead of 48.
  private let high: Int64
  private let low: UInt64
  private let decimals: UInt8

  /// Count of digits after the decimal point, 0 … 37.
  public var scale: Int { Int(decimals) }

  /// The number times ten to the power of `scale`.
  public var mantissa: Int128 { Int128(high) << 64 | Int128(low) }

  /// - Precondition: `scale` is 0 … 37.
  public init(mantissa: Int128, scale: Int = 0) {
    precondition((0...37).contains(scale), "the scale of a decimal is 0 to 37")
    self.high = Int64(truncatingIfNeeded: mantissa >> 64)
    self.low = UInt64(truncatingIfNeeded: mantissa)
    self.decimals = UInt8(truncatingIfNeeded: scale)
  }

  /// As `init(mantissa:scale:)` without the detour over 128 bits; `scale` is 0 … 37.
  init(small mantissa: Int64, scale: Int) {
    self.high = mantissa < 0 ? -1 : 0
    self.low = UInt64(bitPattern: mantissa)
    self.decimals = UInt8(truncatingIfNeeded: scale)
  }

  /// The mantissa where it fits 64 bits, as nearly all do.
  private var smallMantissa: Int64? {
    let value = Int64(bitPattern: low)
    return high == (value < 0 ? -1 : 0) ? value : nil
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
  /// - Precondition: `divisor` is not zero, and `scale` and the divisor's decimals together are at most 38 more than this number's.
  public func divided(by divisor: ExactDecimal, scale: Int, _ rounding: Rounding = .halfAwayFromZero) -> ExactDecimal {
    precondition(divisor.mantissa != 0, "division by zero")
    // self.m/10^a ÷ d.m/10^b = self.m·10^(scale+b-a)/d.m at the wanted scale. The numerator may need more than 128 bits
    // on the way to a quotient that fits.
    let shift = scale + divisor.scale - self.scale
    let negative = isNegative != divisor.isNegative
    var numerator = (high: UInt128(0), low: mantissa.magnitude)
    var denominator = divisor.mantissa.magnitude
    if shift >= 0 {
      numerator = mantissa.magnitude.multipliedFullWidth(by: Self.powerOfTen(shift).magnitude)
    } else {
      denominator *= Self.powerOfTen(-shift).magnitude
    }
    let (quotient, remainder) =
      numerator.high == 0
      ? numerator.low.quotientAndRemainder(dividingBy: denominator) : denominator.dividingFullWidth(numerator)
    let magnitude = Self.round(quotient, remainder: remainder, divisor: denominator, negative: negative, rounding)
    return ExactDecimal(mantissa: negative ? -Int128(magnitude) : Int128(magnitude), scale: scale)
  }

  /// The same number with no trailing zeros after the point.
  public var normalized: ExactDecimal {
    if decimals == 0 { return self }
    if var m = smallMantissa {
      var s = scale
      while s > 0, m % 10 == 0 {
        m /= 10
        s -= 1
      }
      return ExactDecimal(small: m, scale: s)
    }
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
    let (quotient, remainder) = numerator.magnitude.quotientAndRemainder(dividingBy: denominator.magnitude)
    let negative = (numerator < 0) != (denominator < 0)
    let magnitude = round(quotient, remainder: remainder, divisor: denominator.magnitude, negative: negative, rounding)
    return negative ? -Int128(magnitude) : Int128(magnitude)
  }

  /// The magnitude of a quotient after rounding away its remainder.
  private static func round(
    _ quotient: UInt128, remainder: UInt128, divisor: UInt128, negative: Bool, _ rounding: Rounding
  ) -> UInt128 {
    if remainder == 0 { return quotient }
    switch rounding {
    case .truncate: return quotient
    case .down: return negative ? quotient + 1 : quotient
    case .up: return negative ? quotient : quotient + 1
    case .halfAwayFromZero, .halfEven:
      // Compared this way round because twice the remainder may not fit.
      let rest = divisor - remainder
      if remainder == rest, rounding == .halfEven { return quotient + quotient % 2 }
      return remainder >= rest ? quotient + 1 : quotient
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
    hasher.combine(n.high)
    hasher.combine(n.low)
    hasher.combine(n.decimals)
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
    precondition(a.scale + b.scale <= 37, "a product has at most 37 decimals")
    return ExactDecimal(mantissa: a.mantissa * b.mantissa, scale: a.scale + b.scale)
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
    let value =
      bytes.withContiguousStorageIfAvailable { ExactDecimal(buffer: $0) }
      ?? Array(bytes).withUnsafeBufferPointer { ExactDecimal(buffer: $0) }
    guard let value else { return nil }
    self = value
  }

  private init?(buffer: UnsafeBufferPointer<UInt8>) {
    let end = buffer.count
    var index = 0
    var negative = false
    if index < end, buffer[index] == UInt8(ascii: "-") || buffer[index] == UInt8(ascii: "+") {
      negative = buffer[index] == UInt8(ascii: "-")
      index += 1
    }
    // Eighteen digits fit 64 bits; only what is longer pays for wide arithmetic.
    var small: Int64 = 0
    var wide: Int128 = 0
    var digits = 0
    var scale = 0
    var seenDigit = false
    var seenPoint = false
    while index < end {
      let byte = buffer[index]
      if byte >= 0x30, byte <= 0x39 {
        seenDigit = true
        if digits < 18 {
          small = small &* 10 &+ Int64(byte &- 0x30)
        } else {
          if digits == 18 { wide = Int128(small) }
          wide = wide * 10 + Int128(byte - 0x30)
        }
        if digits > 0 || byte != 0x30 { digits += 1 }
        if seenPoint { scale += 1 }
        if digits > 37 || scale > 37 { return nil }
      } else if byte == UInt8(ascii: "."), !seenPoint {
        seenPoint = true
      } else {
        break
      }
      index += 1
    }
    guard seenDigit else { return nil }
    if index == end, digits <= 18 {
      self.init(small: negative ? -small : small, scale: scale)
      return
    }
    guard let exponent = Self.exponent(buffer[index...]) else { return nil }
    var mantissa = digits <= 18 ? Int128(small) : wide
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

  /// Reads `e-12`; 0 for nothing, `nil` for anything else.
  private static func exponent(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
    var rest = bytes
    guard let first = rest.popFirst() else { return 0 }
    guard first | 0x20 == UInt8(ascii: "e") else { return nil }
    let negative = rest.first == UInt8(ascii: "-")
    if negative || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
    guard !rest.isEmpty else { return nil }
    var exponent = 0
    for byte in rest {
      guard byte >= 0x30, byte <= 0x39 else { return nil }
      exponent = exponent * 10 + Int(byte - 0x30)
      if exponent > 1000 { return nil }
    }
    return negative ? -exponent : exponent
  }

  /// The number in plain notation with exactly `scale` decimals, for example `-12.50`.
  public var description: String {
    withDigits { digits in String(unsafeUninitializedCapacity: digits.count) { $0.update(fromContentsOf: digits) } }
  }

  /// Appends `description` as ASCII.
  public func append(to bytes: inout [UInt8]) {
    withDigits { bytes.append(contentsOf: $0) }
  }

  /// Lends the ASCII text: at most 39 digits, a point and a sign.
  private func withDigits<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 48) { buffer in
      var start = 48
      var count = 0
      func put(_ byte: UInt8) {
        start -= 1
        buffer[start] = byte
      }
      func digit(_ digit: UInt8) {
        put(digit + 0x30)
        count += 1
        if count == decimals { put(UInt8(ascii: ".")) }
      }
      if let small = smallMantissa {
        var rest = small.magnitude
        while rest > 0 || count <= decimals {
          digit(UInt8(truncatingIfNeeded: rest % 10))
          rest /= 10
        }
      } else {
        var rest = mantissa.magnitude
        while rest > 0 || count <= decimals {
          digit(UInt8(truncatingIfNeeded: rest % 10))
          rest /= 10
        }
      }
      if isNegative { put(UInt8(ascii: "-")) }
      return body(UnsafeBufferPointer(rebasing: UnsafeBufferPointer(buffer)[start..<48]))
    }
  }
}
