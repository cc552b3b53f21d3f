/// Two builds beside each other: what is worse in the second, what is not, and what cannot be told.
public struct GateComparison: Sendable {
  public enum Verdict: String, Sendable {
    /// Within the threshold.
    case fine
    /// Beyond the threshold, all of the interval.
    case worse
    /// The threshold lies within the interval, or the machine was too restless.
    case inconclusive
  }

  public struct Finding: Sendable {
    public let item: String
    public let measure: GateMeasure
    /// For one unit, in the middle.
    public let before: Double
    public let after: Double
    /// Of the ratio, the second build over the first; `nil` for counts.
    public let interval: BootstrapInterval?
    public let threshold: Double
    public let verdict: Verdict

    public var ratio: Double { interval?.middle ?? (before > 0 ? after / before : after > 0 ? .infinity : 1) }
  }

  public let findings: [Finding]
  /// What has counted the instructions; `nil` where nothing has.
  public let counter: InstructionSource?
  /// Pairs that count.
  public let pairs: Int
  /// Pairs that do not, because the machine was not as fast for the one as for the other.
  public let pairsLeftOut: Int
  /// How much the calibration differed between processes: the greatest over the least, of the middle four fifths.
  public let unrest: Double

  public var verdict: Verdict {
    if findings.contains(where: { $0.verdict == .worse }) { return .worse }
    return findings.contains { $0.verdict == .inconclusive } || findings.isEmpty ? .inconclusive : .fine
  }

  /// The calibration of a pair may differ by so much.
  static let unrestMax = 1.10
  /// Fewer pairs tell nothing of time.
  public static let pairsMin = 8

  /// - Parameters:
  ///   - samples: pairs, in the order they were measured.
  ///   - measures: looked at.
  public init(
    _ samples: [(before: GateSample, after: GateSample)], thresholds: GateThresholds, measures: [GateMeasure] = GateMeasure.allCases
  ) {
    counter = samples.first?.before.counter
    let calm = samples.filter { pair in
      let ratio = pair.after.calibrationNanoseconds / pair.before.calibrationNanoseconds
      return max(ratio, 1 / ratio) <= Self.unrestMax
    }
    pairs = calm.count
    pairsLeftOut = samples.count - calm.count
    let calibrations = samples.flatMap { [$0.before.calibrationNanoseconds, $0.after.calibrationNanoseconds] }.sorted()
    let edge = calibrations.count / 10
    unrest = calibrations.isEmpty ? 1 : calibrations[calibrations.count - 1 - edge] / calibrations[edge]
    var findings: [Finding] = []
    for item in samples.first?.before.items ?? [] {
      for measure in measures {
        let used = measure == .wall ? calm : samples
        let values = used.compactMap { pair -> (Double, Double)? in
          guard let before = pair.before.figures[item]?[measure], let after = pair.after.figures[item]?[measure] else { return nil }
          return (before, after)
        }
        let threshold = thresholds.ratio(item, measure)
        guard !values.isEmpty else {
          if !measure.isCount {
            findings.append(
              Finding(
                item: item, measure: measure, before: 0, after: 0, interval: nil, threshold: threshold, verdict: .inconclusive))
          }
          continue
        }
        findings.append(Self.finding(item, measure, values, threshold))
      }
    }
    self.findings = findings
  }

  private static func finding(_ item: String, _ measure: GateMeasure, _ values: [(Double, Double)], _ threshold: Double) -> Finding {
    let (before, after) = (Spread(values.map(\.0)).median, Spread(values.map(\.1)).median)
    if measure.isCount {
      // A count that was nothing may not become something.
      let isFine = before > 0 ? after <= before * threshold * (1 + 1e-9) : after == 0
      return Finding(
        item: item, measure: measure, before: before, after: after, interval: nil, threshold: threshold,
        verdict: isFine ? .fine : .worse)
    }
    let interval = BootstrapInterval(values.map { $0.1 / $0.0 })
    let verdict: Verdict =
      if values.count < pairsMin { .inconclusive } else if interval.low > threshold { .worse } else if interval.high <= threshold {
        .fine
      } else {
        .inconclusive
      }
    return Finding(
      item: item, measure: measure, before: before, after: after, interval: interval, threshold: threshold, verdict: verdict)
  }
}
