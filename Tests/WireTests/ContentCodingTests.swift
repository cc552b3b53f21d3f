import Testing

@testable import Wire

struct ContentCodingTests {
  @Test(
    "The coding of an answer follows the client's weights",
    arguments: [
      ("", ContentCoding.identity), ("gzip", .gzip), ("gzip, deflate, br", .gzip), ("deflate", .deflate), ("br", .identity),
      ("gzip;q=0", .identity), ("gzip;q=0.5, deflate;q=0.8", .deflate), ("*", .gzip), ("*;q=0", .identity),
      ("identity, gzip;q=0.1", .identity),
      ("identity;q=0, gzip", .gzip), ("GZIP ; q=1.000", .gzip), ("gzip;q=nonsense", .identity), ("x-gzip", .gzip), (",,", .identity),
    ])
  func negotiation(header: String, coding: ContentCoding) {
    #expect(ContentCoding(acceptEncoding: header) == coding)
  }

  private let text = Array(String(repeating: "{\"name\":\"Litware, Inc.\"},", count: 4000).utf8)

  @Test("What is compressed can be read back, and is smaller", arguments: [ContentCoding.gzip, .deflate])
  func roundTrip(coding: ContentCoding) throws {
    let packed = Zlib.deflate(text, coding)
    #expect(packed.count < text.count / 10)
    #expect(try Zlib.inflate(packed, coding, limit: text.count) == text)
  }

  @Test("Nothing beyond the limit is inflated", arguments: [ContentCoding.gzip, .deflate])
  func bomb(coding: ContentCoding) {
    let packed = Zlib.deflate([UInt8](repeating: 0, count: 8 << 20), coding)
    #expect(packed.count < 64 * 1024)
    #expect(throws: Zlib.Failure.tooLarge) { try Zlib.inflate(packed, coding, limit: 1 << 20) }
  }

  @Test("Bytes that are no compressed data, or end too early, are refused")
  func malformed() {
    let packed = Zlib.deflate(text, .gzip)
    for bytes in [[], Array("plain text".utf8), Array(packed.dropLast(9)), Array(packed.dropLast()), packed + [1, 2, 3]] {
      #expect(throws: Zlib.Failure.malformed) { try Zlib.inflate(bytes, .gzip, limit: 1 << 20) }
    }
  }

  @Test("Several gzip members are one body, and deflate may come without its header")
  func variants() throws {
    let twice = Zlib.deflate(text, .gzip) + Zlib.deflate(text, .gzip)
    #expect(try Zlib.inflate(twice, .gzip, limit: 1 << 20) == text + text)
    let bare = Array(Zlib.deflate(text, .deflate).dropFirst(2).dropLast(4))
    #expect(try Zlib.inflate(bare, .deflate, limit: 1 << 20) == text)
  }
}
