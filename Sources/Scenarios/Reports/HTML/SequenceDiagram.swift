import OData

/// What crossed between the scenario, Sales, the engine and Supply Chain, as a drawing (inline SVG).
struct SequenceDiagram {
  private let history: ScenarioHistory

  /// Lines drawn; what is beyond them stands in the JSON report.
  private static let rowsMax = 160
  private static let width = 960
  private static let rowHeight = 24
  private static let headHeight = 34
  /// Where the life lines stand, from the left.
  private static let scenario = 70
  private static let sales = 330
  private static let engine = 590
  private static let supplyChain = 850
  private static let labelLengthMax = 42

  init(_ history: ScenarioHistory) { self.history = history }

  /// Lines of one kind are one path each, which is much shorter than a path for every line; texts stand over them.
  private struct Drawing {
    private(set) var paths: [String: String] = [:]
    private(set) var texts = ""
    /// Of the line that is drawn now.
    var y = 0

    mutating func draw(_ path: String, class name: String) { paths[name, default: ""] += path }

    mutating func write(_ text: String, x: Int, class name: String = "") {
      let style = name.isEmpty ? "" : " class=\"\(name)\""
      texts += "<text x=\"\(x)\" y=\"\(y)\"\(style)>\(MarkupText.escaped(text))</text>"
    }

    var svg: String { paths.keys.sorted().map { "<path class=\"\($0)\" d=\"\(paths[$0] ?? "")\"/>" }.joined() + texts }
  }

  var svg: String {
    var drawing = Drawing()
    let entries = condensed
    let shown = entries.prefix(Self.rowsMax)
    drawing.y = Self.headHeight
    for entry in shown {
      drawing.y += Self.rowHeight
      draw(entry, in: &drawing)
    }
    if shown.count < entries.count {
      drawing.y += Self.rowHeight
      drawing.write("and \(entries.count - shown.count) more lines", x: 8, class: "part")
    }
    let height = drawing.y + 14
    var svg = "<svg class=\"sequence\" viewBox=\"0 0 \(Self.width) \(height)\" width=\"\(Self.width)\" height=\"\(height)\" role=\"img\" "
    svg += "aria-label=\"\(MarkupText.escaped(spoken))\">"
    for (x, name) in [(Self.scenario, "Scenario"), (Self.sales, "Sales"), (Self.engine, "Engine"), (Self.supplyChain, "Supply Chain")] {
      svg += "<path class=\"life\" d=\"M\(x) 30V\(height)\"/>"
      svg += "<rect class=\"box\" x=\"\(x - 58)\" y=\"4\" width=\"116\" height=\"26\" rx=\"5\"/>"
      svg += "<text class=\"name\" x=\"\(x)\" y=\"21\">\(name)</text>"
    }
    return svg + drawing.svg + "</svg>"
  }

  /// Who asked whom how often, for people who do not see the drawing.
  private var spoken: String {
    var counts: [String: Int] = [:]
    var order: [String] = []
    for case .crossing(let crossing) in history.entries {
      let kind = "\(crossing.method == "GET" ? "reads" : "writes") of \(sender(crossing)) in \(crossing.system.title)"
      if counts[kind] == nil { order.append(kind) }
      counts[kind, default: 0] += crossing.count
    }
    return "Sequence diagram: " + order.map { "\(counts[$0] ?? 0) \($0)" }.joined(separator: ", ")
  }

  private func sender(_ crossing: ScenarioHistory.Crossing) -> String {
    crossing.sender == "engine" ? "the engine" : crossing.sender == "checks" ? "the checks" : "the scenario"
  }

  private func draw(_ entry: ScenarioHistory.Entry, in drawing: inout Drawing) {
    switch entry {
    case .part(let title):
      drawing.draw("M0 \(drawing.y + 6)H\(Self.width)", class: "part")
      drawing.write(title, x: 8, class: "part")
    case .step(let step):
      let title = Self.shortened("\(step.line)  \(step.title)", 88)
      drawing.write(title, x: 8 + 14 * min(step.depth, 6), class: step.isFailed ? "step bad" : "step")
    case .execution(let execution):
      let tasks = execution.tasks.map { "\($0.task): \(HTMLTimeline.figures($0))" }.joined(separator: "; ")
      drawing.draw("M\(Self.engine - 6) \(drawing.y - 12)h12v18h-12z", class: "run")
      drawing.write(
        Self.shortened("\(execution.status ?? "ended early") \(tasks)", 56), x: Self.engine + 12,
        class: execution.status == "Completed" ? "run" : "run bad")
    case .crossing(let crossing): draw(crossing, in: &drawing)
    }
  }

  /// What is of interest: how the fixture came into the systems is one line for each, what the checks read one line for both, and what
  /// the engine asks the systems about themselves one line for each.
  private var condensed: [ScenarioHistory.Entry] {
    var result: [ScenarioHistory.Entry] = []
    var isBaseline = false
    /// Where the lines stand that a further request may join, by what they say.
    var open: [String: Int] = [:]
    for entry in history.entries {
      if case .part(let title) = entry { isBaseline = title == ScenarioHistory.baselinePart }
      guard case .crossing(var crossing) = entry else {
        result.append(entry)
        open = [:]
        continue
      }
      let isGood = crossing.status.map { $0 < 400 } ?? false
      if isBaseline, isGood {
        if crossing.method == "GET" { continue }
        (crossing.what, crossing.isBatched, crossing.status) = ("all the data", false, nil)
      } else if isGood, Self.isMetadata(crossing.what) {
        crossing.what = "metadata"
      }
      let key = "\(crossing.sender) \(crossing.sender == "checks" ? "" : crossing.system.rawValue) \(label(crossing, counted: false))"
      if let index = open[key], case .crossing(var known) = result[index] {
        known.count += crossing.count
        // The checks look at both systems; the arrow goes to the farther one.
        if known.sender == "checks" { known.system = .supplyChain }
        result[index] = .crossing(known)
      } else {
        open[key] = result.count
        result.append(.crossing(crossing))
      }
    }
    return result
  }

  /// What systems tell of themselves: documents and entities of metadata, companies.
  private static func isMetadata(_ what: String) -> Bool {
    what == "$metadata" || what == "LegalEntities" || what.hasPrefix("metadata/") || what.hasPrefix("EntityDefinitions")
  }

  private func label(_ crossing: ScenarioHistory.Crossing, counted: Bool) -> String {
    var label = crossing.sender == "checks" ? "checks read" : "\(crossing.method) \(crossing.what)"
    if counted, crossing.count > 1 { label += " ×\(crossing.count)" }
    label = Self.shortened(label, Self.labelLengthMax)
    return crossing.what == "all the data" ? label : label + " → \(crossing.status.map { "\($0)" } ?? "no answer")"
  }

  private func draw(_ crossing: ScenarioHistory.Crossing, in drawing: inout Drawing) {
    let from = crossing.sender == "engine" ? Self.engine : Self.scenario
    let to = crossing.system == .sales ? Self.sales : Self.supplyChain
    let bad = crossing.status.map { $0 >= 400 } ?? (crossing.what != "all the data") ? " bad" : ""
    let (y, back) = (drawing.y + 5, from < to ? -6 : 6)
    drawing.draw("M\(from) \(y)H\(to)", class: (crossing.method == "GET" ? "read" : "write") + bad)
    drawing.draw("M\(to + back) \(y - 4)L\(to) \(y)L\(to + back) \(y + 4)", class: "head\(bad)")
    // An arrow of the scenario to Supply Chain passes the others' lines; its label stays beside where it goes to.
    let start = from == Self.scenario && to == Self.supplyChain ? Self.engine : min(from, to)
    drawing.write(label(crossing, counted: true), x: start + 10, class: bad.isEmpty ? "" : "bad")
  }

  private static func shortened(_ text: String, _ length: Int) -> String {
    text.count > length ? "\(text.prefix(length - 1))…" : text
  }
}
