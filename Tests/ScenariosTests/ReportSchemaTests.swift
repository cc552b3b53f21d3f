import Foundation
import OData
import StrictYAML
import Testing

@testable import Scenarios

/// docs/schemas/report.schema.json, against what the JSON report writes.
struct ReportSchemaTests {
  private static func schema() throws -> JSON {
    try JSON(decoding: Array(Data(contentsOf: URL(fileURLWithPath: "\(Worlds.root)/docs/schemas/report.schema.json"))))
  }

  /// One scenario of each outcome, with everything a report can tell.
  static var suite: SuiteResult {
    let start = WorldConfiguration.defaultStart
    var failure = FailureReport(
      position: SourcePosition(file: "s/a.yaml", line: 9, column: 13), message: "no", virtualTime: start, replay: "p2c run s/a.yaml")
    failure.comparison = .init(what: "name", expected: "1", actual: "2")
    (failure.step, failure.source, failure.response) = ("expect", [(9, "  - expect")], "400 no")
    failure.records = [.init(title: "Sales accounts", lines: [("name", "A")])]
    (failure.ledger, failure.faults) = (["accounts"], ["delay"])
    var bare = failure
    (bare.virtualTime, bare.comparison, bare.step, bare.source, bare.response) = (nil, nil, nil, [], nil)
    let outcomes: [ScenarioResult.Outcome] = [
      .passed, .failed(failure), .failed(bare), .broken("no store"), .notForThisEngine("it waits"),
      .malformed(MalformedFile([Diagnostic(SourcePosition(file: "b.yaml", line: 1, column: 2), "unknown key")])),
    ]
    var suite = SuiteResult(seed: 7)
    for (index, outcome) in outcomes.enumerated() {
      var result = ScenarioResult(
        path: "s/\(index).yaml", title: "T\(index)", proves: ["R-ACC-1"], tags: ["t"], outcome: outcome, virtualTime: start)
      (result.position, result.level, result.solution, result.began) = (index, "7.3", index == 0 ? nil : "1.15.0.1", start)
      (result.notes, result.documents, result.endState) = (["n"], [DocumentCount(kind: "order", count: 2)], "5e")
      (result.nanoseconds, result.requests, result.executions, result.steps) = (1_234_567, 3, 1, 2)
      result.history = history
      suite.results.append(result)
    }
    (suite.nanoseconds, suite.total) = (9_000_000, 6)
    suite.thresholds = ["run <= 1.5 ms", "rules >= 1"].compactMap { try? Threshold($0) }
    return suite
  }

  private static var history: ScenarioHistory {
    let start = WorldConfiguration.defaultStart
    var execution = ScenarioHistory.Execution(project: "accounts", began: start)
    (execution.ended, execution.status) = (start.adding(seconds: 5), "Warning")
    (execution.problems, execution.moreProblems) = (["p"], 1)
    execution.tasks = [
      ScenarioHistory.Task(
        task: "A", read: 1, created: 2, updated: 3, unchanged: 4, skipped: 5, failed: 6, failures: ["k: r"], moreFailures: 5),
      ScenarioHistory.Task(task: "B"),
    ]
    var history = ScenarioHistory()
    history.leftOut = 3
    history.entries = [
      .part("baseline"),
      .step(.init(title: "s", line: 3, depth: 1, began: start, ended: start.adding(seconds: 9), isFailed: true)),
      .step(.init(title: "s", line: 4, depth: 0, began: start, ended: start)),
      .execution(execution),
      .crossing(
        .init(
          sender: "engine", system: .sales, method: "GET", what: "accounts", status: 400, isBatched: true, count: 2, bytes: 3, time: start,
          refusal: "no")),
      .crossing(
        .init(
          sender: "checks", system: .supplyChain, method: "GET", what: "", status: nil, isBatched: false, count: 1, bytes: 0, time: start)),
    ]
    return history
  }

  @Test("What the JSON report writes is what its schema says")
  func valid() throws {
    let complaints = SchemaComplaints(try JSON(decoding: JSONReport.text(Self.suite)), try Self.schema())
    #expect(complaints.list == [])
  }

  @Test("The schema finds a member that is missing, one that is unknown, one of another type, and an outcome that is none")
  func invalid() throws {
    let text = JSONReport.text(Self.suite)
    for (good, bad) in [
      ("\"seed\":7,", ""), ("\"seed\":7", "\"sed\":7,\"seed\":7"), ("\"seed\":7", "\"seed\":\"7\""), ("\"passed\",", "\"past\","),
      ("\"from\":\"engine\"", "\"from\":\"nobody\""),
    ] {
      let damaged = text.replacingOccurrences(of: good, with: bad)
      #expect(damaged != text)
      #expect(!SchemaComplaints(try JSON(decoding: damaged), try Self.schema()).list.isEmpty, "\(good) → \(bad)")
    }
  }

  @Test("Every report can be made again from the JSON report, to the byte")
  func again() throws {
    let suite = Self.suite
    let read = try JSONReport.suite(Array(JSONReport.text(suite).utf8))
    #expect(JSONReport.text(read) == JSONReport.text(suite))
    #expect(try HTMLReport.text(read) == HTMLReport.text(suite))
    #expect(MarkdownReport.text(read) == MarkdownReport.text(suite))
    #expect(JUnitReport.text(read) == JUnitReport.text(suite))
    #expect(TAPReport.text(read) == TAPReport.text(suite))
  }

  @Test("Of a real scenario, too, the report is what its schema says, and its history survives being written and read")
  func real() async throws {
    var options = SuiteOptions()
    (options.keepsHistory, options.recordsEndState) = (true, true)
    let result = try await Worlds.run(
      "scenario: a\nsteps:\n  - run: accounts\n  - advance: 90 minutes\n  - expect: sales/accounts\n    count: 1\n", options: options)
    var suite = SuiteResult(seed: 1)
    suite.results = [result]
    let text = JSONReport.text(suite)
    #expect(SchemaComplaints(try JSON(decoding: text), try Self.schema()).list == [])
    #expect(try JSONReport.suite(Array(text.utf8)).results.first?.history == result.history)
  }
}

/// As much of JSON Schema as the report's schema uses.
private struct SchemaComplaints {
  private(set) var list: [String] = []

  init(_ json: JSON, _ schema: JSON, at place: String = "") {
    if let any = schema["anyOf"]?.arrayValue {
      if !any.contains(where: { SchemaComplaints(json, $0, at: place).list.isEmpty }) { list.append("\(place): none of those there are") }
      return
    }
    if let constant = schema["const"], !constant.isSame(as: json) { list.append("\(place): not \(constant.text)") }
    if let words = schema["enum"]?.arrayValue, !words.contains(json) { list.append("\(place): \(json.text) is none of those there are") }
    let types = schema["type"]?.arrayValue ?? schema["type"].map { [$0] } ?? []
    if !types.isEmpty, !types.contains(where: { $0.stringValue.map { Self.isType(json, $0) } ?? false }) {
      list.append("\(place): \(json.text.prefix(40)) is not of that type")
    }
    for (index, element) in (json.arrayValue ?? []).enumerated() {
      if let items = schema["items"] { list += SchemaComplaints(element, items, at: "\(place)/\(index)").list }
    }
    guard let object = json.objectValue else { return }
    for name in (schema["required"]?.arrayValue ?? []).compactMap(\.stringValue) where object[name] == nil {
      list.append("\(place): \(name) is missing")
    }
    for member in object.members {
      if let inner = schema["properties"]?[member.name] {
        list += SchemaComplaints(member.value, inner, at: "\(place)/\(member.name)").list
      } else if let other = schema["additionalProperties"] {
        if other == false {
          list.append("\(place): \(member.name) is unknown")
        } else {
          list += SchemaComplaints(member.value, other, at: "\(place)/\(member.name)").list
        }
      }
    }
  }

  private static func isType(_ json: JSON, _ name: String) -> Bool {
    switch name {
    case "object": json.objectValue != nil
    case "array": json.arrayValue != nil
    case "string": json.stringValue != nil
    case "integer": json.numberValue?.exactInt64 != nil
    case "number": json.numberValue != nil
    case "boolean": json.boolValue != nil
    case "null": json.isNull
    default: false
    }
  }
}
