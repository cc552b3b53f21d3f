import StrictYAML

/// The results as Markdown for the page of a CI job: what did not pass first and in full, then figures. GitHub, GitLab and Azure
/// Pipelines show it alike.
public enum MarkdownReport {
  /// Failures shown in full; the others are named. A job page takes 1 MiB (GitHub's limit of a step's summary).
  private static let failuresShown = 30
  private static let failureBytesMax = 20_000
  private static let slowestShown = 5

  public static func text(_ suite: SuiteResult) -> String {
    let problems = suite.results.filter(\.isProblem)
    var lines = ["## \(problems.isEmpty && suite.keepsThresholds ? "Passed" : "Not passed"): \(SuiteFigures.counts(suite))", ""]
    if !suite.thresholds.isEmpty {
      lines += ["| Threshold | Measured | |", "| --- | ---: | --- |"]
      lines += suite.thresholds.map {
        "| \(escaped("\($0)")) | \(escaped($0.actualText(suite))) | \($0.isMet(by: suite) ? "kept" : "**not kept**") |"
      }
      lines.append("")
    }
    lines += ["| Figure | |", "| --- | ---: |"]
    lines += SuiteFigures.all(suite).map { "| \(escaped($0.name)) | \(escaped($0.value)) |" }
    if !problems.isEmpty {
      lines += ["", "### What did not pass"]
      for result in problems.prefix(failuresShown) { lines += [""] + details(result) }
      if problems.count > failuresShown {
        lines += ["", "and \(problems.count - failuresShown) more:", ""]
        lines += problems.dropFirst(failuresShown).map { "- \(code($0.path)) \(escaped($0.title))" }
      }
    }
    let others = suite.results.filter { if case .notForThisEngine = $0.outcome { true } else { false } }
    if !others.isEmpty {
      lines += ["", "### Not for this engine", ""]
      for result in others {
        guard case .notForThisEngine(let reason) = result.outcome else { continue }
        lines.append("- \(code(result.path)) \(escaped(result.title)): \(escaped(reason))")
      }
    }
    let slowest = SuiteFigures.slowest(suite, slowestShown)
    if slowest.count > 1 {
      lines += ["", "### Slowest", "", "| Time | Scenario |", "| ---: | --- |"]
      lines += slowest.map { "| \(Durations.text($0.nanoseconds)) | \(code($0.path)) \(escaped($0.title)) |" }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func details(_ result: ScenarioResult) -> [String] {
    let text: String
    switch result.outcome {
    case .failed(let failure): text = FailureText(style: .plain).lines(failure).joined(separator: "\n")
    case .broken(let message): text = "internal error: \(message)"
    case .malformed(let file): text = file.description
    case .passed, .notForThisEngine: return []
    }
    let shown = text.utf8.count > failureBytesMax ? text.prefix(failureBytesMax) + "\n…" : text[...]
    let fence = String(repeating: "`", count: max(3, longestRun(of: "`", in: shown) + 1))
    return [
      "<details open><summary>\(escaped(result.title)) (\(escaped(result.path)))</summary>", "", fence, String(shown), fence, "</details>",
    ]
  }

  /// Text in which nothing is taken for markup, on one line.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "\\", "`", "*", "_", "[", "]", "|", "#", "~", "$", "!", "@": result += "\\\(character)"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "&": result += "&amp;"
      case let character where character.isNewline: result += " "
      default: result.append(character)
      }
    }
    return result
  }

  /// A path, as code; in a table a bar would end the cell.
  private static func code(_ text: String) -> String {
    let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
    if line.contains("|") { return escaped(line) }
    let fence = String(repeating: "`", count: longestRun(of: "`", in: line[...]) + 1)
    return fence.count == 1 ? "`\(line)`" : "\(fence) \(line) \(fence)"
  }

  private static func longestRun(of character: Character, in text: Substring) -> Int {
    var (longest, run) = (0, 0)
    for other in text {
      run = other == character ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest
  }
}
