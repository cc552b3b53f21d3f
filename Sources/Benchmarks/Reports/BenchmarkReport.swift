/// What one call of the benchmarks found out.
public struct BenchmarkReport: Sendable {
  public struct Part: Sendable {
    public let name: String
    public let title: String
    public let notes: [String]
    public let figures: [Workload.Figure]
    public let measurements: [Measurement]

    public init(_ workload: Workload, _ measurements: [Measurement]) {
      name = workload.name
      title = workload.title
      notes = workload.notes
      figures = workload.figures
      self.measurements = measurements
    }
  }

  public let machine: MachineFacts
  public let repetitions: Int
  public let warmUps: Int
  public var parts: [Part] = []

  public init(machine: MachineFacts, repetitions: Int, warmUps: Int) {
    self.machine = machine
    self.repetitions = repetitions
    self.warmUps = warmUps
  }
}
