import OData
import StrictYAML

/// The results in the Test Anything Protocol, version 14: a test point per scenario, failures with a YAML block.
///
/// Form after the specification of TAP 14 (testanything.org): `#` and `\` of a description are escaped, blocks are indented by two.
public enum TAPReport {
  public static func text(_ suite: SuiteResult) -> String {
    var lines = ["TAP version 14", "1..\(suite.results.count)", "# seed \(suite.seed)"]
    for (index, result) in suite.results.enumerated() { lines += point(result, number: index + 1) }
    if suite.skipped > 0 { lines.append("# \(suite.skipped) not run") }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func point(_ result: ScenarioResult, number: Int) -> [String] {
    let description = "\(number) - \(escaped("\(result.path): \(result.title)"))"
    switch result.outcome {
    case .passed: return ["ok \(description)"] + block([("duration_ms", milliseconds(result))])
    case .notForThisEngine(let reason): return ["ok \(description) # SKIP \(escaped(reason))"]
    case .broken(let message):
      return ["not ok \(description)"]
        + block([("message", .string(message)), ("severity", "error"), ("duration_ms", milliseconds(result))])
    case .malformed(let file):
      return ["not ok \(description)"]
        + block([("message", .string(file.description)), ("severity", "error"), ("duration_ms", milliseconds(result))])
    case .failed(let failure):
      var members: [(String, JSON)] = [("message", .string(failure.message)), ("severity", "fail")]
      members.append(
        (
          "at",
          [
            "file": .string(failure.position.file), "line": .number(ExactDecimal(failure.position.line)),
            "column": .number(ExactDecimal(failure.position.column)),
          ]
        ))
      if let comparison = failure.comparison {
        members += [("found", .string(comparison.actual)), ("wanted", .string(comparison.expected))]
      }
      members += [("replay", .string(failure.replay)), ("duration_ms", milliseconds(result))]
      let report = FailureText(style: .plain).lines(failure).flatMap { $0.split(separator: "\n", omittingEmptySubsequences: false) }
      return ["not ok \(description)"] + block(members, report: report)
    }
  }

  /// JSON is YAML, and quotes whatever could be taken for something else.
  private static func block(_ members: [(String, JSON)], report: [Substring] = []) -> [String] {
    ["  ---"] + members.map { "  \($0.0): \($0.1.text)" } + (report.isEmpty ? [] : ["  report: |"])
      + report.map { $0.isEmpty ? "" : "    \($0)" } + ["  ..."]
  }

  private static func milliseconds(_ result: ScenarioResult) -> JSON { .number(Durations.milliseconds(result.nanoseconds)) }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for character in text.printable {
      switch character {
      case "\\", "#": result += "\\\(character)"
      case let character where character.isNewline: result += " "
      default: result.append(character)
      }
    }
    return result
  }
}
