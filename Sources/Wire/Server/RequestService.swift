import Host
import Logging
import OData
import Synchronization

/// Everything the connections of one server share, and the way of one request through it: inflate, ask, mark, compress.
final class RequestService: Sendable {
  let configuration: ServerConfiguration
  let log: AccessLog
  let date = DateHeader()
  let memory = MemoryReturn()
  private let answering: HTTPServer.Answering
  private let bodyBytesInFlight = Atomic<Int>(0)

  init(configuration: ServerConfiguration, logger: Logger, answering: @escaping HTTPServer.Answering) {
    self.configuration = configuration
    log = AccessLog(logger: logger)
    self.answering = answering
  }

  /// Takes room for bytes of a body; false when there is none.
  func reserve(_ count: Int) -> Bool {
    let total = bodyBytesInFlight.add(count, ordering: .relaxed).newValue
    if total <= configuration.limits.bodyBytesInFlightMax { return true }
    release(count)
    return false
  }

  func release(_ count: Int) { bodyBytesInFlight.subtract(count, ordering: .relaxed) }

  /// - Returns: `nil` where the connection is to be dropped without an answer.
  func answer(_ head: RequestHead, _ body: [UInt8]) async -> OData.HTTPResponse? {
    if head.method == .options { return configuration.cors.options(head) }
    var answer: OData.HTTPResponse
    do {
      let bytes = try inflated(head, body)
      switch await answering(OData.HTTPRequest(head.method, head.target, headers: head.headers, body: bytes)) {
      case .response(let response): answer = response
      case .drop: return nil
      }
    } catch {
      answer = error.response
    }
    if let name = Self.unsendable(answer.headers) {
      log.logger.error("\(AccessLog.safe(head.target)): the answer's header \(name) has a line break; withheld")
      answer = PlainRefusal(status: 500, reason: "The answer had a header that cannot be sent.").response
    }
    configuration.cors.mark(&answer.headers, for: head)
    compress(&answer, for: head)
    return answer
  }

  private func inflated(_ head: RequestHead, _ body: [UInt8]) throws(PlainRefusal) -> [UInt8] {
    guard head.requestCoding != .identity, !body.isEmpty else { return body }
    do {
      return try Zlib.inflate(body, head.requestCoding, limit: configuration.limits.bodyBytesMax)
    } catch {
      switch error {
      case .tooLarge: throw .bodyTooLarge(configuration.limits)
      case .malformed:
        throw PlainRefusal(status: 400, reason: "The body is not what its Content-Encoding says, \(head.requestCoding.rawValue).")
      }
    }
  }

  private func compress(_ answer: inout OData.HTTPResponse, for head: RequestHead) {
    guard answer.body.count >= configuration.limits.compressedBytesMin, answer.headers["Content-Encoding"] == nil else { return }
    answer.headers.add("Vary", "Accept-Encoding")
    guard head.responseCoding != .identity else { return }
    answer.body = Zlib.deflate(answer.body, head.responseCoding)
    answer.headers.add("Content-Encoding", head.responseCoding.rawValue)
  }

  /// The name of a field whose value would end the header early: nothing that was echoed into one may start another.
  private static func unsendable(_ headers: OData.HTTPHeaders) -> String? {
    headers.fields.first { field in
      field.value.utf8.contains { $0 == 0x0D || $0 == 0x0A || $0 == 0 }
    }?.name
  }
}
