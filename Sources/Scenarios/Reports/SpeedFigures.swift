import OData

/// How fast a run was, in one line below its result.
enum SpeedFigures {
  /// `24.3 scenarios a second on 2 jobs, 1,204 steps, first result 85 ms after the start`; `nil` for what was read from reports, or was
  /// over before the clock moved.
  static func line(_ suite: SuiteResult) -> String? {
    guard let first = suite.firstResult, suite.nanoseconds > 0 else { return nil }
    let tenths = Int128(suite.results.count) * 10_000_000_000 / Int128(suite.nanoseconds)
    let speed =
      "\(SuiteFigures.grouped(Int(tenths / 10))).\(tenths % 10) scenarios a second on \(suite.jobs) job\(suite.jobs == 1 ? "" : "s")"
    return "\(speed), \(SuiteFigures.grouped(suite.steps)) steps, first result \(Durations.text(first)) after the start"
  }
}
