import OData

/// Steps and executions by their moments in virtual time, with the time that passes between them.
struct HTMLTimeline {
  private let history: ScenarioHistory

  /// Lines shown.
  private static let linesMax = 120

  init(_ history: ScenarioHistory) { self.history = history }

  var text: String {
    var lines: [String] = []
    var last: Timestamp?
    for entry in history.entries {
      let (began, ended, line): (Timestamp, Timestamp?, String)
      switch entry {
      case .step(let step):
        (began, ended) = (step.began, step.ended)
        let lead = step.depth > 0 ? "<span class=\"inner\">within</span> " : ""
        line = lead + MarkupText.escaped(step.title) + (step.isFailed ? " <strong class=\"bad\">failed here</strong>" : "")
      case .execution(let execution):
        (began, ended) = (execution.began, execution.ended)
        line = Self.line(execution)
      case .part, .crossing: continue
      }
      var text = "<li>"
      if last != began {
        if let last, last < began { text += "<span class=\"gap\">\(Self.length(began.milliseconds - last.milliseconds)) later</span> " }
        text += "<time datetime=\"\(began)\">\(Self.moment(began, after: last))</time> "
      }
      text += "<span>\(line)"
      if let ended, ended > began { text += " <span class=\"took\">takes \(Self.length(ended.milliseconds - began.milliseconds))</span>" }
      lines.append(text + "</span></li>\n")
      last = began
    }
    let more = lines.count > Self.linesMax ? "<li>and \(lines.count - Self.linesMax) more</li>\n" : ""
    return "<ol class=\"timeline\">\n" + lines.prefix(Self.linesMax).joined() + more + "</ol>\n"
  }

  private static func line(_ execution: ScenarioHistory.Execution) -> String {
    var text = "<span class=\"project\">\(MarkupText.escaped(execution.project))</span> "
    let status = execution.status ?? "did not come to an end"
    text += "<span class=\"status\(execution.status == "Completed" ? "" : " bad")\">\(MarkupText.escaped(status))</span>"
    for task in execution.tasks { text += " <span class=\"task\">\(MarkupText.escaped("\(task.task): \(figures(task))"))</span>" }
    let failures = execution.tasks.flatMap(\.failures) + execution.problems
    if !failures.isEmpty {
      let more = execution.tasks.reduce(execution.moreProblems) { $0 + $1.moreFailures }
      text += "<ul class=\"rows\">" + failures.map { MarkupText.element("li", $0) }.joined()
      text += (more > 0 ? "<li>and \(more) more</li>" : "") + "</ul>"
    }
    return text
  }

  /// `20 read, 3 created, 1 failed`; what is nought is left out.
  static func figures(_ task: ScenarioHistory.Task) -> String {
    let figures = [
      ("read", task.read), ("created", task.created), ("updated", task.updated), ("unchanged", task.unchanged), ("skipped", task.skipped),
      ("failed", task.failed),
    ]
    let shown = figures.filter { $0.1 != 0 }.map { "\($0.1) \($0.0)" }
    return shown.isEmpty ? "nothing to do" : shown.joined(separator: ", ")
  }

  /// The time of day; the date too where it is another than before.
  private static func moment(_ moment: Timestamp, after last: Timestamp?) -> String {
    let text = moment.description
    guard let last, last.date == moment.date, let split = text.firstIndex(of: "T") else {
      return text.replacing("T", with: " ").replacing("Z", with: "")
    }
    return String(text[text.index(after: split)...]).replacing("Z", with: "")
  }

  /// `2 h 5 min`, `340 ms`.
  static func length(_ milliseconds: Int64) -> String {
    if milliseconds < 1000 { return "\(milliseconds) ms" }
    var rest = milliseconds / 1000
    var parts: [String] = []
    for (unit, seconds) in [("d", Int64(86_400)), ("h", 3600), ("min", 60), ("s", 1)] {
      if rest >= seconds { parts.append("\(rest / seconds) \(unit)") }
      rest %= seconds
    }
    return parts.prefix(2).joined(separator: " ")
  }
}
