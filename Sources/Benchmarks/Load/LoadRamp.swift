import OData

/// Measures one kind of request under more and more load, until the server no longer keeps up.
struct LoadRamp {
  let name: String
  let driver: any OpenLoadDriver
  let status: Int
  let make: () -> HTTPRequest

  /// Of what the server answers in a closed loop. Finer where the knee is to be expected.
  static let shares = [0.1, 0.25, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1]
  /// The slowest hundredth waits so many times what a request takes in a closed loop: then more waits than works.
  static let waitFactorMax = 20.0
  /// Less than this is what another program's turn on the processor takes, and says nothing of the server.
  static let waitMicrosecondsMin = 10_000.0

  /// - Parameter seconds: how long each step lasts, about.
  /// - Throws: `UnexpectedAnswer` while warming up, and what the way there throws.
  func run(_ clocks: MeasuringClocks, seconds: Double) async throws -> LoadCurve {
    let (closedLoop, microseconds) = try await closedLoopRate(clocks)
    let rule = LoadCurve.KneeRule(p99Microseconds: max(microseconds * Self.waitFactorMax, Self.waitMicrosecondsMin))
    var steps: [LoadCurve.Step] = []
    for (number, share) in Self.shares.enumerated() {
      let step = try await step(rate: closedLoop * share, seconds: seconds, seed: UInt64(number + 1), clocks)
      steps.append(step)
      // One step behind the knee shows what happens there; further ones only take time.
      if !step.isHeld(rule), steps.count > 1, !steps[steps.count - 2].isHeld(rule) { break }
    }
    return LoadCurve(name: name, closedLoop: closedLoop, steps: steps, rule: rule)
  }

  /// The better of three tries: a try that was disturbed says nothing of the server.
  private func closedLoopRate(_ clocks: MeasuringClocks) async throws -> (rate: Double, microseconds: Double) {
    let requests = (0..<50).map { _ in make() }
    try await driver.send(requests, expecting: status)
    var best = 0.0
    for _ in 0..<3 {
      let count = best == 0 ? 50 : max(50, Int(best / 4))
      let requests = (0..<count).map { _ in make() }
      let start = clocks.wall()
      try await driver.send(requests, expecting: status)
      best = max(best, Double(count) / (Double(max(clocks.wall() - start, 1)) / 1e9))
    }
    return (best, 1e6 / best)
  }

  private func step(rate: Double, seconds: Double, seed: UInt64, _ clocks: MeasuringClocks) async throws -> LoadCurve.Step {
    // As many as percentiles need, unless that would take a slow build many times the step's time.
    let count = max(min(200, Int(rate * seconds * 10)), Int(rate * seconds), 20)
    let arrivals = Arrivals(rate: rate, count: count, seed: seed)
    let requests = (0..<count).map { _ in make() }
    let client = clocks.client?() ?? 0
    let processor = clocks.processor()
    let outcome = try await driver.send(requests, at: arrivals.moments, expecting: status, wall: clocks.wall)
    let used = clocks.processor() - processor - ((clocks.client?() ?? 0) - client)
    return LoadCurve.Step(
      // What was really drawn, not what was asked for: a short step of a random process is a little off.
      offered: Double(count) / (Double(max(arrivals.moments.last ?? 1, 1)) / 1e9), achieved: outcome.achieved,
      processorMicroseconds: Double(used) / Double(count) / 1000, latencies: outcome.latencies, errors: outcome.errors)
  }
}
