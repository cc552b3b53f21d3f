/// Runs the cases of a workload in turn, round after round, so that a change of the machine's speed meets them all.
public struct BenchmarkHarness {
  public var clocks: MeasuringClocks
  /// Rounds that count.
  public var repetitions: Int
  /// Rounds before them that do not: caches fill, statements are prepared.
  public var warmUps: Int

  public init(clocks: MeasuringClocks, repetitions: Int = 5, warmUps: Int = 1) {
    self.clocks = clocks
    self.repetitions = repetitions
    self.warmUps = warmUps
  }

  /// - Parameter progress: told after each round, with its number and their count, warm-ups included.
  /// - Returns: one measurement for each case, in the same order.
  /// - Throws: what a case throws; a request that is not answered as it must be is no measurement.
  public func run(_ cases: [BenchmarkCase], progress: (Int, Int) -> Void = { _, _ in }) async throws -> [Measurement] {
    var measurements = cases.map { Measurement(name: $0.name, unit: $0.unit, baseline: $0.baseline) }
    for round in 0..<warmUps + repetitions {
      for (index, item) in cases.enumerated() {
        let sample = try await measure(item)
        if round >= warmUps { measurements[index].samples.append(sample) }
      }
      progress(round + 1, warmUps + repetitions)
    }
    for index in measurements.indices {
      guard let name = measurements[index].baseline, let baseline = measurements.first(where: { $0.name == name }) else { continue }
      measurements[index].factor = Spread(
        zip(measurements[index].samples, baseline.samples).map { $0.processorPerUnit / $1.processorPerUnit })
    }
    return measurements
  }

  private func measure(_ item: BenchmarkCase) async throws -> Measurement.Sample {
    let work = try await item.prepare()
    let client = clocks.client?()
    let (wall, processor) = (clocks.wall(), clocks.processor())
    let units = try await work()
    let (wallEnd, processorEnd) = (clocks.wall(), clocks.processor())
    let clients = clocks.client.flatMap { now in client.map { now() - $0 } }
    precondition(units > 0, "\(item.name) did nothing")
    // A clock that stood still would make a rate without end.
    return Measurement.Sample(
      units: units, wallNanoseconds: max(wallEnd - wall, 1), processorNanoseconds: max(processorEnd - processor - (clients ?? 0), 1),
      clientNanoseconds: clients)
  }
}
