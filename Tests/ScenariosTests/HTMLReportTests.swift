import OData
import StrictYAML
import Testing

@testable import Scenarios

struct HTMLReportTests {
  /// What somebody might write where a name is expected, to get out of it.
  private static let hostile = [
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='alert(1)", "</details></style></script><h1>",
    "<!--", "]]>", "&lt;b&gt; &amp;", "a\u{0}b\u{1B}[31m", "\u{202E}drow", "javascript:alert(1)",
  ]

  /// A run in which a text stands everywhere people's texts can come to.
  private static func suite(_ text: String) -> SuiteResult {
    var failure = FailureReport(
      position: SourcePosition(file: text, line: 2, column: 1), message: text, virtualTime: WorldConfiguration.defaultStart, replay: text)
    failure.comparison = .init(what: text, expected: "a\(text)b", actual: "a\(text)c")
    failure.step = text
    failure.source = [(1, text), (2, text)]
    failure.response = text
    failure.records = [.init(title: text, lines: [(text, text), ("name", text)])]
    (failure.ledger, failure.faults) = ([text], [text])
    let outcomes: [ScenarioResult.Outcome] = [
      .failed(failure), .passed, .broken(text), .notForThisEngine(text),
      .malformed(MalformedFile([Diagnostic(SourcePosition(file: text, line: 1, column: 1), text)])),
    ]
    var suite = SuiteResult(seed: 1)
    for (index, outcome) in outcomes.enumerated() {
      var result = ScenarioResult(
        path: "\(text)/\(index).yaml", title: text, proves: [text], tags: [text], outcome: outcome,
        virtualTime: WorldConfiguration.defaultStart)
      (result.level, result.solution, result.notes) = (text, text, [text])
      result.history = history(text)
      suite.results.append(result)
    }
    return suite
  }

  private static func history(_ text: String, crossings: Int = 1) -> ScenarioHistory {
    let start = WorldConfiguration.defaultStart
    var execution = ScenarioHistory.Execution(project: text, began: start)
    (execution.ended, execution.status, execution.problems) = (start.adding(seconds: 5), text, [text])
    execution.tasks = [ScenarioHistory.Task(task: text, read: 1, failed: 1, failures: [text])]
    var history = ScenarioHistory()
    history.entries = [
      .part(text), .step(.init(title: text, line: 3, depth: 0, began: start, ended: start.adding(seconds: 5), isFailed: true)),
      .execution(execution),
    ]
    for index in 0..<crossings {
      history.entries.append(
        .crossing(
          .init(
            sender: index % 2 == 0 ? "engine" : text, system: .supplyChain, method: text, what: text, status: 400 + index, isBatched: true,
            count: 2, bytes: 3, time: start, refusal: text)))
    }
    return history
  }

  /// The tags of a page with the names of their attributes, and nothing else of it.
  private static func structure(_ page: String) -> [String] {
    page.matches(of: /<[^>]*>/).map { match in
      String(match.output).replacing(/="[^"]*"/, with: "")
    }
  }

  @Test("No text gets out of its place: a page with hostile names has the same tags and attributes as one with harmless ones")
  func hostileNames() throws {
    let harmless = Self.structure(try HTMLReport.text(Self.suite("harmless")))
    #expect(harmless.count > 200)
    for text in Self.hostile {
      let page = try HTMLReport.text(Self.suite(text))
      #expect(Self.structure(page) == harmless, "\(text)")
      #expect(page.matches(of: /<script/).count == 1)
      #expect(!page.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" && $0 != "\t" })
    }
  }

  @Test("The page needs nothing but itself: no address of another place, no file, no import")
  func selfContained() throws {
    let page = try HTMLReport.text(Self.suite("x"))
    for other in ["http:", "https:", "//cdn", "src=", "@import", "<link", "fetch(", "XMLHttpRequest", "innerHTML", "eval("] {
      #expect(!page.contains(other), "\(other)")
    }
    #expect(page.matches(of: /url\((?!#)/).isEmpty)
    #expect(page.contains("content=\"default-src 'none';"))
  }

  @Test("A page of a thousand scenarios with long histories stays small, and keeps what did not pass")
  func size() throws {
    var suite = SuiteResult(seed: 1)
    for index in 0..<1000 {
      var result = ScenarioResult(
        path: "s/\(index).yaml", title: "An order crosses and comes back confirmed, number \(index)", proves: ["R-ORD-1"], tags: ["order"],
        outcome: index == 999 ? .broken("no store") : .passed, virtualTime: WorldConfiguration.defaultStart)
      (result.level, result.history) = ("7.3", Self.history("accounts", crossings: 120))
      suite.results.append(result)
    }
    let page = try HTMLReport.text(suite)
    #expect(page.utf8.count < 3_800_000, "\(page.utf8.count)")
    let last = try #require(page.firstRange(of: "id=\"s1000\""))
    #expect(page[last.lowerBound...].contains("<svg class=\"sequence\""))
    #expect(page.contains("What crossed was left out to keep this page small"))
  }

  @Test("Headings step down one at a time, every control has its label, every link its target, every identifier is one of a kind")
  func accessible() throws {
    let page = try HTMLReport.text(Self.suite("x"))
    #expect(page.contains("<html lang=\"en\">"))
    let levels = page.matches(of: /<h([1-6])/).compactMap { Int($0.output.1) }
    #expect(levels.first == 1)
    #expect(levels.count { $0 == 1 } == 1)
    for (a, b) in zip(levels, levels.dropFirst()) { #expect(b <= a + 1, "h\(b) after h\(a)") }
    let identifiers = page.matches(of: /\sid="([^"]*)"/).map { String($0.output.1) }
    #expect(Set(identifiers).count == identifiers.count)
    for link in page.matches(of: /href="#([^"]*)"/) { #expect(identifiers.contains(String(link.output.1))) }
    let labelled = page.matches(of: /<label for="([^"]*)"/).map { String($0.output.1) }
    #expect(labelled == page.matches(of: /<(?:input|select) id="([^"]*)"/).map { String($0.output.1) })
    for header in page.matches(of: /<th[^>a-z][^>]*>/) { #expect(header.output.contains("scope=\""), "\(header.output)") }
    for image in page.matches(of: /<svg[^>]*>/) {
      #expect(image.output.contains("aria-hidden=\"true\"") || image.output.contains("role=\"img\" aria-label=\""))
    }
    for landmark in ["<header>", "<main>", "<footer>", "role=\"search\""] { #expect(page.contains(landmark)) }
    // What scrolls can be scrolled with the keyboard.
    for scroller in page.matches(of: /<(?:div class="scroll"|pre class="source")[^>]*>/) {
      #expect(scroller.output.contains("tabindex=\"0\""))
    }
  }

  /// Text colours, and what they stand on.
  private static let pairs = [
    ("text", "page"), ("text", "panel"), ("text", "mark"), ("quiet", "page"), ("quiet", "panel"), ("quiet", "good-back"),
    ("quiet", "bad-back"), ("link", "page"), ("good", "page"), ("good", "good-back"), ("bad", "page"), ("bad", "bad-back"),
    ("engine", "page"),
  ]

  @Test("Every text is told from its ground with a contrast of 4.5 at least, in light, in dark and on paper (WCAG 2.2, 1.4.3 AA)")
  func contrast() throws {
    let themes = HTMLStyle.text.split(separator: ":root {").map { String($0.prefix { $0 != "}" }) }
    #expect(themes.count == 3)
    for theme in themes {
      var colors: [String: Double] = [:]
      for match in theme.matches(of: /--([a-z-]+): #([0-9a-f]{3,6})/) {
        colors[String(match.output.1)] = Self.luminance(String(match.output.2))
      }
      for (text, ground) in Self.pairs {
        let (a, b) = (try #require(colors[text]), try #require(colors[ground]))
        let contrast = (max(a, b) + 0.05) / (min(a, b) + 0.05)
        #expect(contrast >= 4.5, "\(text) on \(ground): \(contrast)")
      }
    }
    let elsewhere = HTMLStyle.text.split(separator: "\n").filter { !$0.contains("--") }.joined()
    #expect(elsewhere.firstMatch(of: /#[0-9a-fA-F]{3}[^a-z]/) == nil, "colours belong into the lists of variables")
  }

  /// Relative luminance as WCAG 2.2 defines it.
  private static func luminance(_ hex: String) -> Double {
    let digits = hex.count == 3 ? hex.map { "\($0)\($0)" }.joined() : hex
    let channels = stride(from: 0, to: 6, by: 2).map { offset -> Double in
      let start = digits.index(digits.startIndex, offsetBy: offset)
      let value = Double(Int(digits[start..<digits.index(start, offsetBy: 2)], radix: 16) ?? 0) / 255
      return value <= 0.04045 ? value / 12.92 : power((value + 0.055) / 1.055)
    }
    return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
  }

  /// To the power of 2.4, as five roots and squares: x^2.4 = x^2 · (x^2)^(1/5), the root by Newton's method.
  private static func power(_ x: Double) -> Double {
    let square = x * x
    var root = 1.0
    for _ in 0..<60 { root -= (root * root * root * root * root - square) / (5 * root * root * root * root) }
    return square * root
  }

  @Test("What differs between two values is marked, and what they have in common is not")
  func difference() {
    let (expected, actual) = HTMLFailure.marked("\"Fabrikam Inc\" (text)", "\"Fabrikam & Sons Inc\" (text)")
    #expect(expected == "&quot;Fabrikam Inc&quot; (text)")
    #expect(actual == "&quot;Fabrikam <mark>&amp; Sons </mark>Inc&quot; (text)")
    #expect(HTMLFailure.marked("aa", "a") == ("a<mark>a</mark>", "a"))
  }

  @Test("The timeline tells moments once, and what passed between them")
  func timeline() {
    #expect(HTMLTimeline.length(999) == "999 ms")
    #expect(HTMLTimeline.length(3_600_000 + 300_000) == "1 h 5 min")
    #expect(HTMLTimeline.length(86_400_000 * 2) == "2 d")
    let start = WorldConfiguration.defaultStart
    var history = ScenarioHistory()
    history.entries = [
      .step(.init(title: "advance 2 hours", line: 1, depth: 0, began: start, ended: start.adding(seconds: 7200))),
      .step(.init(title: "read sales/accounts", line: 2, depth: 1, began: start.adding(seconds: 7200), ended: nil)),
    ]
    let text = HTMLTimeline(history).text
    #expect(text.contains(">2018-04-03 08:00:00</time> <span>advance 2 hours <span class=\"took\">takes 2 h</span>"))
    #expect(text.contains("<span class=\"gap\">2 h later</span> <time datetime=\"2018-04-03T10:00:00Z\">10:00:00</time>"))
  }
}
