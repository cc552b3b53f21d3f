#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Cuts a multipart body (RFC 2046) into parts and reads the header blocks in it. Line ends may be CRLF or LF: the
/// samples people paste and some clients have only LF.
struct MultipartReader {
  let body: [UInt8]
  let limits: BatchLimits

  static let carriageReturn = UInt8(ascii: "\r")
  static let lineFeed = UInt8(ascii: "\n")

  /// The `boundary` of a `multipart/mixed` content type.
  static func boundary(of contentType: String) throws(BatchError) -> String {
    // By bytes here and below: every part of a batch has such lines, and going by characters takes most of the reading. First the way
    // everybody writes it.
    if let boundary = usualBoundary(contentType) { return boundary }
    var rest = contentType.utf8[...]
    guard trimmed(cutPiece(from: &rest)).equalsIgnoringASCIICase("multipart/mixed") else {
      throw BatchError(message: "the content type of a batch is multipart/mixed, not '\(contentType)'")
    }
    while !rest.isEmpty {
      let parameter = cutPiece(from: &rest)
      guard let equals = parameter.firstIndex(of: UInt8(ascii: "=")), trimmed(parameter[..<equals]).equalsIgnoringASCIICase("boundary")
      else { continue }
      var value = trimmed(parameter[parameter.index(after: equals)...])
      if value.utf8.count >= 2, value.utf8.first == UInt8(ascii: "\""), value.utf8.last == UInt8(ascii: "\"") {
        value = value.dropFirst().dropLast()
      }
      if !value.isEmpty, value.utf8.count <= 256 { return String(value) }
    }
    throw BatchError(message: "the content type of a batch needs a boundary: multipart/mixed; boundary=batch_1")
  }

  private static let usualStart = Array("multipart/mixed; boundary=".utf8)

  private static func usualBoundary(_ contentType: String) -> String? {
    var contentType = contentType
    return contentType.withUTF8 { text in
      let start = usualStart.count
      guard (start + 1...start + 256).contains(text.count), hasPrefix(UnsafeRawBufferPointer(text), usualStart) else { return nil }
      let value = UnsafeBufferPointer(rebasing: text[start...])
      guard value.allSatisfy({ $0 > 0x20 && $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: "\"") }) else { return nil }
      return String(decoding: value, as: UTF8.self)
    }
  }

  /// Both are at least as long.
  private static func hasPrefix(_ bytes: UnsafeRawBufferPointer, _ prefix: [UInt8]) -> Bool {
    prefix.withUnsafeBytes { prefix in
      guard let start = bytes.baseAddress, let wanted = prefix.baseAddress else { return prefix.isEmpty }
      return memcmp(start, wanted, prefix.count) == 0
    }
  }

  /// Takes away what stands in front of the next semicolon.
  private static func cutPiece(from rest: inout Substring.UTF8View) -> Substring.UTF8View {
    let end = rest.firstIndex(of: UInt8(ascii: ";")) ?? rest.endIndex
    let piece = rest[..<end]
    rest = rest[end...].dropFirst()
    return piece
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
    guard line.count >= delimiter.count, body[line.lowerBound] == UInt8(ascii: "-") else { return nil }
    return body.withUnsafeBytes { bytes in
      guard Self.hasPrefix(UnsafeRawBufferPointer(rebasing: bytes[line]), delimiter) else { return nil }
      let rest = bytes[(line.lowerBound + delimiter.count)..<line.upperBound]
      func isEmpty(_ bytes: Slice<UnsafeRawBufferPointer>) -> Bool { bytes.allSatisfy { Self.isBlank($0) || $0 == Self.carriageReturn } }
      if isEmpty(rest) { return false }
      return rest.starts(with: "--".utf8) && isEmpty(rest.dropFirst(2)) ? true : nil
    }
  }

  /// Where the line that starts there ends: at its line feed, or at the limit.
  private func endOfLine(_ start: Int, _ limit: Int) -> Int { position(of: Self.lineFeed, start, limit) }

  /// The first such byte from the start on, or the limit. By the C library, which looks at many bytes at once: all of a batch goes through
  /// here, and what is in change sets does so twice.
  private func position(of byte: UInt8, _ start: Int, _ limit: Int) -> Int {
    guard start < limit else { return start }
    return body.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress, let found = memchr(base + start, Int32(byte), limit - start) else { return limit }
      return base.distance(to: UnsafeRawPointer(found))
    }
  }

  private func lineEndBefore(_ line: Int) -> Int {
    var end = line - 1
    if end > 0, body[end - 1] == Self.carriageReturn { end -= 1 }
    return end
  }

  /// One line without its line end, and where the next one starts.
  func line(at start: Int, limit: Int) -> (text: String, next: Int) {
    let (line, next) = lineRange(at: start, limit: limit)
    return (text(line), next)
  }

  private func lineRange(at start: Int, limit: Int) -> (line: Range<Int>, next: Int) {
    let end = endOfLine(start, limit)
    let hasReturn = end > start && body[end - 1] == Self.carriageReturn
    return (start..<(hasReturn ? end - 1 : end), min(end + 1, limit))
  }

  private func text(_ range: Range<Int>) -> String {
    body.withUnsafeBytes { String(decoding: UnsafeRawBufferPointer(rebasing: $0[range]), as: UTF8.self) }
  }

  /// Header lines up to an empty line or the end of the range.
  func headers(in range: Range<Int>) throws(BatchError) -> (headers: HTTPHeaders, contentStart: Int) {
    var headers = HTTPHeaders(reservingCapacity: 4)
    var start = range.lowerBound
    while start < range.upperBound {
      let (line, next) = lineRange(at: start, limit: range.upperBound)
      if next - range.lowerBound > limits.headerBytesMax {
        throw BatchError(message: "headers of more than \(limits.headerBytesMax) bytes", offset: start)
      }
      if line.isEmpty { return (headers, next) }
      let colon = position(of: UInt8(ascii: ":"), line.lowerBound, line.upperBound)
      guard colon < line.upperBound else { throw notAHeader(line) }
      let name = trimmed(line.lowerBound..<colon)
      guard !name.isEmpty else { throw notAHeader(line) }
      headers.add(word(name), word(trimmed(colon + 1..<line.upperBound)))
      start = next
    }
    return (headers, range.upperBound)
  }

  /// What nearly every part of a batch says, and is longer than the fifteen bytes that a text holds without memory of its own.
  private static let commonWords = ["Content-Transfer-Encoding", "application/http", "application/json"]
    .map { (bytes: Array($0.utf8), text: $0) }

  /// The text; one that is common is made only once.
  private func word(_ range: Range<Int>) -> String {
    for word in Self.commonWords where word.bytes.count == range.count {
      if body.withUnsafeBytes({ Self.hasPrefix(UnsafeRawBufferPointer(rebasing: $0[range]), word.bytes) }) { return word.text }
    }
    return text(range)
  }

  private func notAHeader(_ line: Range<Int>) -> BatchError {
    BatchError(message: "'\(text(line).prefix(40))' is not a header", offset: line.lowerBound)
  }

  /// The range without blanks and tabs at either end.
  private func trimmed(_ range: Range<Int>) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end, Self.isBlank(body[start]) { start += 1 }
    while end > start, Self.isBlank(body[end - 1]) { end -= 1 }
    return start..<end
  }

  /// The text without blanks and tabs at either end.
  static func trimmed(_ text: Substring.UTF8View) -> Substring {
    var rest = text
    while let byte = rest.first, isBlank(byte) { rest.removeFirst() }
    while let byte = rest.last, isBlank(byte) { rest.removeLast() }
    return Substring(rest)
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}
