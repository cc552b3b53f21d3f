import OData
import StrictYAML

/// The results as JUnit XML, which every CI service reads: a test suite per folder, a test case per scenario.
public enum JUnitReport {
  public static func text(_ suite: SuiteResult) -> String {
    var folders: [String] = []
    var groups: [String: [ScenarioResult]] = [:]
    for result in suite.results {
      let folder = folder(result.path)
      if groups[folder] == nil { folders.append(folder) }
      groups[folder, default: []].append(result)
    }
    var xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    xml +=
      "<testsuites name=\"p2c\" tests=\"\(suite.results.count)\" failures=\"\(suite.failed)\" errors=\"\(suite.broken + suite.malformed)\" "
    xml += "time=\"\(Durations.seconds(suite.nanoseconds, decimals: 3))\">\n"
    for folder in folders {
      let results = groups[folder] ?? []
      let failures = results.count { if case .failed = $0.outcome { true } else { false } }
      let errors = results.count { $0.isProblem } - failures
      let time = results.reduce(0) { $0 + $1.nanoseconds }
      xml += "  <testsuite name=\(quoted(folder)) tests=\"\(results.count)\" failures=\"\(failures)\" errors=\"\(errors)\" "
      xml += "time=\"\(Durations.seconds(time, decimals: 3))\">\n"
      for result in results { xml += testCase(result, folder) }
      xml += "  </testsuite>\n"
    }
    return xml + "</testsuites>\n"
  }

  private static func testCase(_ result: ScenarioResult, _ folder: String) -> String {
    var xml = "    <testcase name=\(quoted(result.title)) classname=\(quoted(folder.split(separator: "/").joined(separator: "."))) "
    xml += "file=\(quoted(result.path)) time=\"\(Durations.seconds(result.nanoseconds, decimals: 3))\""
    var inner = ""
    switch result.outcome {
    case .passed: break
    case .failed(let failure):
      let text = FailureText(style: .plain).lines(failure).joined(separator: "\n")
      inner +=
        "      <failure message=\(quoted("\(failure.position): \(failure.message)")) type=\"expectation\">\(MarkupText.escaped(text))</failure>\n"
    case .notForThisEngine(let reason): inner += "      <skipped message=\(quoted(reason))/>\n"
    case .broken(let message):
      inner += "      <error message=\(quoted(message)) type=\"internal\">\(MarkupText.escaped(message))</error>\n"
    case .malformed(let file):
      inner += "      <error message=\(quoted(file.diagnostics.first?.description ?? "")) type=\"malformed\">"
      inner += "\(MarkupText.escaped(file.description))</error>\n"
    }
    if !result.notes.isEmpty { inner += "      <system-out>\(MarkupText.escaped(result.notes.joined(separator: "\n")))</system-out>\n" }
    return xml + (inner.isEmpty ? "/>\n" : ">\n\(inner)    </testcase>\n")
  }

  private static func folder(_ path: String) -> String { path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "." }

  private static func quoted(_ text: String) -> String { "\"\(MarkupText.escaped(text))\"" }
}
