/// A place in a source file. Lines and columns count from 1.
public struct SourcePosition: Hashable, Sendable, CustomStringConvertible {
  public let file: String
  public let line: Int
  public let column: Int

  public init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }

  public static func start(of file: String) -> SourcePosition { SourcePosition(file: file, line: 1, column: 1) }

  public var description: String { "\(file):\(line):\(column)" }
}
