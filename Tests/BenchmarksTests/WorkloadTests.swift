import Foundation
import OData
import Testing

@testable import Benchmarks

/// Every workload does what it says it measures, at a small size and on a clock of the test's own.
struct WorkloadTests {
  private var folder: URL { FileManager.default.temporaryDirectory.appendingPathComponent("bench-test-\(UUID().uuidString)") }

  private func part(_ workload: Workload) async throws -> BenchmarkReport.Part {
    try await workload.measure(with: BenchmarkHarness(clocks: Self.clocks(), repetitions: 1, warmUps: 0))
  }

  private static func clocks() -> MeasuringClocks {
    let clock = TestClock()
    return MeasuringClocks(wall: { clock.advance() }, processor: { clock.advance() })
  }

  @Test("The targets put each case beside a bare one over the same rows")
  func targets() async throws {
    let part = try await part(try await TargetWorkload(rows: 300, loadRows: 300).build(folder: folder))
    #expect(part.measurements.map(\.name).count == 8)
    #expect(part.targets.map(\.name) == ["key-read", "create", "page-of-50", "initial-load", "memory-per-row"])
  }

  @Test("Orders go there and back and are invoiced", arguments: DocumentWorkload.Kind.allCases)
  func documents(kind: DocumentWorkload.Kind) async throws {
    let part = try await part(try DocumentWorkload(kind, orders: 8).build(folder: folder))
    for item in part.measurements {
      let counts = try #require(item.counts)
      #expect(counts.work.requests > 0 && counts.work.statements > 0 && counts.work.rowsWritten >= counts.units)
      #expect(counts.work.retries == 0)
    }
  }

  @Test("The engine's work is counted, the same each time, and nothing is lost or doubled")
  func engine() async throws {
    let first = try await part(try await EngineWorkload(rows: 300).build(folder: folder))
    let second = try await part(try await EngineWorkload(rows: 300).build(folder: folder))
    #expect(first.measurements.map { $0.counts?.work } == second.measurements.map { $0.counts?.work })
    for name in ["rows-doubled", "rows-lost"] { #expect(first.figures.first { $0.name == name }?.value == 0) }
  }

  @Test("A scenario's step costs something")
  func scenarios() async throws {
    var workload = ScenarioWorkload(clocks: Self.clocks())
    workload.scenarios = 3
    let built = try await workload.build()
    #expect(built.figures.map(\.name) == ["scenario-of-1-step", "scenario-of-10-steps", "step", "100-scenarios"])
  }

  @Test("Growth compares the largest size with the smallest")
  func growth() async throws {
    let workload = try await GrowthWorkload(sizes: [100, 200], clocks: Self.clocks()).build(folder: folder)
    #expect(BenchmarkReport.Part(workload, []).targets.first?.name == "growth.time")
  }
}
