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
      var report = BenchmarkReport(machine: MachineFacts(), repetitions: 2, warmUps: 0, commit: "0123456789abcdef")
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

  @Test("The page of documentation holds every target with its ratio and figures, every case, curve and note, the machine and the commit")
  func page() async throws {
    let report = try await report
    let page = try PerformancePage.text(try JSON(decoding: Array(BenchmarkJSON.text(report).utf8)), peers: nil)
    #expect(page.contains("| share | at least half | 1.00 | ≥ 0.50 | met |"))
    #expect(page.contains("| small | at most 1 | 12.00 | ≤ 1.00 | **not met** |"))
    #expect(page.contains("| fast | 10,000,000,000 rows | 10,000,000,000 to 10,000,000,000 |"))
    #expect(page.contains("| slow <b> | "))
    #expect(page.contains("| bytes | 12 bytes |"))
    #expect(page.contains("| `read`: offered a second |") && page.contains("| knee |"))
    #expect(page.contains("a note\n"))
    #expect(page.contains(report.machine.processor) && page.contains("of commit `0123456789ab`"))
    #expect(!page.contains("Beside what people use instead"))
  }

  @Test("The page of documentation holds what the peers came to")
  func peers() async throws {
    let peers: JSON = [
      "rows": 10_000,
      "comparisons": [
        ["what": "copying", "unit": "rows a second", "ours": 1710, "theirs": 171, "ratio": 10, "atLeast": 5, "isMet": true],
        [
          "what": "scenarios", "unit": "scenarios a second", "ours": 33, "theirs": 15,
          "ratio": .number(ExactDecimal(mantissa: 22, scale: 1)), "atLeast": 20, "isMet": false,
        ],
      ],
    ]
    let page = try PerformancePage.text(try JSON(decoding: Array(BenchmarkJSON.text(try await report).utf8)), peers: peers)
    #expect(page.contains("| copying | 1,710 rows a second | 171 rows a second | 10.00 | 5.00 | met |"))
    #expect(page.contains("| scenarios | 33 scenarios a second | 15 scenarios a second | 2.20 | 20.00 | **not met** |"))
  }

  @Test("A file that is no report of benchmarks makes no page")
  func noReport() {
    #expect(throws: PerformancePage.Unreadable.self) { try PerformancePage.text(["version": 2], peers: nil) }
    #expect(throws: PerformancePage.Unreadable.self) { try PerformancePage.text(["version": 1, "workloads": []], peers: nil) }
  }

  @Test("docs/performance.md is what 'p2c bench page --update' makes of docs/figures")
  func documentation() throws {
    func file(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: root.appendingPathComponent("docs/\(name)"))) }
    let page = try PerformancePage.text(
      try JSON(decoding: file("figures/bench.json")), peers: try JSON(decoding: file("figures/peers.json")))
    #expect(page == String(decoding: try file("performance.md"), as: UTF8.self))
  }

  private var root: URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  }

  @Test("The JSON has every member that its schema requires, and no other")
  func schema() async throws {
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
