import OData
import StrictYAML

/// What the page tells of one scenario: facts, why it did not pass, what crossed, and when.
struct HTMLScenario {
  private let result: ScenarioResult
  private let identifier: String

  init(_ result: ScenarioResult, identifier: String) {
    self.result = result
    self.identifier = identifier
  }

  /// - Parameter history: what `history(_:)` says of it, or why it is not there.
  func text(history: String) -> String {
    let mark = OutcomeMark(result.outcome)
    var text = "<details class=\"scenario \(mark.name)\" id=\"\(identifier)\" data-outcome=\"\(mark.name)\" "
    text += "data-tags=\"\(MarkupText.escaped(result.tags.joined(separator: " ")))\" "
    text += "data-rules=\"\(MarkupText.escaped(result.proves.joined(separator: " ")))\"\(result.isProblem ? " open" : "")>\n"
    text += "<summary><h3><span class=\"mark\" aria-hidden=\"true\">\(mark.sign)</span> <span class=\"spoken\">\(mark.words):</span> "
    text +=
      "\(MarkupText.escaped(result.title))</h3> <span class=\"path\">\(MarkupText.escaped(result.path))</span></summary>\n<div class=\"body\">\n"
    text += facts
    switch result.outcome {
    case .failed(let failure): text += HTMLFailure(failure).text
    case .broken(let message): text += "<h4>Internal error</h4>\n<pre class=\"wrap\">\(MarkupText.escaped(message))</pre>\n"
    case .malformed(let file): text += "<h4>Malformed file</h4>\n<pre class=\"wrap\">\(MarkupText.escaped(file.description))</pre>\n"
    case .notForThisEngine(let reason): text += "<p>Not for this engine: \(MarkupText.escaped(reason)).</p>\n"
    case .passed: break
    }
    if !result.notes.isEmpty {
      text += "<h4>What it says</h4>\n<pre class=\"wrap\">\(MarkupText.escaped(result.notes.joined(separator: "\n")))</pre>\n"
    }
    return text + history + "</div>\n</details>\n"
  }

  private var facts: String {
    var facts = [("Level", result.level.isEmpty ? "unknown" : result.level), ("Solution in Sales", result.solution ?? "none")]
    facts.append(("Took", Durations.text(result.nanoseconds)))
    facts.append(("Virtual time at its end", result.virtualTime.description))
    if !result.proves.isEmpty { facts.append(("Proves", result.proves.joined(separator: ", "))) }
    if !result.tags.isEmpty { facts.append(("Tags", result.tags.joined(separator: ", "))) }
    let agreeing = result.documents.map { "\($0.count) \($0.kind)\($0.count == 1 ? "" : "s")" }
    if !agreeing.isEmpty { facts.append(("Agree on both sides", agreeing.joined(separator: ", "))) }
    return "<dl class=\"facts\">" + facts.map { "<div>\(MarkupText.element("dt", $0.0))\(MarkupText.element("dd", $0.1))</div>" }.joined()
      + "</dl>\n"
  }

  /// Diagram and timeline; empty where nothing was kept.
  static func history(_ result: ScenarioResult) -> String {
    guard let history = result.history, !history.entries.isEmpty else { return "" }
    let diagram = SequenceDiagram(history)
    var text =
      "<h4>What crossed</h4>\n"
    text += "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Diagram, scrolls sideways\">\(diagram.svg)</div>\n"
    text += "<p class=\"legend\">Solid: writes. Dashed: reads. Red: refused or unanswered. The number is the answer's status.</p>\n"
    text += "<h4>In virtual time</h4>\n" + HTMLTimeline(history).text
    if history.leftOut > 0 { text += "<p>and \(SuiteFigures.grouped(history.leftOut)) more events that were not kept.</p>\n" }
    return text
  }

  static func leftOut(_ result: ScenarioResult) -> String {
    guard result.history != nil else { return "" }
    return "<p>What crossed was left out to keep this page small; "
      + "<code>p2c run \(MarkupText.escaped(result.path)) --html one.html</code> shows it.</p>\n"
  }
}
