import Ambient
public import OData
public import SyncEngine
public import Twin

/// A client's way to a twin in the same process: the request goes in, the response comes out.
public final class DirectTransport: HTTPTransport {
  private let door: TwinDoor

  public init(_ door: TwinDoor) { self.door = door }

  /// Requests that are under way together are answered when their time has come: the clock moves from one end to the next, as it would
  /// with as many connections, and always in the same order.
  public func send(
    _ requests: [HTTPRequest], mayBegin: (_ underWay: Int) -> Bool, answered: (HTTPAnswer) -> Void
  ) async -> [HTTPAnswer?] {
    let clock = door.service.ambient.clock
    var answers = [HTTPAnswer?](repeating: nil, count: requests.count)
    var underWay: [(end: Timestamp, index: Int)] = []
    var next = 0
    while true {
      while next < requests.count, mayBegin(underWay.count) {
        let answer = door.handle(requests[next])
        answers[next] = answer.outcome.asAnswer
        let end = clock.now.adding(milliseconds: answer.heldBackMilliseconds + answer.takesMilliseconds)
        underWay.insert((end, next), at: underWay.firstIndex { end < $0.end } ?? underWay.endIndex)
        next += 1
      }
      guard !underWay.isEmpty else { return answers }
      let (end, index) = underWay.removeFirst()
      do {
        if clock.now < end { try await clock.sleep(milliseconds: end.milliseconds - clock.now.milliseconds) }
      } catch {
        answers[index] = .failure(error)
      }
      if let answer = answers[index] { answered(answer) }
    }
  }

  /// - Throws: `ConnectionLost`.
  public func send(_ request: HTTPRequest) async throws -> HTTPResponse {
    let answer = door.handle(request)
    let wait = answer.heldBackMilliseconds + answer.takesMilliseconds
    if wait > 0 { try await door.service.ambient.clock.sleep(milliseconds: wait) }
    return try answer.outcome.asAnswer.get()
  }
}

extension TwinAnswer.Outcome {
  fileprivate var asAnswer: HTTPAnswer {
    switch self {
    case .response(let response): .success(response)
    case .connectionLost(let loss): .failure(loss)
    }
  }
}
