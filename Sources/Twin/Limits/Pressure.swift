import OData

/// How long somebody has to stay away while resources are short: longer each time they come back too soon.
struct Pressure {
  private var seconds: Int64 = 0
  /// In virtual milliseconds.
  private var until: Int64 = .min

  /// - Returns: the seconds to wait: a tenth more than last time, at least a second, for who did not wait, up to `longest`
  ///   [that it grows sourced: S15; how fast proposed].
  mutating func refuse(first: Int64, longest: Int64, at now: Timestamp) -> Int64 {
    seconds = now.milliseconds < until ? min(seconds + max(1, seconds / 10), longest) : first
    until = now.milliseconds + seconds * 1000
    return seconds
  }
}
