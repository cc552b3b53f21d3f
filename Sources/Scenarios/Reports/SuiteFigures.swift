/// What a run comes to in figures, the same in every report for people.
enum SuiteFigures {
  /// `3 scenarios: 2 passed, 1 failed`.
  static func counts(_ suite: SuiteResult) -> String {
    var counts = ["\(suite.passed) passed"]
    if suite.failed > 0 { counts.append("\(suite.failed) failed") }
    if suite.broken > 0 { counts.append("\(suite.broken) broken") }
    if suite.malformed > 0 { counts.append("\(suite.malformed) malformed") }
    if suite.notForThisEngine > 0 { counts.append("\(suite.notForThisEngine) not for this engine") }
    if suite.skipped > 0 { counts.append("\(suite.skipped) not run") }
    return "\(suite.results.count + suite.skipped) scenarios: \(counts.joined(separator: ", "))"
  }

  static func all(_ suite: SuiteResult) -> [(name: String, value: String)] {
    var figures = [("time", Durations.text(suite.nanoseconds)), ("seed", String(suite.seed))]
    figures.append(("executions of the engine", grouped(suite.results.reduce(0) { $0 + $1.executions })))
    figures.append(("requests of steps and checks", grouped(suite.results.reduce(0) { $0 + $1.requests })))
    figures += documents(suite).map { ("\($0.kind)s that agree on both sides", grouped($0.count)) }
    figures.append(("rules proven", grouped(rulesProven(suite))))
    return figures
  }

  /// `1,204 steps, 139 executions, 13 orders agree on both sides, 19 rules proven`.
  static func line(_ suite: SuiteResult) -> String {
    func counted(_ count: Int, _ word: String) -> String { "\(grouped(count)) \(word)\(count == 1 ? "" : "s")" }
    var parts = [counted(suite.results.reduce(0) { $0 + $1.steps }, "step")]
    parts.append(counted(suite.results.reduce(0) { $0 + $1.executions }, "execution"))
    let agreeing = documents(suite).map { counted($0.count, $0.kind) }
    if !agreeing.isEmpty { parts.append("\(agreeing.joined(separator: ", ")) that agree on both sides") }
    parts.append("\(counted(rulesProven(suite), "rule")) proven")
    return parts.joined(separator: ", ")
  }

  /// Rules that a scenario proves which passed.
  static func rulesProven(_ suite: SuiteResult) -> Int { Set(suite.results.filter(\.isPassed).flatMap(\.proves)).count }

  /// By kind, in the order they first come in.
  static func documents(_ suite: SuiteResult) -> [DocumentCount] {
    var kinds: [String] = []
    var counts: [String: Int] = [:]
    for document in suite.results.flatMap(\.documents) {
      if counts[document.kind] == nil { kinds.append(document.kind) }
      counts[document.kind, default: 0] += document.count
    }
    return kinds.map { DocumentCount(kind: $0, count: counts[$0] ?? 0) }
  }

  /// The longest first; those of equal length in the order they ran.
  static func slowest(_ suite: SuiteResult, _ count: Int) -> [ScenarioResult] {
    suite.results.enumerated().sorted { ($1.element.nanoseconds, $0.offset) < ($0.element.nanoseconds, $1.offset) }.prefix(count)
      .map(\.element)
  }

  /// `12,345`.
  static func grouped(_ number: Int) -> String {
    var text = ""
    for (index, digit) in String(number.magnitude).reversed().enumerated() {
      if index > 0, index % 3 == 0 { text = "," + text }
      text = String(digit) + text
    }
    return number < 0 ? "-" + text : text
  }
}
