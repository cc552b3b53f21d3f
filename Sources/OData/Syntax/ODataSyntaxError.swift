/// A path, a query or an expression that is not OData.
public struct ODataSyntaxError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong, as a sentence without the position.
  public let message: String
  /// Byte offset into the text that was handed to the parser, still percent-encoded where that text was.
  public let offset: Int
  /// What could have stood there, in the words of the grammar; empty where a list would not help.
  public let expected: [String]

  public init(message: String, offset: Int, expected: [String] = []) {
    self.message = message
    self.offset = offset
    self.expected = expected
  }

  public var description: String {
    expected.isEmpty ? "\(message) at position \(offset)" : "\(message) at position \(offset): expected \(expected.joined(separator: ", "))"
  }
}
