public import OData

/// What came of requests that were sent at moments of their own, whether or not earlier ones were answered.
public struct LoadOutcome: Sendable {
  /// From the moment each request was meant to start to its answer: a server that stands still for a second makes everybody wait who
  /// would have come in that second, and all of them count (no coordinated omission).
  public var latencies = Latencies()
  /// Answers by status where another one was expected, `0` for none at all.
  public var errors: [Int: Int] = [:]
  /// From the first intended start to the last answer.
  public var nanoseconds: Int64 = 0
  /// Answers as expected.
  public var answered: Int { latencies.count }

  public init() {}

  /// Answers as expected in a second.
  public var achieved: Double { Double(answered) / (Double(max(nanoseconds, 1)) / 1e9) }
}

/// A driver that can send requests at moments that were planned beforehand (an open loop).
public protocol OpenLoadDriver: RequestDriver {
  /// Sends each request at its moment, or as soon after it as it can.
  /// - Parameters:
  ///   - moments: nanoseconds from now, one for each request, rising.
  ///   - wall: a steadily growing count of nanoseconds.
  /// - Throws: what the way there throws; other answers than expected are counted in the outcome.
  func send(
    _ requests: [HTTPRequest], at moments: [Int64], expecting status: Int, wall: @escaping @Sendable () -> Int64
  ) async throws -> LoadOutcome
}

extension DirectDriver: OpenLoadDriver {
  /// One after the other on this thread, as a server with one worker: what arrives while it is busy waits its turn, and the wait counts.
  public func send(
    _ requests: [HTTPRequest], at moments: [Int64], expecting status: Int, wall: @escaping @Sendable () -> Int64
  ) async throws -> LoadOutcome {
    var outcome = LoadOutcome()
    let start = wall()
    for (request, moment) in zip(requests, moments) {
      // Sleeping would oversleep by more than a request takes.
      while wall() - start < moment {}
      let answer = answerNow(request)
      let end = wall() - start
      if answer.status == status {
        outcome.latencies.record(nanoseconds: end - moment)
      } else {
        outcome.errors[answer.status, default: 0] += 1
      }
      outcome.nanoseconds = end
    }
    return outcome
  }
}
