/// Writes multipart bodies with CRLF line ends.
struct MultipartWriter {
  let boundary: String
  private var bytes: [UInt8] = []

  init(boundary: String) { self.boundary = boundary }

  var contentType: String { "multipart/mixed; boundary=\(boundary)" }

  /// A part that holds one HTTP message, which `write` appends.
  mutating func part(contentID: String?, _ write: (inout MultipartWriter) -> Void) {
    text("--\(boundary)\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n")
    if let contentID { text("Content-ID: \(contentID)\r\n") }
    text("\r\n")
    write(&self)
    text("\r\n")
  }

  /// A part that holds another multipart body.
  mutating func nest(_ inner: MultipartWriter) {
    text("--\(boundary)\r\nContent-Type: \(inner.contentType)\r\n\r\n")
    bytes += inner.finished()
    text("\r\n")
  }

  func finished() -> [UInt8] { bytes + Array("--\(boundary)--\r\n".utf8) }

  mutating func append(_ request: HTTPRequest) {
    text("\(request.method.rawValue) \(request.target) HTTP/1.1\r\n")
    append(request.headers, request.body)
  }

  mutating func append(_ response: HTTPResponse) {
    text("HTTP/1.1 \(response.status) \(HTTPResponse.reason(response.status))\r\n")
    append(response.headers, response.body)
  }

  private mutating func append(_ headers: HTTPHeaders, _ body: [UInt8]) {
    for field in headers.fields { text("\(field.name): \(field.value)\r\n") }
    text("\r\n")
    bytes += body
  }

  private mutating func text(_ text: String) { bytes += text.utf8 }
}
