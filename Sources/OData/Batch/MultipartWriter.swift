/// Writes multipart bodies with CRLF line ends.
struct MultipartWriter {
  private var boundary: String
  private var bytes: [UInt8] = []

  init(boundary: String) { self.boundary = boundary }

  var contentType: String { "multipart/mixed; boundary=\(boundary)" }

  /// A part that holds one HTTP message, which `write` appends.
  mutating func part(contentID: String?, _ write: (inout MultipartWriter) -> Void) {
    text("--", boundary, "\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n")
    if let contentID { text("Content-ID: ", contentID, "\r\n") }
    text("\r\n")
    write(&self)
    text("\r\n")
  }

  /// A part that holds another multipart body, which `write` appends.
  mutating func nested(boundary inner: String, _ write: (inout MultipartWriter) -> Void) {
    let outer = boundary
    text("--", outer, "\r\n")
    boundary = inner
    text("Content-Type: ", contentType, "\r\n\r\n")
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
    text(request.method.rawValue, " ", request.target, " HTTP/1.1\r\n")
    append(request.headers, request.body)
  }

  mutating func append(_ response: HTTPResponse) {
    text("HTTP/1.1 ", String(response.status), " ", HTTPResponse.reason(response.status), "\r\n")
    append(response.headers, response.body)
  }

  private mutating func append(_ headers: HTTPHeaders, _ body: [UInt8]) {
    for field in headers.fields { text(field.name, ": ", field.value, "\r\n") }
    text("\r\n")
    bytes += body
  }

  private mutating func close() { text("--", boundary, "--\r\n") }

  /// Piece by piece: a batch has thousands of such lines, and putting each together first would make a text of every one.
  private mutating func text(_ pieces: String...) {
    for piece in pieces { bytes += piece.utf8 }
  }
}
