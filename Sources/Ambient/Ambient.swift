public import OData

/// What a world takes from outside: time, randomness, identifiers.
///
/// The deterministic rooms never read the wall clock or the system's generator. Everything that depends on either is
/// handed an `Ambient`, so that one seed replays one history exactly.
public final class Ambient {
  public let clock: any WorldClock
  /// Draws of the workload: which customer, how many lines.
  public var workload: SeededGenerator
  /// Draws that decide whether and which fault happens.
  public var faults: SeededGenerator
  /// Draws behind row identifiers and generated numbers.
  public var identifiers: SeededGenerator
  /// Draws of delays and back-off jitter.
  public var latency: SeededGenerator

  /// - Parameter incarnation: how often a world that is kept over restarts was opened before. Each time has streams of its own, so
  ///   that nothing drawn in an earlier one is drawn again.
  public init(clock: any WorldClock, seed: UInt64, incarnation: UInt64 = 0) {
    self.clock = clock
    // Streams are split by purpose: one more fault draw must not change an identifier.
    let first = incarnation &* 16
    workload = SeededGenerator(seed: seed, stream: first &+ 1)
    faults = SeededGenerator(seed: seed, stream: first &+ 2)
    identifiers = SeededGenerator(seed: seed, stream: first &+ 3)
    latency = SeededGenerator(seed: seed, stream: first &+ 4)
  }

  public var now: Timestamp { clock.now }

  /// A new row identifier (version 4 layout) from the `identifiers` stream.
  public func newGUID() -> GUID {
    let high = identifiers.next() & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
    let low = identifiers.next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
    return GUID(high: high, low: low)
  }
}

/// A clock of a world. The real one lives in `Wire`; simulated worlds use `VirtualClock`.
public protocol WorldClock: AnyObject {
  var now: Timestamp { get }
  /// Waits. A virtual clock moves forward by `milliseconds` and returns at once.
  func sleep(milliseconds: Int64) async throws
}

/// A clock that stands still until it is moved.
public final class VirtualClock: WorldClock {
  public private(set) var now: Timestamp

  public init(start: Timestamp) { now = start }

  /// - Precondition: `milliseconds` is not negative; time never runs backwards.
  public func advance(milliseconds: Int64) {
    precondition(milliseconds >= 0, "a virtual clock only moves forward")
    now = now.adding(milliseconds: milliseconds)
  }

  /// For whoever brings a whole world back to another moment, rows and all.
  public func restart(at moment: Timestamp) { now = moment }

  public func sleep(milliseconds: Int64) async throws { advance(milliseconds: milliseconds) }
}
