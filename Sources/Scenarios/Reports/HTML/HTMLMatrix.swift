import OData
import SupplyChainTwin
import Twin

/// The table of scenarios by level.
struct HTMLMatrix {
  private let suite: SuiteResult
  private let levels: [String]

  /// - Throws: what keeps the table of levels from being read.
  init(_ suite: SuiteResult) throws {
    self.suite = suite
    let order = try SupplyChainLevel.releases().map(\.name)
    // The newest first, which is what most run at; a level with hotfixes stands before its bare release.
    func rank(_ level: String) -> Int { order.firstIndex(of: String(level.prefix { $0 != "+" })) ?? order.count }
    levels = Set(suite.results.map(\.level)).sorted { (rank($0), $0.count, $0) > (rank($1), $1.count, $1) }
  }

  /// A line of the table: all runs of one file.
  private struct Row {
    let path: String
    var runs: [(index: Int, result: ScenarioResult)] = []

    /// What the runs' titles have in common: that of the scenario, before its settings.
    var title: String {
      guard runs.count > 1, let first = runs.first?.result.title else { return runs.first?.result.title ?? path }
      let common = runs.dropFirst().reduce(first) { $0.commonPrefix(with: $1.result.title) }
      let end = common.lastIndex(of: "(") ?? common.endIndex
      let title = common[..<end].split(separator: " ").joined(separator: " ")
      return title.isEmpty ? first : title
    }
  }

  var text: String {
    var text = "<section aria-labelledby=\"matrix\">\n<h2 id=\"matrix\">Scenarios by level of Supply Chain</h2>\n"
    text +=
      "<div class=\"scroll\" role=\"group\" aria-label=\"Table, scrolls sideways\" tabindex=\"0\">\n<table class=\"matrix\">\n<thead><tr>"
    text += "<th scope=\"col\">Scenario</th>"
    for level in levels { text += "<th scope=\"col\">\(Self.heading(level))</th>" }
    text += "</tr></thead>\n"
    for (folder, rows) in folders {
      text += "<tbody>\n<tr class=\"folder\"><th scope=\"rowgroup\" colspan=\"\(levels.count + 1)\">"
      text += "\(MarkupText.escaped(folder))</th></tr>\n"
      for row in rows { text += line(row) }
      text += "</tbody>\n"
    }
    return text + "</table>\n</div>\n</section>\n"
  }

  /// Each hotfix on a line of its own.
  private static func heading(_ level: String) -> String {
    level.isEmpty ? "unknown" : level.split(separator: "+").map { MarkupText.escaped(String($0)) }.joined(separator: "<br>+")
  }

  private func line(_ row: Row) -> String {
    var text = "<tr data-runs=\"\(row.runs.map { HTMLReport.identifier($0.index) }.joined(separator: " "))\">"
    text += "<th scope=\"row\">\(MarkupText.escaped(row.title))</th>"
    for level in levels {
      let cells = row.runs.filter { $0.result.level == level }.map { index, result in
        let mark = OutcomeMark(result.outcome)
        // Several runs at one level differ in the solution of Sales.
        let variant = row.runs.count { $0.result.level == level } > 1 ? " \(MarkupText.escaped(result.solution ?? "no solution"))" : ""
        return "<a class=\"\(mark.name)\" href=\"#\(HTMLReport.identifier(index))\"><span aria-hidden=\"true\">\(mark.sign)</span> "
          + "<span class=\"spoken\">\(mark.words)</span>\(variant) <small>\(Durations.text(result.nanoseconds))</small></a>"
      }
      text += "<td>\(cells.joined(separator: "<br>"))</td>"
    }
    return text + "</tr>\n"
  }

  /// Folders and their lines, each in the order they first come in.
  private var folders: [(String, [Row])] {
    var order: [String] = []
    var paths: [String: [String]] = [:]
    var rows: [String: Row] = [:]
    for (index, result) in suite.results.enumerated() {
      if rows[result.path] == nil {
        let folder = result.path.lastIndex(of: "/").map { String(result.path[..<$0]) } ?? "."
        if paths[folder] == nil { order.append(folder) }
        paths[folder, default: []].append(result.path)
      }
      rows[result.path, default: Row(path: result.path)].runs.append((index, result))
    }
    return order.map { folder in (folder, (paths[folder] ?? []).compactMap { rows[$0] }) }
  }
}

extension String {
  fileprivate func commonPrefix(with other: String) -> String {
    String(zip(self, other).prefix { $0 == $1 }.map(\.0))
  }
}
