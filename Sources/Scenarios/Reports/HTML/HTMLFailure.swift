import OData
import StrictYAML

/// Why a scenario failed, as the terminal tells it, for a page.
struct HTMLFailure {
  private let failure: FailureReport

  init(_ failure: FailureReport) { self.failure = failure }

  var text: String {
    var text = "<h4>Why it failed</h4>\n"
    text += "<p class=\"message\"><code>\(MarkupText.escaped("\(failure.position)"))</code> \(MarkupText.escaped(failure.message))</p>\n"
    if let comparison = failure.comparison {
      let (expected, actual) = Self.marked(comparison.expected, comparison.actual)
      text += "<dl class=\"difference\"><div><dt>expected</dt><dd class=\"good\">\(expected)</dd></div>"
      text += "<div><dt>actual</dt><dd class=\"bad\">\(actual)</dd></div></dl>\n"
    }
    if let step = failure.step {
      text +=
        "<p>In the step <strong>\(MarkupText.escaped(step))</strong>:</p>\n"
      text += "<pre class=\"source\" tabindex=\"0\" role=\"group\" aria-label=\"Lines of the step\">"
      for (number, line) in failure.source {
        let code = "<span class=\"number\">\(number)</span> \(MarkupText.escaped(line))"
        text += number == failure.position.line ? "<mark>\(code)</mark>\n" : "\(code)\n"
      }
      text += "</pre>\n"
    }
    if let response = failure.response {
      text += "<h5>The answer</h5>\n<pre class=\"wrap\">\(MarkupText.escaped(response))</pre>\n"
    }
    if !failure.records.isEmpty {
      text += "<h5>The record in both systems</h5>\n<div class=\"records\">\n"
      for record in failure.records { text += table(record) }
      text += "</div>\n"
    }
    if !failure.ledger.isEmpty {
      text += "<h5>The ledger</h5>\n<ul class=\"ledger\">" + failure.ledger.map { MarkupText.element("li", $0) }.joined() + "</ul>\n"
    }
    if !failure.faults.isEmpty {
      text += "<h5>Faults that were set up</h5>\n<ul>" + failure.faults.map { MarkupText.element("li", $0) }.joined() + "</ul>\n"
    }
    if let time = failure.virtualTime { text += "<p>It was \(MarkupText.escaped("\(time)")) in virtual time.</p>\n" }
    return text + "<p>The same again: <code class=\"replay\">\(MarkupText.escaped(failure.replay))</code></p>\n"
  }

  private func table(_ record: FailureReport.RecordView) -> String {
    var text = "<table class=\"record\"><caption>\(MarkupText.escaped(record.title))</caption>\n"
    if !record.lines.isEmpty {
      text += "<thead class=\"spoken\"><tr><th scope=\"col\">Property</th><th scope=\"col\">Value</th></tr></thead>\n<tbody>\n"
      for line in record.lines {
        let isIt = line.name == failure.comparison?.what
        text +=
          "<tr\(isIt ? " class=\"it\"" : "")><th scope=\"row\">\(MarkupText.escaped(line.name))</th>\(MarkupText.element("td", line.value))</tr>\n"
      }
      text += "</tbody>"
    }
    return text + "</table>\n"
  }

  /// Both texts, with what differs marked: what stands between their common beginning and their common end.
  static func marked(_ expected: String, _ actual: String) -> (String, String) {
    let (a, b) = (Array(expected), Array(actual))
    let start = zip(a, b).prefix { $0 == $1 }.count
    let end = zip(a[start...].reversed(), b[start...].reversed()).prefix { $0 == $1 }.count
    func marked(_ text: [Character]) -> String {
      let middle = String(text[start..<(text.count - end)])
      return MarkupText.escaped(String(text[..<start])) + (middle.isEmpty ? "" : "<mark>\(MarkupText.escaped(middle))</mark>")
        + MarkupText.escaped(String(text[(text.count - end)...]))
    }
    return (marked(a), marked(b))
  }
}
