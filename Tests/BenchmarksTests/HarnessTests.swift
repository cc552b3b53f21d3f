import Benchmarks
import Foundation
import Testing

/// The harness on clocks of the test's own.
struct HarnessTests {
  @Test("Warm-ups do not count, and the median of odd and even counts is the middle")
  func medians() async throws {
    let clock = TestClock()
    var durations: [Int64] = [9_000_000, 10_000, 30_000, 20_000]
    let item = BenchmarkCase("case", unit: "request") {
      {
        clock.advance(by: durations.removeFirst())
        return 10
      }
    }
    let harness = BenchmarkHarness(
      clocks: MeasuringClocks(wall: { clock.now }, processor: { clock.now / 2 }), repetitions: 3, warmUps: 1)
    let measurement = try await harness.run([item])[0]
    #expect(measurement.samples.map(\.wallNanoseconds) == [10_000, 30_000, 20_000])
    #expect(measurement.microseconds == Spread([2]) || measurement.microseconds.median == 2)
    #expect(measurement.microseconds.min == 1)
    #expect(measurement.microseconds.max == 3)
    #expect(measurement.perSecond.median == 500_000)
    #expect(measurement.perCoreSecond.median == 1_000_000)
    #expect(Spread([4, 1, 3, 2]).median == 2.5)
  }

  @Test("Cases take turns, and a factor is taken between neighbours of one round")
  func interleaving() async throws {
    let clock = TestClock()
    var order: [String] = []
    var speed: Int64 = 100
    func item(_ name: String, _ cost: Int64, _ baseline: String? = nil) -> BenchmarkCase {
      BenchmarkCase(name, unit: "row", comparedWith: baseline) {
        order.append(name)
        return {
          clock.advance(by: cost * speed)
          return 1
        }
      }
    }
    let harness = BenchmarkHarness(clocks: MeasuringClocks(wall: { clock.now }, processor: { clock.now }), repetitions: 3, warmUps: 0)
    let measurements = try await harness.run([item("slow", 3, "fast"), item("fast", 1)]) { _, _ in speed *= 10 }
    #expect(order == ["slow", "fast", "slow", "fast", "slow", "fast"])
    // The machine got ten times slower with each round; the factor does not care.
    #expect(measurements[0].factor == Spread([3, 3, 3]))
    #expect(measurements[1].factor == nil)
  }

  @Test("Over a network the client's processor time is told apart: a core's second is the server's")
  func client() async throws {
    let clock = TestClock()
    let item = BenchmarkCase("case", unit: "request") {
      {
        clock.advance(by: 1_000_000)
        return 100
      }
    }
    // In a millisecond the process works for two, and half a millisecond of that is the client's.
    let clocks = MeasuringClocks(wall: { clock.now }, processor: { clock.now * 2 }, client: { clock.now / 2 })
    let measurement = try await BenchmarkHarness(clocks: clocks, repetitions: 2, warmUps: 0).run([item])[0]
    #expect(measurement.samples.map(\.processorNanoseconds) == [1_500_000, 1_500_000])
    #expect(measurement.clientMicroseconds == Spread([5]))
    #expect(measurement.perSecond == Spread([100_000]))
    var report = BenchmarkReport(machine: MachineFacts(), repetitions: 2, warmUps: 0)
    report.parts.append(.init(Workload(name: "w", title: "Title", notes: [], cases: [item]), [measurement]))
    let table = BenchmarkTable.text(report)
    #expect(table.contains("a server core's second") && table.contains("100,000 requests") && table.contains("66,667 requests"))
    #expect(BenchmarkJSON.text(report).contains("\"clientNanoseconds\":500000"))
  }

  @Test("The table groups thousands, and the JSON has a version and every sample")
  func reports() async throws {
    let clock = TestClock()
    let item = BenchmarkCase("case", unit: "request") {
      {
        clock.advance(by: 1_000_000)
        return 1234
      }
    }
    let harness = BenchmarkHarness(clocks: MeasuringClocks(wall: { clock.now }, processor: { clock.now }), repetitions: 2, warmUps: 0)
    var report = BenchmarkReport(machine: MachineFacts(), repetitions: 2, warmUps: 0)
    let workload = Workload(name: "w", title: "Title", notes: ["a note"], figures: [.init("bytes", 1_234_567, "bytes")], cases: [item])
    report.parts.append(.init(workload, try await harness.run([item])))
    let table = BenchmarkTable.text(report)
    #expect(table.contains("1,234,000 requests"))
    #expect(table.contains("1,234,567 bytes"))
    #expect(table.contains("a note"))
    let json = BenchmarkJSON.text(report)
    #expect(json.hasPrefix("{\"version\":1,"))
    #expect(json.components(separatedBy: "wallNanoseconds").count == 3)
  }
}
