/// Writes multipart bodies with CRLF line ends.
struct MultipartWriter {
  private var boundary: String
  private var bytes: [UInt8] = []

  init(boundary: String) { self.boundary = boundary }

  var contentType: String { "multipart/mixed; boundary=\(boundary)" }

  /// A part that holds one HTTP message, which `write` appends.
  mutating func part(contentID: String?, _ write: (inout MultipartWriter) -> Void) {
    delimiter()
    text("\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n")
    if let contentID { line("Content-ID", contentID) }
    text("\r\n")
    write(&self)
    text("\r\n")
  }

  /// A part that holds another multipart body, which `write` appends.
  mutating func nested(boundary inner: String, _ write: (inout MultipartWriter) -> Void) {
    let outer = boundary
    delimiter()
    boundary = inner
    text("\r\n")
    line("Content-Type", contentType)
    text("\r\n")
    write(&self)
    close()
    boundary = outer
    text("\r\n")
  }

  /// Everything written, closed.
  mutating func finished() -> [UInt8] {
    close()
    return bytes
  }

  mutating func append(_ request: HTTPRequest) {
    text(request.method.rawValue)
    text(" ")
    text(request.target)
    text(" HTTP/1.1\r\n")
    append(request.headers, request.body)
  }

  mutating func append(_ response: HTTPResponse) {
    text("HTTP/1.1 ")
    text(String(response.status))
    text(" ")
    text(HTTPResponse.reason(response.status))
    text("\r\n")
    append(response.headers, response.body)
  }

  private mutating func append(_ headers: HTTPHeaders, _ body: [UInt8]) {
    for field in headers.fields { line(field.name, field.value) }
    text("\r\n")
    bytes += body
  }

  private mutating func close() {
    delimiter()
    text("--\r\n")
  }

  /// Piece by piece: a batch has thousands of such lines, and putting each together first would make a text of every one.
  private mutating func text(_ piece: String) {
    var piece = piece
    piece.withUTF8 { bytes.append(contentsOf: $0) }
  }

  private mutating func line(_ name: String, _ value: String) {
    text(name)
    text(": ")
    text(value)
    text("\r\n")
  }

  private mutating func delimiter() {
    text("--")
    text(boundary)
  }
}
