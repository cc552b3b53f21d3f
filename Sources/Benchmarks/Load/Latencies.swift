import Histogram

/// How long the answers to many requests took, in nanoseconds: an HdrHistogram, so that the rare slow ones are kept as exactly as the
/// many quick ones, in memory of a fixed size.
public struct Latencies: Sendable {
  /// Three significant digits: no figure is off by more than a thousandth.
  private var histogram = Histogram<UInt64>(numberOfSignificantValueDigits: .three)

  public init() {}

  public mutating func record(nanoseconds: Int64) { histogram.record(UInt64(max(nanoseconds, 0))) }

  public mutating func add(_ other: Latencies) { histogram.add(other.histogram) }

  public var count: Int { Int(histogram.totalCount) }

  /// - Parameter percentile: 0 to 100.
  /// - Returns: microseconds that so many of a hundred answers took at most; 0 where there are none.
  public func microseconds(atPercentile percentile: Double) -> Double {
    count == 0 ? 0 : Double(histogram.valueAtPercentile(percentile)) / 1000
  }

  public var maxMicroseconds: Double { count == 0 ? 0 : Double(histogram.maxRecorded) / 1000 }

  /// The percentiles that reports show, with the words for them.
  public static let shown: [(name: String, percentile: Double)] = [
    ("p50", 50), ("p90", 90), ("p99", 99), ("p99.9", 99.9), ("max", 100),
  ]
}
