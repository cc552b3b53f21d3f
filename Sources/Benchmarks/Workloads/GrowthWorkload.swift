public import FoundationEssentials
import OData

/// Whether a row costs the same however many there are: the initial load at growing sizes, each behind the other in one run.
public struct GrowthWorkload {
  /// Accounts, rising.
  public var sizes: [Int]
  private let clocks: MeasuringClocks

  public init(sizes: [Int], clocks: MeasuringClocks) {
    self.sizes = sizes
    self.clocks = clocks
  }

  /// What one size came to.
  private struct Point {
    let rows: Int
    let microseconds: Double
    let bytes: Double
  }

  /// - Parameters:
  ///   - folder: where ledgers lie; it must not be there yet, and is removed with the workload.
  ///   - progress: told now and then what is being got ready.
  /// - Throws: what keeps a load from being complete.
  public func build(folder: URL, progress: @escaping (String) -> Void = { _ in }) async throws -> Workload {
    let place = try LedgerFolder(folder)
    var points: [Point] = []
    for rows in sizes { points.append(try await point(rows, place, progress)) }
    var figures: [Workload.Figure] = []
    for point in points {
      figures.append(.init("time-per-row.\(point.rows)", point.microseconds, "µs of processor time"))
      figures.append(.init("memory-per-row.\(point.rows)", point.bytes, "bytes"))
    }
    var targets: [TargetRule] = []
    if let first = points.first, let last = points.last, first.rows < last.rows {
      targets = ["time", "memory"].map { what in
        TargetRule(
          "growth.\(what)", "\(what) per row at \(last.rows) rows is at most 1.3 times that at \(first.rows)",
          .quotient(of: "\(what)-per-row.\(last.rows)", by: "\(what)-per-row.\(first.rows)", atMost: 1.3))
      }
    }
    return Workload(
      name: "growth", title: "Cost of a row as rows grow",
      notes: [
        "The initial load of accounts from Sales into Supply Chain at growing sizes, in one process. Time is processor time of the load; the "
          + "best of three at sizes up to 100,000. Memory is what is allocated more after the load than before the "
          + "two systems and the engine were made, for each account and its customer."
      ],
      figures: figures, ramps: [], targets: targets)
  }

  private func point(_ rows: Int, _ place: LedgerFolder, _ progress: (String) -> Void) async throws -> Point {
    progress("\(rows) rows")
    let before = MachineFacts.allocatedBytes()
    let pair = try EnginePair(rows: rows, folder: URL(filePath: place.path("growth-\(rows)")), progress: { progress("growth: \($0)") })
    var best = Double.infinity
    var bytes = 0.0
    for turn in 0..<(rows > 100_000 ? 1 : 3) {
      let loading = try pair.engine()
      let start = clocks.processor()
      try await pair.load(loading)
      best = min(best, Double(clocks.processor() - start) / Double(rows) / 1000)
      if turn == 0 { bytes = Double(MachineFacts.allocatedBytes() - before) / Double(rows) }
    }
    return Point(rows: rows, microseconds: best, bytes: bytes)
  }
}
