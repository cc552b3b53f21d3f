import Foundation
import OData
import Testing

@testable import Benchmarks

/// What is written of a run: the page, the JSON beside its schema, the page of documentation.
struct ReportTests {
  private var report: BenchmarkReport {
    get async throws {
      let clocks = MeasuringClocks(wall: { 5 }, processor: { 5 })
      let cases = [
        BenchmarkCase("fast", unit: "row") { { 10 } }, BenchmarkCase("slow <b>", unit: "row", comparedWith: "fast") { { 10 } },
      ]
      let workload = Workload(
        name: "w", title: "Title", notes: ["a note"], figures: [.init("bytes", 12, "bytes")], cases: cases, ramps: [],
        targets: [
          TargetRule("share", "at least half", .share(of: "slow <b>", atLeast: 0.5)),
          TargetRule("small", "at most 1", .figure("bytes", atMost: 1)),
        ])
      var part = BenchmarkReport.Part(
        workload, try await BenchmarkHarness(clocks: clocks, repetitions: 2, warmUps: 0).run(cases))
      part.curves = [curve]
      var report = BenchmarkReport(machine: MachineFacts(), repetitions: 2, warmUps: 0)
      report.parts = [part]
      return report
    }
  }

  private var curve: LoadCurve {
    let steps = [1000.0, 2000].map { rate -> LoadCurve.Step in
      var latencies = Latencies()
      for number in 1...100 { latencies.record(nanoseconds: Int64(number) * 10_000) }
      return LoadCurve.Step(
        offered: rate, achieved: rate, processorMicroseconds: 3, latencies: latencies, errors: rate > 1500 ? [429: 2, 0: 1] : [:])
    }
    return LoadCurve(name: "read", closedLoop: 2000, steps: steps, rule: LoadCurve.KneeRule(p99Microseconds: 5000))
  }

  @Test("The table shows curves with their knee, and targets that are met and not")
  func table() async throws {
    let text = BenchmarkTable.text(try await report)
    #expect(text.contains("<- knee"))
    #expect(text.contains("1 × no answer, 2 × 429"))
    #expect(text.contains("NOT MET"))
  }

  @Test("The HTML page stands by itself: no address, no script, and nothing of a name is taken for markup")
  func html() async throws {
    let page = BenchmarkHTML.text(try await report)
    #expect(page.contains("slow &lt;b&gt;"))
    #expect(!page.contains("<b>") && !page.contains("<script") && !page.contains("http"))
    #expect(page.contains("<svg") && page.contains("<polyline class=\"p99\""))
    #expect(page.contains("not met"))
  }

  @Test("The figures go between the marks of a page, and the rest stays")
  func page() async throws {
    let before = "# A\n\(BenchmarkPage.begin)\nold\n\(BenchmarkPage.end)\n# B\n"
    let after = try #require(BenchmarkPage.text(try await report, in: before))
    #expect(after.hasPrefix("# A\n\(BenchmarkPage.begin)\n## Targets\n"))
    #expect(after.hasSuffix("```\n\(BenchmarkPage.end)\n# B\n"))
    #expect(!after.contains("old"))
    #expect(BenchmarkPage.text(try await report, in: "# A") == nil)
    #expect(BenchmarkPage.text(try await report, in: after) == after)
  }

  @Test("The JSON has every member that its schema requires, and no other")
  func schema() async throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let schema = try JSON(decoding: Array(Data(contentsOf: root.appendingPathComponent("docs/schemas/bench.schema.json"))))
    let json = try JSON(decoding: Array(BenchmarkJSON.text(try await report).utf8))
    check(json, schema, schema, "report")
  }

  private func check(_ json: JSON, _ part: JSON, _ schema: JSON, _ place: String) {
    var part = part
    if let name = part["$ref"]?.stringValue?.split(separator: "/").last { part = schema["$defs"]?[String(name)] ?? .null }
    for item in json.arrayValue ?? [] { if let items = part["items"] { check(item, items, schema, "\(place)[]") } }
    guard let object = json.objectValue, let properties = part["properties"]?.objectValue else { return }
    for name in part["required"]?.arrayValue?.compactMap(\.stringValue) ?? [] { #expect(object[name] != nil, "\(place) has no \(name)") }
    for member in object.members {
      let known = properties[member.name]
      #expect(known != nil, "\(place).\(member.name) is not in the schema")
      if let known { check(member.value, known, schema, "\(place).\(member.name)") }
    }
  }
}
