import OData
import StrictYAML

/// The results as one page that needs nothing but a browser: no network, no other file.
///
/// Everything people have to read is there without the script; that only filters, and opens what a link leads to.
public enum HTMLReport {
  /// Diagrams and timelines of scenarios that passed are left out beyond this, so that the page opens at once.
  static let historyBytesMax = 2_500_000

  /// - Throws: what keeps the table of levels, which gives the columns their order, from being read.
  public static func text(_ suite: SuiteResult) throws -> String {
    let counts = SuiteFigures.counts(suite)
    let isBad = suite.results.contains(where: \.isProblem) || !suite.keepsThresholds
    var page = """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
      <title>\(isBad ? "Not passed" : "Passed"): \(MarkupText.escaped(counts))</title>
      <style>
      \(HTMLStyle.text)
      </style>
      </head>
      <body>
      <a class="skip" href="#filters">Skip to the filters</a>
      <a class="skip" href="#each">Skip to each scenario</a>
      <header>
      <h1>Prospect to cash: what the scenarios say</h1>
      <p class="verdict \(isBad ? "failed" : "passed")"><span aria-hidden="true">\(isBad ? "✗" : "✓")</span>
      \(MarkupText.escaped(counts))</p>
      <dl class="figures">

      """
    for figure in SuiteFigures.all(suite) {
      page += "<div>\(MarkupText.element("dt", figure.name))\(MarkupText.element("dd", figure.value))</div>\n"
    }
    page += "</dl>\n</header>\n<main>\n"
    page += thresholds(suite)
    page += problems(suite)
    page += filters(suite)
    page += try HTMLMatrix(suite).text
    page += "<section aria-labelledby=\"each\">\n<h2 id=\"each\" tabindex=\"-1\">Each scenario</h2>\n"
    page += "<p class=\"tools\"><button type=\"button\" id=\"open\">Open all shown</button> "
    page += "<button type=\"button\" id=\"close\">Close all</button></p>\n"
    page += scenarios(suite)
    page += "</section>\n</main>\n"
    page += "<footer><p>Written by <code>p2c run --html</code>; seed \(suite.seed). "
    page += "Times of steps are virtual, lengths of scenarios are the machine's.</p></footer>\n"
    page += "<script>\n\(HTMLScript.text)\n</script>\n</body>\n</html>\n"
    return page
  }

  static func identifier(_ index: Int) -> String { "s\(index + 1)" }

  private static func thresholds(_ suite: SuiteResult) -> String {
    guard !suite.thresholds.isEmpty else { return "" }
    var text = "<section aria-labelledby=\"thresholds\">\n<h2 id=\"thresholds\">Thresholds</h2>\n<ul class=\"thresholds\">\n"
    for threshold in suite.thresholds {
      let isMet = threshold.isMet(by: suite)
      text += "<li><strong class=\"\(isMet ? "good" : "bad")\">\(isMet ? "✓ kept" : "✗ not kept")</strong> "
      text += "\(MarkupText.escaped("\(threshold)")): \(MarkupText.escaped(threshold.actualText(suite)))</li>\n"
    }
    return text + "</ul>\n</section>\n"
  }

  private static func problems(_ suite: SuiteResult) -> String {
    let problems = suite.results.enumerated().filter { $0.element.isProblem }
    guard !problems.isEmpty else { return "" }
    var text = "<section aria-labelledby=\"problems\">\n<h2 id=\"problems\">What did not pass</h2>\n<ul class=\"problems\">\n"
    for (index, result) in problems {
      let reason =
        switch result.outcome {
        case .failed(let failure): failure.message
        case .broken(let message): message
        case .malformed(let file): file.diagnostics.first?.description ?? ""
        case .passed, .notForThisEngine: ""
        }
      let first = reason.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
      text +=
        "<li><a href=\"#\(identifier(index))\">\(MarkupText.escaped(result.title))</a> \(MarkupText.element("span", first, class: "why"))</li>\n"
    }
    return text + "</ul>\n</section>\n"
  }

  private static func filters(_ suite: SuiteResult) -> String {
    func menu(_ name: String, _ label: String, _ options: [(value: String, words: String)]) -> String {
      var text = "<label for=\"\(name)\">\(label)</label> <select id=\"\(name)\"><option value=\"\">all</option>"
      for option in options { text += "<option value=\"\(MarkupText.escaped(option.value))\">\(MarkupText.escaped(option.words))</option>" }
      return "<div>\(text)</select></div>\n"
    }
    let outcomes = Set(suite.results.map { OutcomeMark($0.outcome).name })
    let tags = Set(suite.results.flatMap(\.tags)).sorted()
    let rules = Set(suite.results.flatMap(\.proves)).sorted { ($0.count, $0) < ($1.count, $1) }.sorted { $0.prefix(5) < $1.prefix(5) }
    return """
      <form id="filters" role="search" aria-label="Scenarios to show" tabindex="-1">
      <div><label for="words">Words</label> <input id="words" type="search" autocomplete="off" spellcheck="false"></div>
      \(menu("outcome", "Outcome", OutcomeMark.all.filter { outcomes.contains($0.name) }.map { ($0.name, $0.words) }))\
      \(menu("tag", "Tag", tags.map { ($0, $0) }))\
      \(menu("rule", "Rule", rules.map { ($0, $0) }))\
      <div><button type="reset">Show all</button></div>
      <p><output id="shown" for="words outcome tag rule">\(suite.results.count) of \(suite.results.count) shown</output></p>
      </form>

      """
  }

  /// Problems get their history whatever it takes; the others as long as there is room.
  private static func scenarios(_ suite: SuiteResult) -> String {
    let histories = suite.results.map { HTMLScenario.history($0) }
    var room = historyBytesMax
    for (index, result) in suite.results.enumerated() where result.isProblem { room -= histories[index].utf8.count }
    // The smaller first, so that as many as can be have theirs.
    let bySize = suite.results.indices.filter { !suite.results[$0].isProblem }.sorted {
      (histories[$0].utf8.count, $0) < (histories[$1].utf8.count, $1)
    }
    var leftOut: Set<Int> = []
    for index in bySize {
      let size = histories[index].utf8.count
      if size <= room { room -= size } else { leftOut.insert(index) }
    }
    return suite.results.enumerated().map { index, result in
      HTMLScenario(result, identifier: identifier(index)).text(
        history: leftOut.contains(index) ? HTMLScenario.leftOut(result) : histories[index])
    }.joined()
  }
}
