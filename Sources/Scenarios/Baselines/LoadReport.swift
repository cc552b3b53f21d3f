public import OData

/// A row of a baseline that could not be loaded.
public struct BadRow: Hashable, Sendable, CustomStringConvertible {
  public let file: String
  public let line: Int
  public let reason: String

  public init(file: String, line: Int, reason: String) {
    self.file = file
    self.line = line
    self.reason = reason
  }

  public var description: String { "\(file):\(line): \(reason)" }
}

/// What became of the rows of one load. Every row of the file is in exactly one of the counts.
public struct LoadReport: Sendable {
  public let load: String
  /// Rows that are in the system now, as they were sent.
  public var rows: [JSONObject] = []
  /// Bad rows the system refused, as they were sent; a row that could not even be read is only in `badRows`.
  public var refused: [JSONObject] = []
  /// Rows a `when` left out.
  public var leftOut = 0
  /// Rows left out because what they belong to is not there.
  public var orphans = 0
  public var badRows: [BadRow] = []
  /// Whether the mapping knows of these bad rows.
  public var areBadRowsExpected = true

  public init(load: String) { self.load = load }

  public var summary: String {
    var text = "\(load): \(rows.count) loaded"
    if leftOut > 0 { text += ", \(leftOut) left out by 'when'" }
    if orphans > 0 { text += ", \(orphans) left out because what they belong to is not there" }
    if !badRows.isEmpty { text += ", \(badRows.count) bad" }
    return text
  }
}
