import Ambient
import Foundation
import OData
import Testing

@testable import Benchmarks

/// Comparing two builds, with figures made by the test.
struct GateTests {
  /// Pairs whose times differ by chance, as on a machine that others use: mostly by a hundredth, now and then by a fifth.
  private func pairs(
    _ count: Int, slower: Double = 1, counts: [GateMeasure: Double] = [:], seed: UInt64 = 1, noise: Double = 0.02
  ) -> [(before: GateSample, after: GateSample)] {
    var draw = SeededGenerator(seed: seed)
    func time(_ factor: Double) -> Double {
      let share = Double(draw.next(below: 1000)) / 1000
      return 1000 * factor * (1 + noise * share + (draw.next(below: 20) == 0 ? 0.2 : 0))
    }
    func sample(_ factor: Double, _ counts: [GateMeasure: Double]) -> GateSample {
      var figures: [GateMeasure: Double] = [.statements: 3, .requests: 1, .retries: 0, .instructions: 1e6]
      figures[.wall] = time(factor)
      figures[.processor] = figures[.wall]
      for (measure, value) in counts { figures[measure] = value }
      return GateSample(items: ["engine.load"], figures: ["engine.load": figures], calibrationNanoseconds: 1000)
    }
    return (0..<count).map { _ in (sample(1, [:]), sample(slower, counts)) }
  }

  private func verdict(_ pairs: [(before: GateSample, after: GateSample)], _ measure: GateMeasure) throws -> GateComparison.Verdict {
    let comparison = GateComparison(pairs, thresholds: .standard)
    return try #require(comparison.findings.first { $0.measure == measure }).verdict
  }

  @Test("A build compared with itself a hundred times is never found to be slower")
  func noFalseAlarm() {
    for seed in 1...100 {
      let all = pairs(24, seed: UInt64(seed))
      for count in [8, 24] { #expect(GateComparison(Array(all.prefix(count)), thresholds: .standard).verdict != .worse) }
    }
  }

  @Test("Where only counts are looked at, one pair tells, and no clock has a say")
  func countsOnly() throws {
    let measures = GateMeasure.allCases.filter(\.isCount)
    let slow = GateComparison(pairs(1, slower: 2), thresholds: .standard, measures: measures)
    #expect(slow.verdict == .fine)
    #expect(!slow.findings.contains { !$0.measure.isCount })
    let more = GateComparison(pairs(1, counts: [.instructions: 1.05e6]), thresholds: .standard, measures: measures)
    #expect(more.verdict == .worse)
  }

  @Test("The report says what has counted the instructions")
  func counter() {
    var pairs = pairs(8)
    #expect(GateReport.text(GateComparison(pairs, thresholds: .standard)).contains("instructions were not counted"))
    for index in pairs.indices { pairs[index].before.take(instructions: ["load": 1e6]) }
    #expect(GateReport.text(GateComparison(pairs, thresholds: .standard)).contains("counted by callgrind"))
  }

  @Test("A build that takes 15 % longer is found 20 times of 20")
  func slower() throws {
    for seed in 1...20 {
      // As the command does it: more pairs until it can be told.
      let all = pairs(24, slower: 1.15, seed: UInt64(seed))
      let told = try (8...24).map { try verdict(Array(all.prefix($0)), .wall) }.first { $0 != .inconclusive }
      #expect(told == .worse)
    }
  }

  @Test("One statement more for a row is found in one look, and five hundredths more instructions")
  func counts() throws {
    #expect(try verdict(pairs(8, counts: [.statements: 4]), .statements) == .worse)
    #expect(try verdict(pairs(8, counts: [.statements: 2]), .statements) == .fine)
    #expect(try verdict(pairs(8, counts: [.instructions: 1.05e6]), .instructions) == .worse)
    #expect(try verdict(pairs(8, counts: [.instructions: 1.01e6]), .instructions) == .fine)
    #expect(try verdict(pairs(8, counts: [.retries: 1]), .retries) == .worse, "what was nothing may not become something")
  }

  @Test("Where chance is larger than the threshold, nothing is told")
  func noisy() throws {
    #expect(try verdict(pairs(8, slower: 1.08, noise: 0.6), .wall) == .inconclusive)
    let few = GateComparison(pairs(3), thresholds: .standard)
    #expect(few.verdict == .inconclusive)
  }

  @Test("Pairs for which the machine was not equally fast are left out of times")
  func unrest() {
    let calm = pairs(8)
    let restless = (0..<8).map { _ -> (before: GateSample, after: GateSample) in
      var figures: [GateMeasure: Double] = [.wall: 1000, .processor: 1000]
      let before = GateSample(items: ["engine.load"], figures: ["engine.load": figures], calibrationNanoseconds: 1000)
      figures[.wall] = 1400
      return (before, GateSample(items: ["engine.load"], figures: ["engine.load": figures], calibrationNanoseconds: 1400))
    }
    let comparison = GateComparison(calm + restless, thresholds: .standard)
    #expect(comparison.pairs == 8)
    #expect(comparison.pairsLeftOut == 8)
    #expect(comparison.verdict == .fine)
    #expect(comparison.unrest > 1.3)
    #expect(GateReport.text(comparison).contains("8 pairs were left out"))
  }

  @Test("The last line that fits counts, and what is malformed is told with its line")
  func thresholds() throws {
    let text = "# comment\n* wall 1.10\nengine.load  wall 1.04 # tight\n* statements 1.5\n"
    let thresholds = try GateThresholds(text, path: "t")
    #expect(thresholds.ratio("engine.load", .wall) == 1.04)
    #expect(thresholds.ratio("engine.quiet", .wall) == 1.10)
    #expect(thresholds.ratio("engine.load", .statements) == 1.5)
    #expect(thresholds.ratio("engine.load", .requests) == 1)
    for (text, message) in [
      ("* wall", "t:1: a line is a case"), ("\n* speed 1.1", "t:2: 'speed' is no measure"), ("* wall 0.9", "t:1: '0.9' is no ratio"),
    ] {
      let error = #expect(throws: GateThresholds.Malformed.self) { try GateThresholds(text, path: "t") }
      #expect(error?.description.hasPrefix(message) == true, "\(error?.description ?? "")")
    }
  }

  @Test("What is proposed can be read, and keeps what it was made of")
  func proposal() throws {
    let found = pairs(12)
    let text = GateThresholds.proposal(GateComparison(found, thresholds: .standard))
    let comparison = GateComparison(found, thresholds: try GateThresholds(text, path: "t"))
    #expect(comparison.verdict == .fine)
    #expect(try GateThresholds(text, path: "t").ratio("engine.load", .wall) >= 1.03)
  }

  @Test("Thresholds of the project are in order")
  func ownThresholds() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let text = try String(contentsOf: root.appendingPathComponent("CI/thresholds"), encoding: .utf8)
    #expect(try GateThresholds(text, path: "CI/thresholds").ratio("engine.load", .wall) < 1.15)
  }

  @Test("A file of callgrind is read where the program asked for it")
  func callgrind() throws {
    let text =
      "version: 1\ncreator: callgrind\npid: 1\ncmd: p2c\ndesc: I1 cache:\ndesc: Trigger: Client Request: load\nevents: Ir\nsummary: 0\n\nfn=(1) a\n1 2\n\ntotals: 12345\n"
    let found = try #require(CallgrindFile.read(text))
    #expect(found.name == "load")
    #expect(found.instructions == 12345)
    #expect(CallgrindFile.read("desc: Trigger: Program termination\ntotals: 0\n") == nil)
  }

  @Test("The bootstrap interval holds the middle, and is the same for the same ratios")
  func bootstrap() {
    let ratios = [1.0, 1.02, 0.98, 1.1, 0.97, 1.01, 1.03, 0.99]
    let interval = BootstrapInterval(ratios)
    #expect(interval.low <= interval.middle && interval.middle <= interval.high)
    #expect(interval.low >= 0.97 && interval.high <= 1.1)
    #expect(interval == BootstrapInterval(ratios))
    #expect(BootstrapInterval([1, 1, 1]) == BootstrapInterval([1]))
  }
}
