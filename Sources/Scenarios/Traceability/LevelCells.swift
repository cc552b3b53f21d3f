import OData
public import StrictYAML
import Twin

/// `Fixtures/levels/cells.csv`: what works at which level of Supply Chain and with which solution in Sales. A scenario shows a cell
/// when it carries the tag "LEVEL ROW", such as "A0 customers".
public struct LevelCells: Sendable {
  public struct Cell: Hashable, Sendable, CustomStringConvertible {
    /// What works or does not: `customers`, `orderFromSales`.
    public let row: String
    public let capability: String
    /// `A0`, `solution 1.15.0.0`.
    public let level: String
    /// `yes`, `no`, `cond` or `stale`.
    public let value: String
    /// The tag of its scenarios.
    public var description: String { "\(level) \(row)" }
  }

  public let cells: [Cell]

  /// - Throws: `MalformedFile` for a file that is no table of five columns.
  public init(_ file: SourceFile) throws(MalformedFile) {
    do throws(DelimitedText.FormatError) {
      let text = try DelimitedText(Array(file.text.utf8), hasComments: true)
      if let record = text.records.first(where: { $0.fields.count != 5 }) {
        throw DelimitedText.FormatError(line: record.line, message: "a cell has row, capability, level, cell and evidence")
      }
      cells = text.records.map { Cell(row: $0.fields[0], capability: $0.fields[1], level: $0.fields[2], value: $0.fields[3]) }
    } catch {
      throw MalformedFile([Diagnostic(SourcePosition(file: file.path, line: error.line, column: 1), error.message)])
    }
  }

  /// Each once, in the order of the file.
  public var rows: [String] { Self.inOrder(cells.map(\.row)) }
  public var levels: [String] { Self.inOrder(cells.map(\.level)) }

  public subscript(row: String, level: String) -> Cell? { cells.first { $0.row == row && $0.level == level } }

  private static func inOrder(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }
}
