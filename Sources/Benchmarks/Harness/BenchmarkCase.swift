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

  public init(
    _ name: String, unit: String, comparedWith baseline: String? = nil, prepare: @escaping () async throws -> () async throws -> Int
  ) {
    self.name = name
    self.unit = unit
    self.baseline = baseline
    self.prepare = prepare
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

  public init(name: String, title: String, notes: [String], figures: [Figure] = [], cases: [BenchmarkCase]) {
    self.name = name
    self.title = title
    self.notes = notes
    self.figures = figures
    self.cases = cases
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
