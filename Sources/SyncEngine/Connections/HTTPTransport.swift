public import OData

/// What came of one request; a failure is an answer that never came.
public typealias HTTPAnswer = Result<HTTPResponse, any Error>

/// The one door between the engine and an environment: send a request, get the answer.
///
/// In process it is joined to a service directly; over the wire an HTTP client stands behind it. It also signs requests in, so that
/// the engine never sees a secret.
public protocol HTTPTransport: AnyObject {
  /// - Throws: anything, for an answer that never came. The engine then does not know whether a write happened, and settles that by
  ///   reading back.
  func send(_ request: HTTPRequest) async throws -> HTTPResponse

  /// Sends many requests, several at a time; they begin in their order.
  ///
  /// A transport that can only send one at a time needs nothing of its own.
  /// - Parameters:
  ///   - mayBegin: asked before each request, with the number of those under way. After a no it is asked again when one of them is
  ///     answered; after a no with none under way, nothing more is begun.
  ///   - answered: told of each answer as it comes.
  /// - Returns: one answer for each request, `nil` for those that were not begun.
  func send(
    _ requests: [HTTPRequest], mayBegin: (_ underWay: Int) -> Bool, answered: (HTTPAnswer) -> Void
  ) async -> [HTTPAnswer?]
}

extension HTTPTransport {
  public func send(
    _ requests: [HTTPRequest], mayBegin: (_ underWay: Int) -> Bool, answered: (HTTPAnswer) -> Void
  ) async -> [HTTPAnswer?] {
    var answers = [HTTPAnswer?](repeating: nil, count: requests.count)
    for (index, request) in requests.enumerated() {
      guard mayBegin(0) else { break }
      let answer: HTTPAnswer
      do {
        answer = .success(try await send(request))
      } catch {
        answer = .failure(error)
      }
      answers[index] = answer
      answered(answer)
    }
    return answers
  }
}
