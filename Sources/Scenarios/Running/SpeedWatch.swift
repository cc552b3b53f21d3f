/// How fast the engine wrote and both systems answered in a scenario that expects something of it, on the machine's clock.
final class SpeedWatch {
  private let stopwatch: () -> Int64
  private var runNanoseconds: Int64 = 0
  private(set) var rowsWritten = 0
  /// Of each request of the steps and of the engine, in nanoseconds.
  private(set) var answerTimes: [Int64] = []

  /// - Parameter stopwatch: reads a steadily growing count of nanoseconds.
  init(stopwatch: @escaping () -> Int64) { self.stopwatch = stopwatch }

  var now: Int64 { stopwatch() }

  func answered(since start: Int64) { answerTimes.append(stopwatch() - start) }

  func ran(since start: Int64, writing rows: Int) {
    runNanoseconds += stopwatch() - start
    rowsWritten += rows
  }

  /// Rows written for each second of the engine's runs; 0 where nothing was written, without end where no time went by.
  var rowsPerSecond: Int64 {
    if runNanoseconds == 0 { return rowsWritten == 0 ? 0 : .max }
    return Int64(Int128(rowsWritten) * 1_000_000_000 / Int128(runNanoseconds))
  }

  var runTime: String { Durations.text(runNanoseconds) }

  /// What 99 of 100 answers took at most; `nil` where there was none.
  var p99: Int64? {
    guard !answerTimes.isEmpty else { return nil }
    let sorted = answerTimes.sorted()
    return sorted[min(sorted.count - 1, sorted.count * 99 / 100)]
  }

  /// What was measured, in a line for the report.
  var summary: String {
    var parts: [String] = []
    if rowsWritten > 0 { parts.append("\(SuiteFigures.grouped(Int(rowsPerSecond))) rows a second") }
    if let p99 { parts.append("p99 of \(SuiteFigures.grouped(answerTimes.count)) answers \(Durations.text(p99))") }
    return parts.joined(separator: ", ")
  }
}
