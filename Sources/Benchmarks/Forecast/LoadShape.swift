import OData
import SyncEngine
import Twin

/// What a load asks of both systems, learnt from a small one: how many requests of which cost a page of rows takes.
struct LoadShape: Sendable {
  /// Before the first row, one after the other: metadata, the legal entity, rules of columns.
  let beginning: [(side: ForecastSide, milliseconds: Int64)]
  /// A page of the source takes so long, and so much longer for each row.
  let page: (fixed: Double, perRow: Double)
  /// Questions at the destination before a page is written, for each row of it; and what each takes.
  let questions: (perRow: Double, milliseconds: Int64)
  /// Those that are asked before the first page only, since the engine remembers the answers.
  let questionsOnce: Int
  /// A batch takes so long, and so much longer for each operation.
  let batch: (fixed: Double, perOperation: Double)
  /// How often a row is written.
  let writesPerRow: Double

  /// - Parameters:
  ///   - costs: of a load of two pages, the second one smaller than the first.
  ///   - batchFixed: what the frame of a batch costs at the destination.
  init(_ plan: ForecastPlan, costs: [ForecastWorld.Cost], rows: Int, batchFixed: Int64) throws {
    let reads = costs.indices.filter { costs[$0].side == .source && costs[$0].isQuery }.suffix(2)
    let pages = reads.map { Double(costs[$0].milliseconds) }
    let batches = costs.filter { $0.side == .destination && $0.isBatch }
    guard let first = reads.first, pages.count == 2, rows > plan.options.pageSize, rows < 2 * plan.options.pageSize, !batches.isEmpty else {
      throw UnexpectedRun("a load of \(rows) rows did not take the way that forecasts know")
    }
    let (full, rest) = (Double(plan.options.pageSize), Double(rows - plan.options.pageSize))
    let perRow = (pages[0] - pages[1]) / (full - rest)
    page = (pages[0] - perRow * full, perRow)
    beginning = costs[..<first].map { ($0.side, $0.milliseconds) }
    func asked(_ range: Range<Int>) -> [ForecastWorld.Cost] { costs[range].filter { $0.side == .destination && $0.isQuery } }
    let second = reads.last ?? first
    let (before, after) = (asked(first..<second), asked(second..<costs.endIndex))
    let all = before + after
    questions = (Double(after.count) / rest, all.isEmpty ? 0 : all.reduce(0) { $0 + $1.milliseconds } / Int64(all.count))
    questionsOnce = max(0, before.count - Int((Double(after.count) / rest * full).rounded()))
    let work = Double(batches.reduce(0) { $0 + $1.milliseconds })
    // Batches of one page stand behind each other, so the last one of each may be smaller.
    let perWave = [full, rest].reduce(0) { $0 + ($1 / Double(plan.options.batchSize)).rounded(.up) }
    writesPerRow = max(1, (Double(batches.count) / perWave).rounded())
    batch = (Double(batchFixed), (work - Double(batchFixed) * Double(batches.count)) / (Double(rows) * writesPerRow))
  }
}
