public import OData
public import Twin

/// Carries the requests of a benchmark to one twin and waits for the answers.
public protocol RequestDriver {
  /// Sends all of them; how many are on their way at a time is the driver's business.
  /// - Throws: `UnexpectedAnswer` for an answer of another status, and what the way there throws.
  func send(_ requests: [HTTPRequest], expecting status: Int) async throws
  /// Sends one, and hands out whatever comes back.
  func answer(_ request: HTTPRequest) async throws -> HTTPResponse
}

/// Calls the twin, one request after the other on one thread: no socket, no copy, no hop.
public struct DirectDriver: RequestDriver {
  let service: TwinService
  private let sent = Count()

  public init(_ service: TwinService) { self.service = service }

  /// Requests sent so far, by this driver and its copies.
  var sentCount: Int { sent.value }

  private final class Count {
    var value = 0
  }

  public func send(_ requests: [HTTPRequest], expecting status: Int) async throws {
    for request in requests {
      let response = answerNow(request)
      guard response.status == status else { throw UnexpectedAnswer(request: request, response: response, expected: status) }
    }
  }

  public func answer(_ request: HTTPRequest) async throws -> HTTPResponse { answerNow(request) }

  func answerNow(_ request: HTTPRequest) -> HTTPResponse {
    sent.value += 1
    return service.handle(request)
  }
}

/// A twin refused what a benchmark asked, so there is nothing to measure.
public struct UnexpectedAnswer: Error, CustomStringConvertible {
  let request: HTTPRequest
  let response: HTTPResponse
  let expected: Int

  public init(request: HTTPRequest, response: HTTPResponse, expected: Int) {
    self.request = request
    self.response = response
    self.expected = expected
  }

  public var description: String {
    "\(request.method.rawValue) \(request.target) answered \(response.status) instead of \(expected): \(response.text.prefix(400))"
  }
}
