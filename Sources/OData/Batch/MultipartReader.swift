/// Cuts a multipart body (RFC 2046) into parts and reads the header blocks in it. Line ends may be CRLF or LF: the
/// samples people paste and some clients have only LF.
struct MultipartReader {
  let body: [UInt8]
  let limits: BatchLimits

  static let carriageReturn = UInt8(ascii: "\r")
  static let lineFeed = UInt8(ascii: "\n")

  /// The `boundary` of a `multipart/mixed` content type.
  static func boundary(of contentType: String) throws(BatchError) -> String {
    // By bytes here and below: every part of a batch has such lines, and going by characters takes most of the reading.
    let pieces = contentType.utf8.split(separator: UInt8(ascii: ";"))
    guard let type = pieces.first, trimmed(Substring(type)).equalsIgnoringASCIICase("multipart/mixed") else {
      throw BatchError(message: "the content type of a batch is multipart/mixed, not '\(contentType)'")
    }
    for parameter in pieces.dropFirst() {
      let pair = parameter.split(separator: UInt8(ascii: "="), maxSplits: 1)
      guard pair.count == 2, trimmed(Substring(pair[0])).equalsIgnoringASCIICase("boundary") else { continue }
      var value = trimmed(Substring(pair[1]))[...]
      if value.utf8.count >= 2, value.hasPrefix("\""), value.hasSuffix("\"") { value = value.dropFirst().dropLast() }
      if !value.isEmpty, value.utf8.count <= 256 { return String(value) }
    }
    throw BatchError(message: "the content type of a batch needs a boundary: multipart/mixed; boundary=batch_1")
  }

  /// What stands between the delimiters, without the line end in front of each.
  /// - Parameter partsLeft: how many parts may still come; one more is an error.
  func parts(in range: Range<Int>, boundary: String, partsLeft: Int) throws(BatchError) -> [Range<Int>] {
    let delimiter = Array("--\(boundary)".utf8)
    var parts: [Range<Int>] = []
    var contentStart: Int?
    var line = range.lowerBound
    while line < range.upperBound {
      let end = endOfLine(line, range.upperBound)
      if let isLast = delimiterKind(line..<end, delimiter) {
        if let contentStart {
          if parts.count == partsLeft { throw BatchError(message: "more than \(limits.partsMax) parts", offset: line) }
          parts.append(contentStart..<max(contentStart, lineEndBefore(line)))
        }
        if isLast { return parts }
        contentStart = min(end + 1, range.upperBound)
      }
      line = end + 1
    }
    throw BatchError(message: "the closing delimiter '--\(boundary)--' is missing", offset: range.upperBound)
  }

  /// Whether the line is a delimiter, and if so whether it is the closing one.
  private func delimiterKind(_ line: Range<Int>, _ delimiter: [UInt8]) -> Bool? {
    guard line.count >= delimiter.count, body[line.lowerBound] == UInt8(ascii: "-"),
      body[line.prefix(delimiter.count)].elementsEqual(delimiter)
    else { return nil }
    let rest = body[(line.lowerBound + delimiter.count)..<line.upperBound]
    func isBlank(_ bytes: ArraySlice<UInt8>) -> Bool { bytes.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == Self.carriageReturn } }
    if isBlank(rest) { return false }
    return rest.starts(with: "--".utf8) && isBlank(rest.dropFirst(2)) ? true : nil
  }

  /// Where the line that starts there ends: at its line feed, or at the limit.
  func endOfLine(_ start: Int, _ limit: Int) -> Int {
    body.withUnsafeBufferPointer { buffer in
      var index = start
      while index < limit, buffer[index] != Self.lineFeed { index += 1 }
      return index
    }
  }

  private func lineEndBefore(_ line: Int) -> Int {
    var end = line - 1
    if end > 0, body[end - 1] == Self.carriageReturn { end -= 1 }
    return end
  }

  /// One line without its line end, and where the next one starts.
  func line(at start: Int, limit: Int) -> (text: String, next: Int) {
    let end = endOfLine(start, limit)
    var textEnd = end
    if textEnd > start, body[textEnd - 1] == Self.carriageReturn { textEnd -= 1 }
    return (String(decoding: body[start..<textEnd], as: UTF8.self), min(end + 1, limit))
  }

  /// Header lines up to an empty line or the end of the range.
  func headers(in range: Range<Int>) throws(BatchError) -> (headers: HTTPHeaders, contentStart: Int) {
    var headers = HTTPHeaders()
    var position = range.lowerBound
    while position < range.upperBound {
      let (text, next) = line(at: position, limit: range.upperBound)
      if next - range.lowerBound > limits.headerBytesMax {
        throw BatchError(message: "headers of more than \(limits.headerBytesMax) bytes", offset: position)
      }
      if text.isEmpty { return (headers, next) }
      guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")), !Self.trimmed(text[..<colon]).isEmpty else {
        throw BatchError(message: "'\(text.prefix(40))' is not a header", offset: position)
      }
      headers.add(Self.trimmed(text[..<colon]), Self.trimmed(text[text.utf8.index(after: colon)...]))
      position = next
    }
    return (headers, range.upperBound)
  }

  static func trimmed(_ text: some StringProtocol) -> String {
    var rest = Substring(text).utf8
    while let byte = rest.first, byte == 0x20 || byte == 0x09 { rest.removeFirst() }
    while let byte = rest.last, byte == 0x20 || byte == 0x09 { rest.removeLast() }
    return String(Substring(rest))
  }
}
