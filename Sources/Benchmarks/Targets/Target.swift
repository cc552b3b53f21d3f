/// Something a figure has to come to: a ratio of two things measured in the same run, or a bound on one of them.
public struct Target: Sendable {
  /// Dotted words, as case names.
  public let name: String
  /// The requirement in words: `at least 1/3 of a bare prepared read`.
  public let requirement: String
  public let measured: Double
  public let bound: Double
  /// Whether the bound is the most that may be; else it is the least.
  public let isMost: Bool
  /// The figures behind it, for people: `70,843 requests against 150,000 rows in a core's second`.
  public let figures: String

  public var isMet: Bool { isMost ? measured <= bound : measured >= bound }
}

/// Says how a target is worked out of what a workload measures.
struct TargetRule: Sendable {
  enum Kind: Sendable {
    /// The rate of a case over that of the case it is compared with, by processor time, in the median of the rounds.
    case share(of: String, atLeast: Double)
    /// The median time of a case for each unit, in milliseconds on the clock of the wall.
    case milliseconds(of: String, atMost: Double)
    /// A figure itself.
    case figure(String, atMost: Double)
    /// A figure over another one, each taken from the workload's figures.
    case quotient(of: String, by: String, atMost: Double)
  }

  let name: String
  let requirement: String
  let kind: Kind

  init(_ name: String, _ requirement: String, _ kind: Kind) {
    self.name = name
    self.requirement = requirement
    self.kind = kind
  }

  /// `nil` where what it stands on was not measured.
  func target(_ measurements: [Measurement], _ figures: [Workload.Figure]) -> Target? {
    func measurement(_ name: String) -> Measurement? { measurements.first { $0.name == name } }
    func figure(_ name: String) -> Workload.Figure? { figures.first { $0.name == name } }
    switch kind {
    case .share(let name, let bound):
      guard let item = measurement(name), let factor = item.factor, let baseline = item.baseline.flatMap(measurement) else { return nil }
      let rates = [item, baseline].map { BenchmarkTable.grouped($0.perCoreSecond.median) }
      return Target(
        name: self.name, requirement: requirement, measured: 1 / factor.median, bound: bound, isMost: false,
        figures: "\(rates[0]) \(item.unit)s against \(rates[1]) in a core's second")
    case .milliseconds(let name, let bound):
      guard let item = measurement(name) else { return nil }
      let time = item.microseconds
      return Target(
        name: self.name, requirement: requirement, measured: time.median / 1000, bound: bound, isMost: true,
        figures: "\(BenchmarkTable.fixed(time.min / 1000, 2)) to \(BenchmarkTable.fixed(time.max / 1000, 2)) ms")
    case .figure(let name, let bound):
      guard let item = figure(name) else { return nil }
      return Target(
        name: self.name, requirement: requirement, measured: item.value, bound: bound, isMost: true, figures: item.unit)
    case .quotient(let name, let other, let bound):
      guard let above = figure(name), let below = figure(other), below.value > 0 else { return nil }
      return Target(
        name: self.name, requirement: requirement, measured: above.value / below.value, bound: bound, isMost: true,
        figures: "\(BenchmarkTable.grouped(above.value)) against \(BenchmarkTable.grouped(below.value)) \(below.unit)")
    }
  }
}
