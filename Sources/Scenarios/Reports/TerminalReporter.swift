import StrictYAML

/// Tells a person how a run goes: a line per scenario, on a terminal with a live line below, failures as they happen, and a
/// summary.
public final class TerminalReporter: SuiteReporter {
  private let write: (String) -> Void
  private let isTerminal: Bool
  private let style: TextStyle
  private var total = 0
  private var done = 0
  private var failed = 0
  private var current = ""

  /// Scenarios named in the summary as the slowest.
  private static let slowestShown = 5
  /// A run shorter than this needs no list of what was slow.
  private static let slowNanoseconds: Int64 = 2_000_000_000

  /// - Parameters:
  ///   - write: takes text for standard output, line ends included.
  ///   - isTerminal: whether a line may be overwritten.
  public init(isTerminal: Bool, style: TextStyle, write: @escaping (String) -> Void) {
    self.write = write
    self.isTerminal = isTerminal
    self.style = style
  }

  public func suiteBegan(count: Int) { total = count }

  public func scenarioBegan(_ scenario: Scenario) {
    current = scenario.title.printable
    live("")
  }

  public func scenarioProgress(_ done: Int, of total: Int) {
    // Often enough to be alive, seldom enough not to cost anything.
    if done % 50 == 0 || done == total { live("  \(done) of \(total)") }
  }

  public func scenarioEnded(_ result: ScenarioResult) {
    done += 1
    clear()
    let title = result.title.printable
    let time = style.faint("(\(Durations.text(result.nanoseconds)))")
    switch result.outcome {
    case .passed:
      write("\(style.green("ok"))    \(title) \(time)\(style.faint(agreement(result)))\n")
      notes(result)
    case .failed(let failure):
      failed += 1
      write("\(style.red("FAIL"))  \(title) \(time)\n")
      notes(result)
      for line in FailureText(style: style).lines(failure).flatMap({ $0.split(separator: "\n", omittingEmptySubsequences: false) }) {
        write(line.isEmpty ? "\n" : "      \(line)\n")
      }
      write("\n")
    case .notForThisEngine(let reason):
      write("\(style.faint("--"))    \(title) \(style.faint("(not for this engine: \(reason.printable))"))\n")
    case .broken(let message):
      failed += 1
      write("\(style.red("BROKEN"))  \(title) \(time)\n      \(result.path): internal error: \(message.printable)\n")
    case .malformed(let file):
      failed += 1
      write("\(style.red("MALFORMED"))  \(title)\n      \(file.diagnostics.first?.description ?? "")\n")
    }
  }

  /// ` 2 orders, 1 invoice agree on both sides`, or nothing.
  private func agreement(_ result: ScenarioResult) -> String {
    let counts = result.documents.map { "\($0.count) \($0.kind)\($0.count == 1 ? "" : "s")" }
    guard let last = result.documents.last else { return "" }
    return " \(counts.joined(separator: ", ")) \(counts.count == 1 && last.count == 1 ? "agrees" : "agree") on both sides"
  }

  private func notes(_ result: ScenarioResult) {
    for note in result.notes { write("      \(note.printable)\n") }
  }

  /// The last lines: counts, time, what was slow, and how to get the same again.
  public func summarize(_ suite: SuiteResult) {
    clear()
    if !suite.thresholds.isEmpty { write("\nthresholds\n") }
    for threshold in suite.thresholds {
      let mark = threshold.isMet(by: suite) ? style.green("ok  ") : style.red("FAIL")
      write("  \(mark)  \(threshold): \(threshold.actualText(suite))\n")
    }
    if suite.nanoseconds > Self.slowNanoseconds, suite.results.count > Self.slowestShown {
      write("\nslowest\n")
      for result in SuiteFigures.slowest(suite, Self.slowestShown) { write("  \(Durations.text(result.nanoseconds))  \(result.path)\n") }
    }
    if suite.results.count > 1 { write("\n\(style.faint(SuiteFigures.line(suite)))\n") }
    let problems = suite.results.filter(\.isProblem)
    if !problems.isEmpty {
      write("\nnot passed\n")
      for result in problems { write("  \(result.path)  \(result.title.printable)\n") }
    }
    let line = "\(SuiteFigures.counts(suite)) in \(Durations.text(suite.nanoseconds)), seed \(suite.seed)"
    write("\n\(!problems.isEmpty || !suite.keepsThresholds ? style.red(line) : style.green(line))\n")
    if let speed = SpeedFigures.line(suite) { write("\(style.faint(speed))\n") }
  }

  private func live(_ detail: String) {
    guard isTerminal else { return }
    let failures = failed > 0 ? ", \(failed) failed" : ""
    write("\r\u{1B}[K\(done) of \(total)\(failures)  \(current.prefix(80))\(detail)")
  }

  private func clear() { if isTerminal { write("\r\u{1B}[K") } }
}
