import OData
import Testing

@testable import Benchmarks

/// Arrivals, latencies and the knee, on clocks of the test's own.
struct LoadTests {
  @Test("Arrivals come at the rate that is asked for, at the same moments for the same seed")
  func arrivals() {
    let arrivals = Arrivals(rate: 1000, count: 20_000, seed: 1)
    #expect(zip(arrivals.moments, arrivals.moments.dropFirst()).allSatisfy { $0 <= $1 })
    // 20,000 gaps of a millisecond on average: the sum is off by a hundredth at most, in all but one of a thousand draws.
    #expect(abs(Double(arrivals.moments[19_999]) / 1e9 - 20) < 0.5)
    #expect(Arrivals(rate: 1000, count: 100, seed: 1).moments == Array(arrivals.moments.prefix(100)))
    #expect(Arrivals(rate: 1000, count: 100, seed: 2).moments != Array(arrivals.moments.prefix(100)))
    // Of a Poisson process, a third of the gaps or so is longer than the average.
    let gaps = zip(arrivals.moments.dropFirst(), arrivals.moments).map { $0 - $1 }
    #expect((7_000...7_700).contains(gaps.count { $0 > 1_000_000 }))
  }

  @Test(
    "The logarithm is that of the mathematicians",
    arguments: [(1.0, 0.0), (2.718281828459045, 1), (0.5, -0.6931471805599453), (1000, 6.907755278982137)])
  func logarithm(of number: Double, is expected: Double) {
    #expect(abs(Arrivals.naturalLogarithm(number) - expected) < 1e-12)
  }

  @Test("Percentiles are exact to a thousandth, and the greatest is kept")
  func latencies() {
    var latencies = Latencies()
    for microseconds in 1...10_000 { latencies.record(nanoseconds: Int64(microseconds) * 1000) }
    #expect(abs(latencies.microseconds(atPercentile: 50) - 5_000) <= 5)
    #expect(abs(latencies.microseconds(atPercentile: 99) - 9_900) <= 10)
    #expect(abs(latencies.maxMicroseconds - 10_000) <= 10)
    #expect(latencies.count == 10_000)
    #expect(Latencies().microseconds(atPercentile: 99) == 0)
  }

  /// A server that takes so long for each request, on a clock that only it and the waiting move.
  private final class Server: OpenLoadDriver {
    let clock = TestClock()
    let nanoseconds: Int64
    /// Stands still once, at this request.
    var pauseAt = -1
    var handled = 0

    init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    func handle() {
      let pause: Int64 = handled == pauseAt ? 1_000_000_000 : 0
      handled += 1
      clock.advance(by: nanoseconds + pause)
    }

    func send(_ requests: [HTTPRequest], expecting status: Int) async throws { for _ in requests { handle() } }
    func answer(_ request: HTTPRequest) async throws -> HTTPResponse { HTTPResponse(200) }

    func send(
      _ requests: [HTTPRequest], at moments: [Int64], expecting status: Int, wall: @escaping @Sendable () -> Int64
    ) async throws -> LoadOutcome {
      var outcome = LoadOutcome()
      let start = wall()
      for moment in moments {
        clock.now = max(clock.now, start + moment)
        handle()
        outcome.latencies.record(nanoseconds: wall() - start - moment)
        outcome.nanoseconds = wall() - start
      }
      return outcome
    }
  }

  private func curve(_ server: Server) async throws -> LoadCurve {
    let clock = server.clock
    let clocks = MeasuringClocks(wall: { clock.now }, processor: { clock.now })
    return try await LoadRamp(name: "read", driver: server, status: 200) { HTTPRequest(.get, "/") }.run(clocks, seconds: 1)
  }

  @Test("The knee lies where a server with one worker fills up: below what a closed loop gets, and not far below")
  func knee() async throws {
    let curve = try await curve(Server(nanoseconds: 100_000))
    #expect(abs(curve.closedLoop - 10_000) < 1)
    let knee = try #require(curve.knee)
    #expect((6_500...9_900).contains(curve.steps[knee].offered))
    let last = try #require(curve.steps.last)
    #expect(last.achieved <= 10_000)
    #expect(last.latencies.microseconds(atPercentile: 99) > curve.steps[0].latencies.microseconds(atPercentile: 99) * 10)
  }

  @Test("A server that stands still for a second makes all wait who would have come in that second")
  func coordinatedOmission() async throws {
    let server = Server(nanoseconds: 100_000)
    server.pauseAt = 500
    let clock = server.clock
    let moments = (0..<2_000).map { Int64($0) * 1_000_000 }
    let outcome = try await server.send(
      moments.map { _ in HTTPRequest(.get, "/") }, at: moments, expecting: 200, wall: { clock.now })
    // One request took a second; a client that waits for answers would have seen that one only.
    #expect(outcome.latencies.microseconds(atPercentile: 50) > 100)
    #expect(outcome.latencies.microseconds(atPercentile: 75) > 300_000)
  }
}
