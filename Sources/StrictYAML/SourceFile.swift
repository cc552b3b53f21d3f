import FoundationEssentials

/// A text file a person wrote, kept so that every complaint can show the lines it is about.
public struct SourceFile: Sendable {
  /// The path as it was given, for messages.
  public let path: String
  public let text: String
  /// The lines of the text, without their ends.
  public let lines: [Substring]

  /// Largest file that is read, in bytes. The largest suite file we know has 40 kB.
  public static let bytesMax = 4_000_000

  public init(path: String, text: String) {
    self.path = path
    self.text = text
    lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.hasSuffix("\r") ? $0.dropLast() : $0 }
  }

  /// Reads a file.
  /// - Throws: `MalformedFile` when it is not there, too large, or not UTF-8 text.
  public init(reading path: String) throws(MalformedFile) {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw MalformedFile([Diagnostic(.start(of: path), "cannot read the file")])
    }
    guard data.count <= Self.bytesMax else {
      throw MalformedFile([Diagnostic(.start(of: path), "the file has \(data.count) bytes; at most \(Self.bytesMax) are read")])
    }
    guard let text = String(validating: data, as: UTF8.self), !text.utf8.contains(0) else {
      throw MalformedFile([Diagnostic(.start(of: path), "the file is not UTF-8 text")])
    }
    self.init(path: path, text: text)
  }

  /// A line by its number from 1; empty when there is none.
  public func line(_ number: Int) -> Substring { lines.indices.contains(number - 1) ? lines[number - 1] : "" }
}
