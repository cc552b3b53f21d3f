import OData

/// Lengths of wall-clock time for people.
enum Durations {
  /// `3 ms`, `412 ms`, `1.37 s`.
  static func text(_ nanoseconds: Int64) -> String {
    let milliseconds = nanoseconds / 1_000_000
    if milliseconds < 1000 { return "\(milliseconds) ms" }
    return "\(seconds(nanoseconds, decimals: 2)) s"
  }

  /// Seconds with a fixed number of decimals: `1.372`.
  static func seconds(_ nanoseconds: Int64, decimals: Int) -> String {
    var unit: Int64 = 1_000_000_000
    for _ in 0..<decimals { unit /= 10 }
    let scaled = (nanoseconds + unit / 2) / unit
    let divisor = 1_000_000_000 / unit
    let fraction = String(scaled % divisor)
    return "\(scaled / divisor).\(String(repeating: "0", count: decimals - fraction.count))\(fraction)"
  }

  /// Milliseconds with three decimals, for programs.
  static func milliseconds(_ nanoseconds: Int64) -> ExactDecimal {
    ExactDecimal(mantissa: Int128(nanoseconds), scale: 6).rounded(to: 3)
  }
}
