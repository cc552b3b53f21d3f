import Ambient

/// Where the ratio of two builds lies, as far as some pairs of measurements tell: the interval that holds the middle ratio in 99 of 100
/// draws of as many pairs from these, with repetition. Makes no assumption on how disturbances are distributed.
public struct BootstrapInterval: Hashable, Sendable {
  public let middle: Double
  public let low: Double
  public let high: Double

  private static let draws = 4_000
  /// Left out at each end.
  private static let tail = 0.005

  /// - Parameter ratios: one for each pair, at least one. The same ratios give the same interval.
  init(_ ratios: [Double]) {
    precondition(!ratios.isEmpty, "an interval of nothing")
    var draw = SeededGenerator(seed: 1, stream: 31)
    var middles: [Double] = []
    middles.reserveCapacity(Self.draws)
    var sample = ratios
    for _ in 0..<Self.draws {
      for index in sample.indices { sample[index] = ratios[draw.next(below: ratios.count)] }
      middles.append(Spread(sample).median)
    }
    middles.sort()
    middle = Spread(ratios).median
    low = middles[Int(Double(Self.draws) * Self.tail)]
    high = middles[Self.draws - 1 - Int(Double(Self.draws) * Self.tail)]
  }
}
