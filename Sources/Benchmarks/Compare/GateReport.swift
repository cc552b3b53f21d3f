import OData

/// A comparison for people and for programs.
public enum GateReport {
  /// What is worse or cannot be told, each in a line; then how many were looked at.
  public static func text(_ comparison: GateComparison, all: Bool = false) -> String {
    let shown = comparison.findings.filter { all || $0.verdict != .fine }
    var text = ""
    if !shown.isEmpty {
      var rows = [["case", "measure", "before", "after", "ratio", "interval", "at most", ""]]
      for finding in shown {
        let interval = finding.interval.map { "\(BenchmarkTable.fixed($0.low, 3)) to \(BenchmarkTable.fixed($0.high, 3))" } ?? ""
        rows.append([
          finding.item, finding.measure.rawValue, figure(finding.before, finding.measure), figure(finding.after, finding.measure),
          finding.ratio.isFinite ? BenchmarkTable.fixed(finding.ratio, 3) : "new", interval, BenchmarkTable.fixed(finding.threshold, 2),
          finding.verdict == .worse ? "WORSE" : finding.verdict.rawValue,
        ])
      }
      text += BenchmarkTable.aligned(rows).joined(separator: "\n") + "\n\n"
    }
    let counts = Dictionary(grouping: comparison.findings, by: \.verdict).mapValues(\.count)
    text +=
      "\(comparison.findings.count) figures over \(comparison.pairs) pairs: \(counts[.fine] ?? 0) fine, \(counts[.worse] ?? 0) worse, "
    text += "\(counts[.inconclusive] ?? 0) inconclusive"
    if comparison.pairsLeftOut > 0 { text += "; \(comparison.pairsLeftOut) pairs were left out, the machine was not as fast for both" }
    text += "\n\(instructions(comparison))"
    text += "\nthe same work took up to \(BenchmarkTable.fixed((comparison.unrest - 1) * 100, 1)) % longer at times than at others\n"
    return text
  }

  private static func instructions(_ comparison: GateComparison) -> String {
    switch comparison.counter {
    case .processor: "instructions are the processor's own count"
    case .callgrind: "instructions were counted by callgrind, in one round of each case"
    case nil: "instructions were not counted: the machine lends no counter; --instructions counts them with valgrind"
    }
  }

  public static func json(_ comparison: GateComparison) -> String {
    let findings = comparison.findings.map { finding -> JSON in
      [
        "case": .string(finding.item), "measure": .string(finding.measure.rawValue), "before": BenchmarkJSON.rounded(finding.before),
        "after": BenchmarkJSON.rounded(finding.after), "ratio": finding.ratio.isFinite ? BenchmarkJSON.rounded(finding.ratio) : .null,
        "interval": finding.interval.map { [BenchmarkJSON.rounded($0.low), BenchmarkJSON.rounded($0.high)] } ?? .null,
        "threshold": BenchmarkJSON.rounded(finding.threshold), "verdict": .string(finding.verdict.rawValue),
      ]
    }
    let json: JSON = [
      "version": 1, "verdict": .string(comparison.verdict.rawValue), "pairs": .number(ExactDecimal(comparison.pairs)),
      "instructionCounter": comparison.counter.map { .string($0.rawValue) } ?? .null,
      "pairsLeftOut": .number(ExactDecimal(comparison.pairsLeftOut)), "unrest": BenchmarkJSON.rounded(comparison.unrest),
      "findings": .array(findings),
    ]
    return json.text + "\n"
  }

  private static func figure(_ value: Double, _ measure: GateMeasure) -> String {
    !measure.isCount ? "\(BenchmarkTable.figure(value / 1000)) µs" : BenchmarkTable.figure(value)
  }
}
