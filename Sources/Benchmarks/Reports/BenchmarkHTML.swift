import OData

/// The report as one page that stands by itself: figures in tables, and the curves of what was put under load. Nothing is fetched, no
/// script runs.
public enum BenchmarkHTML {
  public static func text(_ report: BenchmarkReport) -> String {
    let machine = report.machine
    var page = """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>Benchmarks</title>
      <style>
      \(style)
      </style>
      </head>
      <body>
      <h1>Benchmarks</h1>
      <p>\(MarkupText.escaped("\(machine.processor), \(machine.cores) cores, \(machine.memoryMegabytes) MB, Linux \(machine.kernel), \(machine.build) build; "
        + "median of \(report.repetitions) rounds behind \(report.warmUps) that do not count"))</p>

      """
    let targets = report.parts.flatMap(\.targets)
    if !targets.isEmpty { page += self.targets(targets) }
    for part in report.parts { page += section(part) }
    return page + "</body>\n</html>\n"
  }

  private static let style = """
    :root { color-scheme: light dark; --text: #1b1f24; --page: #fff; --quiet: #57606a; --line: #d0d7de; --good: #116329; --bad: #a40e26;
      --one: #0550ae; --two: #953800; --three: #6639ba; }
    @media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --page: #0d1117; --quiet: #9aa4af; --line: #3a424c; --good: #56d364;
      --bad: #ff8a80; --one: #79b8ff; --two: #ffa657; --three: #c9a6ff; } }
    body { margin: 0 auto; max-width: 70rem; padding: 1rem 1.25rem 3rem; background: var(--page); color: var(--text);
      font: 1rem/1.5 system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
    h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; } h3 { font-size: 1rem; margin: 1.25rem 0 .25rem; }
    .scroll { overflow-x: auto; } table { border-collapse: collapse; font-size: .92rem; font-variant-numeric: tabular-nums; }
    th, td { border-bottom: 1px solid var(--line); padding: .2rem .7rem; text-align: right; white-space: nowrap; }
    th:first-child, td:first-child, td.words { text-align: left; } .words { white-space: normal; }
    .met { color: var(--good); } .unmet { color: var(--bad); font-weight: 600; } .note { color: var(--quiet); font-size: .9rem; }
    svg { display: block; width: 100%; max-width: 46rem; height: auto; font-size: 12px; }
    svg text { fill: var(--text); } svg .axis { stroke: var(--quiet); } svg .grid { stroke: var(--line); }
    svg polyline { fill: none; stroke-width: 2; } .p50 { stroke: var(--one); } .p99 { stroke: var(--two); } .p999 { stroke: var(--three); }
    svg text.p50 { fill: var(--one); stroke: none; } svg text.p99 { fill: var(--two); stroke: none; }
    svg text.p999 { fill: var(--three); stroke: none; } svg .knee { stroke: var(--bad); stroke-dasharray: 4 3; }
    """

  private static func targets(_ targets: [Target]) -> String {
    "<h2>Targets</h2>\n"
      + table(
        ["target", "measured", "bound", "", "figures", "requirement"],
        targets.map { target in
          [
            cell(target.name), cell(BenchmarkTable.fixed(target.measured, 2)),
            cell("\(target.isMost ? "≤" : "≥") \(BenchmarkTable.fixed(target.bound, 2))"),
            cell(target.isMet ? "met" : "not met", class: target.isMet ? "met" : "unmet"), cell(target.figures, class: "words"),
            cell(target.requirement, class: "words"),
          ]
        })
  }

  private static func section(_ part: BenchmarkReport.Part) -> String {
    var text = "<h2>\(MarkupText.escaped(part.title))</h2>\n"
    if !part.measurements.isEmpty {
      text += table(
        ["case", "a core's second", "least", "greatest", "µs each", "factor"],
        part.measurements.map { item in
          let rate = item.perCoreSecond
          return [
            cell(item.name), cell("\(BenchmarkTable.grouped(rate.median)) \(item.unit)s"), cell(BenchmarkTable.grouped(rate.min)),
            cell(BenchmarkTable.grouped(rate.max)), cell(BenchmarkTable.fixed(item.microseconds.median, 1)),
            cell(item.factor.map { BenchmarkTable.fixed($0.median, 2) } ?? ""),
          ]
        })
    }
    let counted = part.measurements.filter { $0.counts != nil }
    if !counted.isEmpty {
      text += table(
        ["counted for each unit"] + (counted[0].counts?.work.named.map(\.name) ?? []),
        counted.map { item in
          [cell(item.name)]
            + (item.counts.map { counts in
              counts.work.named.map { cell(BenchmarkTable.fixed(Double($0.value) / Double(max(counts.units, 1)), 2)) }
            } ?? [])
        })
    }
    if !part.figures.isEmpty {
      text += table(["figure", "", ""], part.figures.map { [cell($0.name), cell(BenchmarkTable.figure($0.value)), cell($0.unit)] })
    }
    for curve in part.curves { text += section(curve) }
    for note in part.notes { text += "<p class=\"note\">\(MarkupText.escaped(note))</p>\n" }
    return text
  }

  private static func section(_ curve: LoadCurve) -> String {
    let knee = curve.knee.map { "knee at \(BenchmarkTable.grouped(curve.steps[$0].achieved)) a second" } ?? "no step was held"
    return "<h3>\(MarkupText.escaped("\(curve.name): \(knee)"))</h3>\n" + LoadCurveDrawing(curve).svg
      + table(
        ["offered a second", "achieved"] + Latencies.shown.map { "\($0.name) µs" } + ["errors", "server's µs"],
        curve.steps.map { step in
          [cell(BenchmarkTable.grouped(step.offered)), cell(BenchmarkTable.grouped(step.achieved))]
            + Latencies.shown.map { cell(BenchmarkTable.figure(BenchmarkTable.microseconds(step.latencies, $0.percentile))) }
            + [cell(String(step.errors.values.reduce(0, +))), cell(BenchmarkTable.fixed(step.processorMicroseconds, 1))]
        })
  }

  private static func table(_ names: [String], _ rows: [[String]]) -> String {
    let head = names.map { "<th scope=\"col\">\(MarkupText.escaped($0))</th>" }.joined()
    let body = rows.map { "<tr>\($0.joined())</tr>\n" }.joined()
    return "<div class=\"scroll\"><table>\n<thead><tr>\(head)</tr></thead>\n<tbody>\n\(body)</tbody>\n</table></div>\n"
  }

  private static func cell(_ text: String, class name: String = "") -> String {
    MarkupText.element("td", text, class: name)
  }
}
