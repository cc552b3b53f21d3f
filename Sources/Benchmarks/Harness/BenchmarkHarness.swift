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
    // First of all, so that it finds the same state however many rounds follow.
    for (index, item) in cases.enumerated() { measurements[index].counts = try await count(item) }
    let instructions = InstructionCounter()
    for round in 0..<warmUps + repetitions {
      for (index, item) in cases.enumerated() {
        // Callgrind writes down what it counts, so it is told only of rounds that count.
        let sample = try await measure(item, round >= warmUps ? instructions : nil)
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

  /// - Returns: what one round of the work does, and the units of it; `nil` where it is not counted.
  private func count(_ item: BenchmarkCase) async throws -> (work: WorkCounts, units: Int)? {
    guard let meter = item.meter else { return nil }
    let work = try await item.prepare()
    let counting = meter()
    let allocations = AllocationCounter()
    let before = allocations?.count
    let units = try await work()
    let after = allocations?.count
    var counts = counting.counts
    if let before, let after { counts.allocations = after - before }
    return (counts, units)
  }

  private func measure(_ item: BenchmarkCase, _ instructions: InstructionCounter?) async throws -> Measurement.Sample {
    let work = try await item.prepare()
    #if PLANTED_SLOWDOWN
      let planted = PlantedSlowdown(clocks)
    #endif
    let waiting = WaitingTime()
    defer { waiting?.end() }
    let calibration = Calibration.run(clocks, waiting)
    let client = clocks.client?()
    let waited = waiting?.nanoseconds
    instructions?.start()
    let (wall, processor) = (clocks.wall(), clocks.processor())
    let units = try await work()
    #if PLANTED_SLOWDOWN
      planted.add(to: clocks.processor() - processor)
    #endif
    let (wallEnd, processorEnd) = (clocks.wall(), clocks.processor())
    let counted = instructions?.stop(item.name)
    let waitedEnd = waiting?.nanoseconds
    let clients = clocks.client.flatMap { now in client.map { now() - $0 } }
    precondition(units > 0, "\(item.name) did nothing")
    // A clock that stood still would make a rate without end.
    return Measurement.Sample(
      units: units, wallNanoseconds: max(wallEnd - wall, 1), processorNanoseconds: max(processorEnd - processor - (clients ?? 0), 1),
      clientNanoseconds: clients, waitingNanoseconds: waited.flatMap { begin in waitedEnd.map { $0 - begin } }, instructions: counted,
      calibrationNanoseconds: calibration)
  }
}
