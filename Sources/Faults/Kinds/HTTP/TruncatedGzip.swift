import OData
import Twin

extension Fault {
  static let truncatedGzip = Fault(
    "truncated-gzip", .http, "The request is carried out, and its answer is a gzip stream that ends in the middle.",
    reach: FaultReach(.after), .inferred, "RFC 1952, 2.3: a stream without its trailer; both services compress answers",
    goodEngine: "Takes an answer that cannot be unpacked for no answer.",
    act: { strike, proceed in
      var answer = proceed(strike.request)
      guard case .response(var response) = answer.outcome, !response.body.isEmpty else { return answer }
      response.headers["Content-Encoding"] = "gzip"
      response.body = Self.beginning(ofGzip: response.body)
      answer.outcome = .response(response)
      return answer
    })

  /// A header and the first half of one stored block (RFC 1951, 3.2.4), which says how long the whole is.
  private static func beginning(ofGzip bytes: [UInt8]) -> [UInt8] {
    let block = bytes.prefix(0xFFFF)
    let length = UInt16(block.count)
    let header: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF]
    let sizes = [UInt8(length & 0xFF), UInt8(length >> 8), UInt8(~length & 0xFF), UInt8(~length >> 8)]
    return header + [1] + sizes + block.prefix(block.count / 2)
  }
}
