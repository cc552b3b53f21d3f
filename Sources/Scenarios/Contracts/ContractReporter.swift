import Twin

/// Tells a person how contracts fare: a line for each, what is wrong where one is broken, and the counts.
public final class ContractReporter {
  private let write: (String) -> Void
  private let style: TextStyle

  /// - Parameter write: takes text for standard output, line ends included.
  public init(style: TextStyle, write: @escaping (String) -> Void) {
    self.style = style
    self.write = write
  }

  func ended(_ result: ContractResult) {
    let time = style.faint("(\(result.evidence.rawValue), \(Durations.text(result.nanoseconds)))")
    switch result.outcome {
    case .passed: write("\(style.green("ok"))    \(result.system.title): \(result.title) \(time)\n")
    case .notChecked(let reason): write("\(style.faint("--"))    \(result.system.title): \(result.title) \(style.faint("(\(reason))"))\n")
    case .failed(let failure):
      write("\(style.red("FAIL"))  \(result.system.title): \(result.title) \(time)\n")
      for line in FailureText(style: style).lines(failure).flatMap({ $0.split(separator: "\n", omittingEmptySubsequences: false) }) {
        write(line.isEmpty ? "\n" : "      \(line)\n")
      }
      write("\n")
    case .broken(let message):
      write("\(style.red("BROKEN"))  \(result.system.title): \(result.title) \(time)\n      \(result.path): \(message)\n")
    }
  }

  /// The last lines: what did not pass, and the counts.
  public func summarize(_ results: [ContractResult], nanoseconds: Int64) {
    let problems = results.filter { $0.isFailed || $0.isBroken }
    if !problems.isEmpty {
      write("\nnot passed\n")
      for result in problems { write("  \(result.path)  \(result.title)\n") }
    }
    var counts = ["\(results.count(where: \.isPassed)) passed"]
    for (count, word) in [
      (results.count(where: \.isFailed), "failed"), (results.count(where: \.isBroken), "broken"),
      (results.count { if case .notChecked = $0.outcome { true } else { false } }, "not checked"),
    ] where count > 0 { counts.append("\(count) \(word)") }
    let line = "\(results.count) contracts: \(counts.joined(separator: ", ")) in \(Durations.text(nanoseconds))"
    write("\n\(problems.isEmpty ? style.green(line) : style.red(line))\n")
  }
}
