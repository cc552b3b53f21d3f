/// The latencies of a ramp as a drawing: rate to the right, time upwards on a scale of powers of ten.
struct LoadCurveDrawing {
  private let curve: LoadCurve

  private let width = 720.0
  private let height = 300.0
  private let left = 70.0
  private let right = 60.0
  private let top = 15.0
  private let bottom = 40.0
  private static let lines = [("p50", "p50", 50.0), ("p99", "p99", 99.0), ("p99.9", "p999", 99.9)]

  init(_ curve: LoadCurve) { self.curve = curve }

  var svg: String {
    let steps = curve.steps
    guard steps.count > 1, let most = steps.map(\.offered).max() else { return "" }
    let times = steps.flatMap { step in Self.lines.map { max(step.latencies.microseconds(atPercentile: $0.2), 1) } }
    let (low, high) = (decade(times.min() ?? 1, up: false), decade(times.max() ?? 10, up: true))
    func x(_ rate: Double) -> Double { left + (width - left - right) * rate / most }
    func y(_ time: Double) -> Double {
      let share = (logarithm(max(time, 1)) - logarithm(low)) / max(logarithm(high) - logarithm(low), 1)
      return height - bottom - (height - top - bottom) * share
    }
    var text = "<svg viewBox=\"0 0 \(Int(width)) \(Int(height))\" role=\"img\" aria-label=\"Latency by rate\">\n"
    var mark = low
    while mark <= high {
      text += line("grid", left, y(mark), width - right, y(mark))
      text += label(left - 6, y(mark) + 4, "end", mark >= 1000 ? "\(BenchmarkTable.grouped(mark / 1000)) ms" : "\(Int(mark)) µs")
      mark *= 10
    }
    for step in steps { text += label(x(step.offered), height - bottom + 18, "middle", BenchmarkTable.grouped(step.offered)) }
    text += label((left + width - right) / 2, height - 4, "middle", "requests offered a second")
    text += line("axis", left, height - bottom, width - right, height - bottom)
    if let knee = curve.knee { text += line("knee", x(steps[knee].offered), top, x(steps[knee].offered), height - bottom) }
    for (name, style, percentile) in Self.lines {
      let points = steps.map { (x($0.offered), y($0.latencies.microseconds(atPercentile: percentile))) }
      text += "<polyline class=\"\(style)\" points=\"\(points.map { "\(number($0.0)),\(number($0.1))" }.joined(separator: " "))\"/>\n"
      if let last = points.last { text += label(last.0 + 6, last.1 + 4, "start", name, class: style) }
    }
    return text + "</svg>\n"
  }

  private func line(_ style: String, _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) -> String {
    "<line class=\"\(style)\" x1=\"\(number(x1))\" y1=\"\(number(y1))\" x2=\"\(number(x2))\" y2=\"\(number(y2))\"/>\n"
  }

  private func label(_ x: Double, _ y: Double, _ anchor: String, _ text: String, class style: String = "") -> String {
    let style = style.isEmpty ? "" : " class=\"\(style)\""
    return "<text\(style) x=\"\(number(x))\" y=\"\(number(y))\" text-anchor=\"\(anchor)\">\(text)</text>\n"
  }

  private func number(_ value: Double) -> String { BenchmarkTable.fixed(value, 1) }

  /// The power of ten at or below, or at or above.
  private func decade(_ time: Double, up: Bool) -> Double {
    var mark = 1.0
    while up ? mark < time : mark * 10 <= time { mark *= 10 }
    return mark
  }

  private func logarithm(_ time: Double) -> Double { Arrivals.naturalLogarithm(time) }
}
