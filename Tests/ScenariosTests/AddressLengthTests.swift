import OData
import Scenarios
import Testing
import Twin

/// How long an address may be in Sales (sales-web-api.md 5.4).
struct AddressLengthTests {
  private static func service() throws -> TwinService { try Worlds.factory.twins(WorldConfiguration()).sales.service }

  /// A read of one column whose address has just this many characters.
  private static func target(_ length: Int) -> String {
    let begin = "/api/data/v9.2/accounts?$select=name&x="
    return begin + String(repeating: "a", count: length - begin.count)
  }

  @Test("An address of Sales has at most 32,768 characters", arguments: [(32_768, 200), (32_769, 414), (65_536, 414)])
  func outside(length: Int, status: Int) throws {
    let response = try Self.service().handle(HTTPRequest(.get, Self.target(length)))
    #expect(response.status == status, "\(response.text.prefix(300))")
    if status == 414 { #expect(try JSON(decoding: response.body)["error"]?["code"] == "0x80060888") }
  }

  @Test("Inside a batch it may have 65,536", arguments: [(32_769, 200), (65_536, 200), (65_537, 414)])
  func inside(length: Int, status: Int) throws {
    let part = BatchPart(contentID: "1", request: HTTPRequest(.get, Self.target(length)))
    let (contentType, body) = BatchFormat.encodeRequest([.request(part)], boundary: "batch")
    let response = try Self.service().handle(
      HTTPRequest(.post, "/api/data/v9.2/$batch", headers: ["Content-Type": contentType], body: body))
    let parts = try BatchFormat.parseResponse(body: response.body, contentType: response.headers["Content-Type"] ?? "")
    guard case .response(let answer)? = parts.first else {
      Issue.record("no answer: \(response.text.prefix(300))")
      return
    }
    #expect(answer.response.status == status, "\(answer.response.text.prefix(300))")
  }
}
