public import Faults
public import SyncEngine
import Synchronization

/// What has to come to pass now and then, over a whole run of scenarios or simulations: every fault, and every retry and error path of the
/// engine. What never does was never tried.
public final class SometimesMarks: Sendable {
  public let engine = EngineMarks()
  private let strikes = Mutex<[Fault: Int]>([:])

  public init() {}

  func struck(_ fault: Fault) { strikes.withLock { $0[fault, default: 0] += 1 } }

  /// How often each fault has struck.
  public var faults: [Fault: Int] { strikes.withLock { $0 } }

  /// What never came to pass, in words: `fault time-out`, `engine: a key that somebody else had taken meanwhile`.
  public var missing: [String] {
    let faults = faults
    return FaultCatalogue.all.filter { faults[$0] == nil }.map { "fault \($0.name)" } + engine.missing.map { "engine: \($0.rawValue)" }
  }

  public static let count = FaultCatalogue.all.count + EngineMark.allCases.count
}
