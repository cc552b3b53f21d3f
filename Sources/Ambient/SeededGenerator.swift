/// A pseudo-random generator whose whole history follows from its seed: xoshiro256**, seeded through SplitMix64
/// (both by Blackman and Vigna, public domain). Same seed and stream, same numbers, on every machine.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: (UInt64, UInt64, UInt64, UInt64)

  public init(seed: UInt64, stream: UInt64 = 0) {
    var mixer = seed &+ stream &* 0x9E37_79B9_7F4A_7C15
    func mix() -> UInt64 {
      mixer = mixer &+ 0x9E37_79B9_7F4A_7C15
      var z = mixer
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
    state = (mix(), mix(), mix(), mix())
  }

  public mutating func next() -> UInt64 {
    func rotate(_ x: UInt64, _ k: UInt64) -> UInt64 { (x << k) | (x >> (64 - k)) }
    let result = rotate(state.1 &* 5, 7) &* 9
    let t = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= t
    state.3 = rotate(state.3, 45)
    return result
  }

  /// A whole number in `0 ..< bound`, without bias.
  /// - Precondition: `bound` is positive.
  public mutating func next(below bound: Int) -> Int {
    precondition(bound > 0, "the bound of a draw is positive")
    return Int(next(upperBound: UInt64(bound)))
  }

  static let wordCount = 4

  var words: [UInt64] { [state.0, state.1, state.2, state.3] }

  /// - Precondition: four words.
  init(words: ArraySlice<UInt64>) {
    let first = words.startIndex
    state = (words[first], words[first + 1], words[first + 2], words[first + 3])
  }
}

extension SeededGenerator: Hashable {
  public static func == (a: SeededGenerator, b: SeededGenerator) -> Bool { a.words == b.words }
  public func hash(into hasher: inout Hasher) { hasher.combine(words) }
}
