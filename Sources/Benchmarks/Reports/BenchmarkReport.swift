/// What one call of the benchmarks found out.
public struct BenchmarkReport: Sendable {
  public struct Part: Sendable {
    public let name: String
    public let title: String
    public let notes: [String]
    public let figures: [Workload.Figure]
    public let measurements: [Measurement]
    public var curves: [LoadCurve] = []
    public let targets: [Target]

    /// Nothing was measured.
    public var isEmpty: Bool { measurements.isEmpty && curves.isEmpty && figures.isEmpty }

    public init(_ workload: Workload, _ measurements: [Measurement]) {
      targets = workload.targets.compactMap { $0.target(measurements, workload.figures) }
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
  /// Of the sources around the folder it was run in; empty where there is no repository.
  public let commit: String
  public var parts: [Part] = []

  /// Whether everything that has to come to something did.
  public var meetsTargets: Bool { parts.allSatisfy { $0.targets.allSatisfy(\.isMet) } }

  public init(machine: MachineFacts, repetitions: Int, warmUps: Int, commit: String = "") {
    self.machine = machine
    self.repetitions = repetitions
    self.warmUps = warmUps
    self.commit = commit
  }
}
