/// What two builds are compared by.
public enum GateMeasure: String, CaseIterable, Sendable {
  case requests, retries, statements
  case rowsWritten = "rows-written"
  case instructions
  /// Time of the processor: what others do on the machine shows little in it.
  case processor
  case wall

  /// Comes out the same whenever the same program does the same work, so that one look is enough. Instructions nearly do.
  var isCount: Bool { self != .wall && self != .processor }
}
