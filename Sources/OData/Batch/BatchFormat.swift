/// Reads and writes the multipart form of `$batch` (OData 4.0 part 1, section 11.7).
///
/// ```swift
/// let part = BatchPart(contentID: "1", request: HTTPRequest(.post, "/api/data/v9.2/accounts", body: json))
/// let (contentType, body) = BatchFormat.encodeRequest([.changeSet([part])], boundary: "batch_1")
/// ```
public enum BatchFormat {
  /// Reads a batch request. URLs may be absolute (scheme and host are dropped), absolute paths, or relative.
  /// - Throws: `BatchError` for a body that is not a batch, for a method the protocol does not know, for a change set
  ///   inside a change set, and for more than `limits` allow.
  public static func parseRequest(
    body: [UInt8], contentType: String, limits: BatchLimits = BatchLimits()
  ) throws(BatchError) -> [BatchItem] {
    try parse(body, contentType, limits, single: request).map {
      switch $0 {
      case .single(let part): .request(part)
      case .changeSet(let parts): .changeSet(parts)
      }
    }
  }

  /// Reads the answer to a batch.
  /// - Throws: `BatchError`
  public static func parseResponse(
    body: [UInt8], contentType: String, limits: BatchLimits = BatchLimits()
  ) throws(BatchError) -> [BatchAnswer] {
    try parse(body, contentType, limits, single: response).map {
      switch $0 {
      case .single(let part): .response(part)
      case .changeSet(let parts): .changeSet(parts)
      }
    }
  }

  /// Writes a batch request. Requests of a change set without a content id get running numbers, because Dataverse
  /// refuses them without [sourced: field report on 0x80060888].
  public static func encodeRequest(_ items: [BatchItem], boundary: String) -> (contentType: String, body: [UInt8]) {
    var writer = MultipartWriter(boundary: boundary)
    var number = 0
    for (index, item) in items.enumerated() {
      switch item {
      case .request(let part): writer.part(contentID: part.contentID) { $0.append(part.request) }
      case .changeSet(let parts):
        writer.nested(boundary: "changeset_\(index + 1)_\(boundary)") { inner in
          for part in parts {
            number += 1
            inner.part(contentID: part.contentID ?? String(number)) { $0.append(part.request) }
          }
        }
      }
    }
    return (writer.contentType, writer.finished())
  }

  /// Writes the answer to a batch. Both products name the inner boundaries `changesetresponse_…` [sourced].
  public static func encodeResponse(_ answers: [BatchAnswer], boundary: String) -> (contentType: String, body: [UInt8]) {
    let suffix = boundary.split(separator: "_", maxSplits: 1).last.map(String.init) ?? boundary
    var writer = MultipartWriter(boundary: boundary)
    for (index, answer) in answers.enumerated() {
      switch answer {
      case .response(let part): writer.part(contentID: part.contentID) { $0.append(part.response) }
      case .changeSet(let parts):
        writer.nested(boundary: "changesetresponse_\(index + 1)_\(suffix)") { inner in
          for part in parts { inner.part(contentID: part.contentID) { $0.append(part.response) } }
        }
      }
    }
    return (writer.contentType, writer.finished())
  }

  private enum Item<Part> {
    case single(Part)
    case changeSet([Part])
  }

  private static func parse<Part>(
    _ body: [UInt8], _ contentType: String, _ limits: BatchLimits,
    single: (MultipartReader, Range<Int>, _ contentID: String?) throws(BatchError) -> Part
  ) throws(BatchError) -> [Item<Part>] {
    let reader = MultipartReader(body: body, limits: limits)
    let boundary = try MultipartReader.boundary(of: contentType)
    var items: [Item<Part>] = []
    var partsLeft = limits.partsMax
    for range in try reader.parts(in: 0..<body.count, boundary: boundary, partsLeft: partsLeft) {
      let (headers, start) = try reader.headers(in: range)
      let type = headers["Content-Type"] ?? "application/http"
      guard isMultipart(type) else {
        items.append(.single(try single(reader, start..<range.upperBound, headers["Content-ID"])))
        partsLeft -= 1
        continue
      }
      var parts: [Part] = []
      let inner = try MultipartReader.boundary(of: type)
      for range in try reader.parts(in: start..<range.upperBound, boundary: inner, partsLeft: max(partsLeft, 0)) {
        let (headers, start) = try reader.headers(in: range)
        if isMultipart(headers["Content-Type"] ?? "") {
          throw BatchError(message: "a change set cannot hold another change set", offset: range.lowerBound)
        }
        parts.append(try single(reader, start..<range.upperBound, headers["Content-ID"]))
      }
      partsLeft -= parts.count
      items.append(.changeSet(parts))
    }
    return items
  }

  /// Whether a body of that content type is of several parts.
  public static func isMultipart(_ type: String) -> Bool {
    // By bytes: to count characters takes longer than all the rest.
    Substring(type.utf8.prefix(10)).equalsIgnoringASCIICase("multipart/")
  }

  private static func request(_ reader: MultipartReader, _ range: Range<Int>, _ contentID: String?) throws(BatchError) -> BatchPart {
    let (line, headers, body) = try message(reader, range)
    guard let space = line.utf8.firstIndex(of: UInt8(ascii: " ")) else {
      throw BatchError(message: "'\(line.prefix(40))' is not a request line", offset: range.lowerBound)
    }
    guard let method = HTTPRequest.Method(rawValue: String(line[..<space])) else {
      throw BatchError(message: "unknown method '\(line[..<space].prefix(20))'", offset: range.lowerBound)
    }
    var rest = MultipartReader.trimmed(line[space...].utf8)
    // The protocol version comes last and may be missing; spaces inside the URL are sloppy but common.
    if let last = rest.utf8.lastIndex(of: UInt8(ascii: " ")), rest.utf8[last...].starts(with: " HTTP/".utf8) { rest = rest[..<last] }
    let target = String(rest)
    guard !target.isEmpty else { throw BatchError(message: "a request without URL", offset: range.lowerBound) }
    let request = HTTPRequest(method, withoutHost(target), headers: headers, body: body)
    return BatchPart(contentID: contentID ?? headers["Content-ID"], request: request)
  }

  /// `https://host/data/X?y` becomes `/data/X?y`.
  private static func withoutHost(_ target: String) -> String {
    guard target.utf8.first != UInt8(ascii: "/") else { return target }
    let isAbsolute = ["http://", "https://"].contains { target.prefix($0.count).equalsIgnoringASCIICase($0) }
    guard isAbsolute, let colon = target.firstIndex(of: ":") else { return target }
    let afterScheme = target[colon...].dropFirst(3)
    guard let path = afterScheme.firstIndex(where: { $0 == "/" || $0 == "?" }) else { return "/" }
    return afterScheme[path] == "?" ? "/\(afterScheme[path...])" : String(afterScheme[path...])
  }

  private static func response(_ reader: MultipartReader, _ range: Range<Int>, _ contentID: String?) throws(BatchError) -> BatchResponsePart
  {
    let (line, headers, body) = try message(reader, range)
    let words = line.utf8.split(separator: UInt8(ascii: " "), maxSplits: 2)
    guard words.count >= 2, words[0].starts(with: "HTTP/".utf8), let status = Int(Substring(words[1])), (100...599).contains(status) else {
      throw BatchError(message: "'\(line.prefix(40))' is not a status line", offset: range.lowerBound)
    }
    let response = HTTPResponse(status, headers: headers, body: body)
    return BatchResponsePart(contentID: contentID ?? headers["Content-ID"], response: response)
  }

  /// First line, headers and body of the message in a part. Line ends behind a body belong to nobody unless a
  /// `Content-Length` claims them: senders put between none and three.
  private static func message(
    _ reader: MultipartReader, _ range: Range<Int>
  ) throws(BatchError) -> (line: String, headers: HTTPHeaders, body: [UInt8]) {
    var start = range.lowerBound
    var line = ""
    while start < range.upperBound, line.isEmpty { (line, start) = reader.line(at: start, limit: range.upperBound) }
    if line.isEmpty { throw BatchError(message: "a part without request", offset: range.lowerBound) }
    if line.utf8.count > reader.limits.headerBytesMax {
      throw BatchError(message: "a first line of more than \(reader.limits.headerBytesMax) bytes", offset: range.lowerBound)
    }
    let (headers, bodyStart) = try reader.headers(in: start..<range.upperBound)
    var end = range.upperBound
    if let length = headers["Content-Length"].flatMap({ Int($0) }), length >= 0, length <= end - bodyStart {
      end = bodyStart + length
    } else {
      while end > bodyStart, reader.body[end - 1] == MultipartReader.lineFeed || reader.body[end - 1] == MultipartReader.carriageReturn {
        end -= 1
      }
    }
    return (line, headers, Array(reader.body[bodyStart..<end]))
  }
}
