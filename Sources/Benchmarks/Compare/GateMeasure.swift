/// What two builds are compared by.
public enum GateMeasure: String, CaseIterable, Sendable {
  case requests, retries, statements
  case rowsWritten = "rows-written"
  case instructions
  /// Blocks of memory asked for; counted under `CI/allocations`.
  case allocations
  /// Time of the processor: what others do on the machine shows little in it.
  case processor
  case wall

  /// Comes out the same whenever the same program does the same work, so that one look is enough. Instructions and
  /// allocations nearly do.
  public var isCount: Bool { self != .wall && self != .processor }

  /// A count that differs by a little from run to run: addresses are drawn anew, and a list grows a moment earlier.
  var isNearlyExact: Bool { self == .instructions || self == .allocations }
}
