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

  /// Shared by all drawings of a page.
  static let arrowheads = """
    <svg width="0" height="0" class="defs" aria-hidden="true" focusable="false"><defs>\
    <marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse">\
    <path d="M0 0L8 4L0 8z"/></marker>\
    <marker id="head-bad" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse">\
    <path d="M0 0L8 4L0 8z"/></marker></defs></svg>
    """

  var svg: String {
    var rows = ""
    var count = 0
    var left = 0
    for row in self.rows {
      guard count < Self.rowsMax else {
        left += 1
        continue
      }
      count += 1
      rows += "<g transform=\"translate(0 \(Self.headHeight + count * Self.rowHeight))\"\(row)</g>"
    }
    if left > 0 {
      count += 1
      let note = Self.text(8, "and \(left) more lines", class: "part")
      rows += "<g transform=\"translate(0 \(Self.headHeight + count * Self.rowHeight))\">\(note)</g>"
    }
    let height = Self.headHeight + count * Self.rowHeight + 14
    var svg = "<svg class=\"sequence\" viewBox=\"0 0 \(Self.width) \(height)\" width=\"\(Self.width)\" height=\"\(height)\" role=\"img\" "
    svg += "aria-label=\"\(Markup.escaped(spoken))\">"
    for (x, name) in [(Self.scenario, "Scenario"), (Self.sales, "Sales"), (Self.engine, "Engine"), (Self.supplyChain, "Supply Chain")] {
      svg +=
        "<path class=\"life\" d=\"M\(x) 30V\(height)\"/><rect class=\"box\" x=\"\(x - 58)\" y=\"4\" width=\"116\" height=\"26\" rx=\"5\"/>"
      svg += "<text class=\"name\" x=\"\(x)\" y=\"21\">\(name)</text>"
    }
    return svg + rows + "</svg>"
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

  /// Each without its place: the rest of a `<g>`'s opening tag, and what is in it.
  private var rows: [String] {
    var rows: [String] = []
    for entry in condensed {
      switch entry {
      case .part(let title): rows.append(" class=\"part\"><path d=\"M0 6H\(Self.width)\"/>\(Self.text(8, title, class: "part"))")
      case .step(let step):
        let title = Self.shortened("\(step.line)  \(step.title)", 88)
        rows.append(" class=\"step\(step.isFailed ? " bad" : "")\">\(Self.text(8 + 14 * min(step.depth, 6), title))")
      case .execution(let execution):
        let tasks = execution.tasks.map { "\($0.task): \(HTMLTimeline.figures($0))" }.joined(separator: "; ")
        let isBad = execution.status != "Completed"
        rows.append(
          " class=\"run\(isBad ? " bad" : "")\"><rect x=\"\(Self.engine - 6)\" y=\"-12\" width=\"12\" height=\"18\"/>"
            + Self.text(Self.engine + 12, Self.shortened("\(execution.status ?? "ended early") \(tasks)", 56)))
      case .crossing(let crossing): rows.append(arrow(crossing))
      }
    }
    return rows
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

  private func arrow(_ crossing: ScenarioHistory.Crossing) -> String {
    let from = crossing.sender == "engine" ? Self.engine : Self.scenario
    let to = crossing.system == .sales ? Self.sales : Self.supplyChain
    let isBad = crossing.status.map { $0 >= 400 } ?? (crossing.what != "all the data")
    let isRead = crossing.method == "GET"
    // An arrow of the scenario to Supply Chain passes the others' lines; its label stays beside where it goes to.
    let start = from == Self.scenario && to == Self.supplyChain ? Self.engine : min(from, to)
    return
      " class=\"\(isRead ? "read" : "write")\(isBad ? " bad" : "")\"><path d=\"M\(from) 5H\(to)\"/>\(Self.text(start + 10, label(crossing, counted: true)))"
  }

  private static func text(_ x: Int, _ text: String, class name: String = "") -> String {
    "<text x=\"\(x)\"\(name.isEmpty ? "" : " class=\"\(name)\"")>\(Markup.escaped(text))</text>"
  }

  private static func shortened(_ text: String, _ length: Int) -> String {
    text.count > length ? "\(text.prefix(length - 1))…" : text
  }
}
