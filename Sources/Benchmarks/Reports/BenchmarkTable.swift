/// The report for people.
public enum BenchmarkTable {
  public static func text(_ report: BenchmarkReport) -> String {
    let machine = report.machine
    var text =
      "\(machine.processor), \(machine.cores) cores, \(machine.memoryMegabytes) MB, Linux \(machine.kernel), \(machine.build) build\n"
    text +=
      "median of \(report.repetitions) rounds (least to greatest) behind \(report.warmUps) that \(report.warmUps == 1 ? "does" : "do") "
    text += "not count; a core's second is a second of processor time\n"
    for part in report.parts { text += "\n" + self.text(part) }
    return text
  }

  private static func text(_ part: BenchmarkReport.Part) -> String {
    var lines = [part.title]
    let hasFactors = part.measurements.contains { $0.factor != nil }
    if part.measurements.contains(where: { $0.clientMicroseconds != nil }) { return networkText(part) }
    var rows = [["", "a core's second", "least to greatest", "µs each"] + (hasFactors ? ["factor", "least to greatest"] : [])]
    for item in part.measurements {
      let rate = item.perCoreSecond
      var row = [
        item.name, "\(grouped(rate.median)) \(item.unit)s", "\(grouped(rate.min)) to \(grouped(rate.max))",
        fixed(item.microseconds.median, 1),
      ]
      if hasFactors {
        row += item.factor.map { [fixed($0.median, 2), "\(fixed($0.min, 2)) to \(fixed($0.max, 2))"] } ?? ["", ""]
      }
      rows.append(row)
    }
    if !part.measurements.isEmpty { lines += aligned(rows).map { "  " + $0 } }
    return ending(lines, part)
  }

  /// With a client beside the server: what came through in a second of the wall's clock, and what each side spent on it.
  private static func networkText(_ part: BenchmarkReport.Part) -> String {
    var rows = [["", "a second", "a server core's second", "least to greatest", "server's µs", "client's µs"]]
    for item in part.measurements {
      let rate = item.perCoreSecond
      rows.append([
        item.name, "\(grouped(item.perSecond.median)) \(item.unit)s", "\(grouped(rate.median)) \(item.unit)s",
        "\(grouped(rate.min)) to \(grouped(rate.max))", fixed(1e6 / rate.median, 1), fixed(item.clientMicroseconds?.median ?? 0, 1),
      ])
    }
    return ending([part.title] + aligned(rows).map { "  " + $0 }, part)
  }

  private static func ending(_ lines: [String], _ part: BenchmarkReport.Part) -> String {
    var lines = lines
    lines += counts(part) + part.curves.flatMap(curve) + targets(part)
    if !part.figures.isEmpty {
      lines += aligned(part.figures.map { [$0.name, "\(figure($0.value)) \($0.unit)"] }).map { "  " + $0 }
    }
    lines += part.notes.map { "  \($0)" }
    return lines.joined(separator: "\n") + "\n"
  }

  /// What the work of the cases is made of, for each of their units.
  private static func counts(_ part: BenchmarkReport.Part) -> [String] {
    let counted = part.measurements.compactMap { item in item.counts.map { (item, $0) } }
    guard !counted.isEmpty else { return [] }
    var rows = [["counted"] + counted[0].1.work.named.map(\.name)]
    for (item, counts) in counted {
      rows.append([item.name] + counts.work.named.map { "\(fixed(Double($0.value) / Double(max(counts.units, 1)), 2)) a \(item.unit)" })
    }
    return aligned(rows).map { "  " + $0 }
  }

  private static func curve(_ curve: LoadCurve) -> [String] {
    var rows = [[curve.name, "offered", "achieved"] + Latencies.shown.map(\.name) + ["errors", ""]]
    for (index, step) in curve.steps.enumerated() {
      let errors = step.errors.sorted { $0.key < $1.key }.map { "\($0.value) × \($0.key == 0 ? "no answer" : String($0.key))" }
      rows.append(
        ["", "\(grouped(step.offered)) a second", grouped(step.achieved)]
          + Latencies.shown.map { "\(figure(microseconds(step.latencies, $0.percentile))) µs" }
          + [errors.isEmpty ? "0" : errors.joined(separator: ", "), index == curve.knee ? "<- knee" : ""])
    }
    return (aligned(rows) + (curve.knee == nil ? ["\(curve.name): no step was held"] : [])).map { "  " + $0 }
  }

  static func microseconds(_ latencies: Latencies, _ percentile: Double) -> Double {
    percentile == 100 ? latencies.maxMicroseconds : latencies.microseconds(atPercentile: percentile)
  }

  private static func targets(_ part: BenchmarkReport.Part) -> [String] {
    guard !part.targets.isEmpty else { return [] }
    return aligned(
      [["target", "measured", "bound", "", "figures"]]
        + part.targets.map {
          [$0.name, fixed($0.measured, 2), "\($0.isMost ? "<=" : ">=") \(fixed($0.bound, 2))", $0.isMet ? "met" : "NOT MET", $0.figures]
        }
    ).map { "  " + $0 }
  }

  /// First column to the left, the others to the right.
  static func aligned(_ rows: [[String]]) -> [String] {
    let widths = (rows.first ?? []).indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      row.enumerated().map { column, cell in
        let blanks = String(repeating: " ", count: widths[column] - cell.count)
        return column == 0 ? cell + blanks : blanks + cell
      }.joined(separator: "  ")
    }
  }

  /// `12,345`.
  static func grouped(_ value: Double) -> String {
    let digits = String(Int(value.rounded()))
    var text = ""
    for (offset, digit) in digits.enumerated() {
      if offset > 0, (digits.count - offset) % 3 == 0, text.last != "-" { text += "," }
      text.append(digit)
    }
    return text
  }

  /// Small figures that are not whole with two decimals.
  static func figure(_ value: Double) -> String {
    value.magnitude < 100 && value != value.rounded() ? fixed(value, 2) : grouped(value)
  }

  /// With so many decimals, of which there are at most six.
  static func fixed(_ value: Double, _ decimals: Int) -> String {
    let unit = (0..<decimals).reduce(1) { unit, _ in unit * 10 }
    let scaled = Int((value * Double(unit)).rounded())
    let rest = String(abs(scaled) % unit)
    let sign = scaled < 0 && scaled > -unit ? "-" : ""
    return "\(sign)\(scaled / unit).\(String(repeating: "0", count: decimals - rest.count))\(rest)"
  }
}
