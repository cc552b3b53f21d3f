import Ambient

/// When requests are meant to start: at random, so many a second on average, as those of clients who do not know of each other (a Poisson
/// process). Always the same moments for the same seed.
public struct Arrivals: Sendable {
  /// Nanoseconds from the beginning, rising.
  public let moments: [Int64]

  /// - Parameters:
  ///   - rate: requests a second, above 0.
  ///   - count: how many.
  public init(rate: Double, count: Int, seed: UInt64) {
    precondition(rate > 0, "nothing ever arrives")
    var draw = SeededGenerator(seed: seed, stream: 21)
    var moment = 0.0
    var moments: [Int64] = []
    moments.reserveCapacity(count)
    for _ in 0..<count {
      moment += Self.gap(draw.next(), rate)
      moments.append(Int64(moment))
    }
    self.moments = moments
  }

  /// The gap to the next arrival: exponentially distributed.
  private static func gap(_ random: UInt64, _ rate: Double) -> Double {
    // 53 random bits make a number above 0 and up to 1.
    let share = (Double(random >> 11) + 1) / 9_007_199_254_740_992
    return -naturalLogarithm(share) / rate * 1e9
  }

  /// Of a number above 0, exact to about twelve digits. The standard library has none, and a C library is no friend of
  /// results that are the same on every machine.
  static func naturalLogarithm(_ number: Double) -> Double {
    // number = significand · 2^exponent, and ln(significand) = 2 artanh((s − 1) / (s + 1)).
    let ratio = (number.significand - 1) / (number.significand + 1)
    let square = ratio * ratio
    var term = ratio
    var sum = 0.0
    for divisor in stride(from: 1.0, through: 39, by: 2) {
      sum += term / divisor
      term *= square
    }
    return 2 * sum + Double(number.exponent) * 0.693_147_180_559_945_3
  }
}
