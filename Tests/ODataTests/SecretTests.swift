import OData
import Testing

struct SecretTests {
  @Test("A secret shows nothing, however it is printed")
  func hidden() {
    let secret = Secret("hunter2")
    struct Holder { let secret: Secret }
    var dumped = ""
    dump(Holder(secret: secret), to: &dumped)
    for text in ["\(secret)", String(describing: secret), String(reflecting: secret), "\(Holder(secret: secret))", "\([secret])", dumped] {
      #expect(!text.contains("hunter2"), "\(text)")
    }
    #expect(secret.reveal() == "hunter2")
  }

  @Test("A secret matches itself only", arguments: ["", "h", "hunter", "hunter22", "Hunter2", "hunter2hunter2"])
  func matches(candidate: String) {
    #expect(!Secret("hunter2").matches(candidate))
    #expect(Secret("hunter2").matches("hunter2"))
    #expect(!Secret("").matches(candidate))
  }

  @Test("What may be logged of a batch has no credential left in its parts, cut off or not", arguments: [0, 20])
  func redactedBatch(cut: Int) {
    let part = "--b\r\nContent-Type: application/http\r\n\r\nGET /data/Customers HTTP/1.1\r\nACCEPT: */*\r\n"
    let text = part + "authorization: Bearer hunter2\r\nX: 1\r\n\r\n" + part + "Authorization: Bearer hunter2-hunter2-hunter2"
    let request = HTTPRequest(
      .post, "/data/$batch", headers: ["Content-Type": "multipart/mixed; boundary=b"], body: Array(text.utf8.dropLast(cut)))
    let shown = String(decoding: request.redacted.body, as: UTF8.self)
    #expect(!shown.contains("hunter2") && !shown.contains("Bearer"))
    #expect(shown == part + "authorization: ‹secret›\r\nX: 1\r\n\r\n" + part + "Authorization: ‹secret›")
    let plain = HTTPRequest(.post, "/data/$batch", headers: request.headers, body: Array(part.utf8))
    #expect(plain.redacted.body == plain.body)
  }

  @Test("What may be logged of a request has no credential left")
  func redactedRequest() {
    let request = HTTPRequest(
      .post, "/tenant/oauth2/token?code=hunter2&state=1",
      headers: [
        "Authorization": "Bearer hunter2", "cookie": "hunter2", "Content-Type": "application/x-www-form-urlencoded; charset=utf-8",
        "Accept": "*/*",
      ], body: Array("grant_type=client_credentials&client_secret=hunter2&client%5Fassertion=hunter2&refresh_token=hunter2&scope=x".utf8))
    let shown = request.redacted
    #expect(!"\(shown)".contains("hunter2"))
    #expect(!String(decoding: shown.body, as: UTF8.self).contains("hunter2"))
    #expect(String(decoding: shown.body, as: UTF8.self).contains("scope=x"))
    #expect(shown.headers["Authorization"] == "Bearer ‹secret›")
    #expect(shown.headers["Accept"] == "*/*")
    #expect(shown.target.hasSuffix("&state=1"))
  }

  @Test("What may be logged of an answer has no token left, and keeps the code of an error")
  func redactedResponse() {
    let body: JSON = ["token_type": "Bearer", "access_token": "hunter2", "refresh_token": "hunter2", "expires_in": 3599]
    let shown = HTTPResponse(200, headers: ["Set-Cookie": "a=hunter2"], body: body.encoded()).redacted
    #expect(!"\(shown)".contains("hunter2"))
    #expect(!shown.text.contains("hunter2"))
    #expect(shown.text.contains("3599"))
    let error: JSON = ["error": ["code": "0x80040217", "message": "access_token"]]
    #expect(HTTPResponse(404, body: error.encoded()).redacted.text.contains("0x80040217"))
  }
}
