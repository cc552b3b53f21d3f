/// A YAML file that does not say what it should: where, what, what to do.
public struct YAMLError: Error, Hashable, Sendable, CustomStringConvertible {
  public let file: String
  /// From 1; 0 where no place is known.
  public let line: Int
  public let column: Int
  public let message: String

  public init(file: String, line: Int, column: Int, message: String) {
    self.file = file
    self.line = line
    self.column = column
    self.message = message
  }

  public var description: String { line > 0 ? "\(file):\(line):\(column): \(message)" : "\(file): \(message)" }
}
