/// A piece of work that is always the same and touches nothing but registers: how long it takes tells how fast the machine is just now,
/// and whether others use it.
struct Calibration {
  private static let rounds = 1_000_000

  /// - Returns: nanoseconds on the clock of the wall.
  static func run(_ clocks: MeasuringClocks) -> Int64 {
    let start = clocks.wall()
    keep(spin(rounds, from: UInt64(bitPattern: start)))
    return clocks.wall() - start
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
