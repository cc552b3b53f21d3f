/// One thing that is measured.
public struct BenchmarkCase {
  /// Unique within a workload, in dotted words: `sales.read-by-key`.
  public let name: String
  /// What is counted: `request`, `row`.
  public let unit: String
  /// The case this one is put in relation to, in the same workload.
  public let baseline: String?
  /// Gets ready, unmeasured, and hands out the work to be measured, which answers how many units it was.
  let prepare: () async throws -> () async throws -> Int
  /// Counts what the work does that was got ready last; `nil` where nothing is counted.
  var meter: (() -> WorkMeter)?

  public init(
    _ name: String, unit: String, comparedWith baseline: String? = nil, prepare: @escaping () async throws -> () async throws -> Int
  ) {
    self.name = name
    self.unit = unit
    self.baseline = baseline
    self.prepare = prepare
  }

  /// The same with its work counted, in a round before the others.
  func counted(by meter: @escaping () -> WorkMeter) -> BenchmarkCase {
    var copy = self
    copy.meter = meter
    return copy
  }
}

/// A set of cases over common ground, such as two twins with some customers in them.
public struct Workload {
  public let name: String
  public let title: String
  /// What was built before measuring, and what the figures hold and do not hold, in sentences for the reader of the table.
  public let notes: [String]
  /// Figures that are not rates: bytes for each row, for example.
  public let figures: [Figure]
  public let cases: [BenchmarkCase]
  /// What is measured under more and more load.
  let ramps: [LoadRamp]
  /// What the figures have to come to.
  let targets: [TargetRule]

  public init(name: String, title: String, notes: [String], figures: [Figure] = [], cases: [BenchmarkCase]) {
    self.init(name: name, title: title, notes: notes, figures: figures, cases: cases, ramps: [], targets: [])
  }

  init(
    name: String, title: String, notes: [String], figures: [Figure] = [], cases: [BenchmarkCase] = [], ramps: [LoadRamp],
    targets: [TargetRule] = []
  ) {
    self.name = name
    self.title = title
    self.notes = notes
    self.figures = figures
    self.cases = cases
    self.ramps = ramps
    self.targets = targets
  }

  /// Measures all of it.
  /// - Parameters:
  ///   - only: of cases and ramps, those whose name contains this text, and what they are compared with; `nil` for all.
  ///   - rampSeconds: how long each step of a ramp lasts, about.
  ///   - progress: told now and then how far it is.
  /// - Throws: what a case throws.
  public func measure(
    with harness: BenchmarkHarness, only: String? = nil, rampSeconds: Double = 1, progress: (String) -> Void = { _ in }
  ) async throws -> BenchmarkReport.Part {
    let chosen = cases.filter { item in
      guard let only else { return true }
      return item.name.contains(only) || cases.contains { $0.baseline == item.name && $0.name.contains(only) }
    }
    let measurements = try await harness.run(chosen) { progress("\(name): round \($0) of \($1)") }
    var part = BenchmarkReport.Part(self, measurements)
    for ramp in ramps where only.map({ ramp.name.contains($0) }) ?? true {
      progress("\(name): \(ramp.name)")
      part.curves.append(try await ramp.run(harness.clocks, seconds: rampSeconds))
    }
    return part
  }

  public struct Figure: Hashable, Sendable {
    /// Dotted words, as case names.
    public let name: String
    public let value: Double
    public let unit: String

    public init(_ name: String, _ value: Double, _ unit: String) {
      self.name = name
      self.value = value
      self.unit = unit
    }
  }
}
