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
      throw MalformedFile([Self.notText(Array(data), path)])
    }
    self.init(path: path, text: text)
  }

  /// Where a file stops being UTF-8 text.
  private static func notText(_ bytes: [UInt8], _ path: String) -> Diagnostic {
    // A character that is not UTF-8 decodes to the replacement character, which text itself hardly ever has.
    let decoded = Array(String(decoding: bytes, as: UTF8.self).utf8)
    let good = zip(bytes, decoded).enumerated().first { $0.element.0 != $0.element.1 || $0.element.0 == 0 }?.offset ?? bytes.count
    let before = bytes.prefix(good)
    let line = before.count { $0 == UInt8(ascii: "\n") } + 1
    let column =
      String(decoding: before.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).last ?? [], as: UTF8.self).count + 1
    let byte = good < bytes.count ? String(bytes[good], radix: 16, uppercase: true) : ""
    return Diagnostic(
      SourcePosition(file: path, line: line, column: column),
      "the file is not UTF-8 text: it has the byte \(byte.count < 2 ? "0" : "")\(byte) here; save it as UTF-8")
  }

  /// A line by its number from 1; empty when there is none.
  public func line(_ number: Int) -> Substring { lines.indices.contains(number - 1) ? lines[number - 1] : "" }
}
