/// A piece of work that is always the same and touches nothing but registers: how long it takes tells how fast the machine is just now,
/// and whether others use it.
struct Calibration {
  private static let rounds = 1_000_000

  private static let triesMax = 5

  /// - Parameter waiting: of this thread, to try again where it had to wait for a processor.
  /// - Returns: nanoseconds on the clock of the wall, of the quickest try.
  static func run(_ clocks: MeasuringClocks, _ waiting: WaitingTime? = nil) -> Int64 {
    var quickest = Int64.max
    for _ in 0..<triesMax {
      let waited = waiting?.nanoseconds
      let start = clocks.wall()
      keep(spin(rounds, from: UInt64(bitPattern: start)))
      quickest = min(quickest, clocks.wall() - start)
      if waiting?.nanoseconds == waited { break }
    }
    return quickest
  }

  /// So many steps of arithmetic, each of which waits for the one before it.
  /// - Parameter start: known only when the clock was read, so that no compiler does the steps before that.
  @inline(never) static func spin(_ rounds: Int, from start: UInt64) -> UInt64 {
    var state: UInt64 = start | 1
    for _ in 0..<rounds {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
    }
    return state
  }

  /// Uses a result, so that the work for it cannot be left out.
  @inline(never) static func keep(_ value: UInt64) { precondition(value != 0, "the steps never come to nothing") }
}
