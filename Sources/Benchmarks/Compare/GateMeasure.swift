/// What two builds are compared by.
public enum GateMeasure: String, CaseIterable, Sendable {
  case requests, retries, statements
  case rowsWritten = "rows-written"
  case instructions
  case wall

  /// Comes out the same whenever the same program does the same work, so that one look is enough. Instructions nearly do.
  var isCount: Bool { self != .wall }

  var words: String {
    switch self {
    case .requests: "requests"
    case .retries: "requests refused for now"
    case .statements: "SQL statements"
    case .rowsWritten: "rows written"
    case .instructions: "instructions"
    case .wall: "time on the wall's clock"
    }
  }
}
