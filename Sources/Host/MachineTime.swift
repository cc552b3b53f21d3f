public import OData

/// The machine's own time, handed in by whoever faces it; the rooms below `Wire` never read a wall clock themselves.
public struct MachineTime: Sendable {
  public let now: @Sendable () -> Timestamp
  /// Waits that many milliseconds of real time; throws when the waiting task is cancelled.
  public let sleep: @Sendable (Int64) async throws -> Void

  public init(now: @escaping @Sendable () -> Timestamp, sleep: @escaping @Sendable (Int64) async throws -> Void) {
    self.now = now
    self.sleep = sleep
  }
}
