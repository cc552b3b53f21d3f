extension Ambient {
  /// Where all streams stand: what a world needs, beside its rows and its clock, to go on exactly as it would have.
  public struct Randomness: Hashable, Sendable {
    fileprivate let streams: [SeededGenerator]

    /// The state as numbers, to be written down.
    public var words: [UInt64] { streams.flatMap(\.words) }

    /// - Returns: `nil` for anything but what `words` answered.
    public init?(words: [UInt64]) {
      guard words.count == 4 * SeededGenerator.wordCount else { return nil }
      streams = stride(from: 0, to: words.count, by: SeededGenerator.wordCount).map { start in
        SeededGenerator(words: words[start..<start + SeededGenerator.wordCount])
      }
    }

    fileprivate init(_ streams: [SeededGenerator]) { self.streams = streams }
  }

  public var randomness: Randomness {
    get { Randomness([workload, faults, identifiers, latency]) }
    set { (workload, faults, identifiers, latency) = (newValue.streams[0], newValue.streams[1], newValue.streams[2], newValue.streams[3]) }
  }

  /// Draws from the streams of another seed from now on.
  public func reseed(_ seed: UInt64) { randomness = Ambient(clock: clock, seed: seed).randomness }
}
