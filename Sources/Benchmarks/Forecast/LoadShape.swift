import OData
import SyncEngine
import Twin

/// What a load asks of both systems, learnt from a small one: how many requests of which cost a page of rows takes.
struct LoadShape: Sendable {
  typealias Request = (side: ForecastSide, milliseconds: Int64)

  /// Before the first row, one after the other: metadata, the legal entity, rules of columns.
  let beginning: [Request]
  /// The same of a further execution, which knows some of it.
  let beginningAgain: [Request]
  /// A page of the source takes so long, and so much longer for each row.
  let page: (fixed: Double, perRow: Double)
  /// Rows of a page that came with the page before it already: a source without links that hold is read on from the last key.
  let overlap: Int
  /// A further execution reads the source from its beginning, and finds what is known already.
  let isReadInFull: Bool
  /// Questions at the destination before the first page is written, one after the other: the engine remembers the answers.
  let questionsOnce: [Int64]
  /// Those before every page, several at a time; of a full page.
  let questions: [Int64]
  /// How often a row is written, and for each time: a batch takes so long, and so much longer for each operation.
  let waves: [(fixed: Double, perOperation: Double)]
  /// Rows of a page that questions were learnt from.
  private let rowsOfPage: Int

  /// Rows that a shape is learnt from: two whole pages, so that what is asked once can be told from what is asked for each page, and a
  /// smaller one, so that the cost of a page can be told from that of its rows.
  static func rows(_ plan: ForecastPlan) -> Int { 2 * plan.options.pageSize + plan.options.pageSize / 2 }

  /// - Parameters:
  ///   - costs: of a load of `rows(plan)` rows, and of an execution behind it that finds everything done.
  ///   - batchFixed: what the frame of a batch costs at the destination.
  init(_ plan: ForecastPlan, load: [ForecastWorld.Cost], again: [ForecastWorld.Cost], batchFixed: Int64) throws {
    func requests(_ costs: ArraySlice<ForecastWorld.Cost>) -> [Request] { costs.map { ($0.side, $0.milliseconds) } }
    let starts = load.indices.filter { load[$0].kind.isPage }
    guard starts.count == 3, starts.allSatisfy({ load[$0].kind.rows > 0 }),
      let firstAgain = again.firstIndex(where: { $0.kind.isPage })
    else {
      throw UnexpectedRun("a load of \(Self.rows(plan)) rows took \(starts.count) pages where forecasts know of three")
    }
    beginning = requests(load[..<starts[0]])
    beginningAgain = requests(again[..<firstAgain])
    let sizes = starts.map { load[$0].kind.rows }
    // The pages of a load hold all its rows, and some of them again.
    overlap = (sizes.reduce(0, +) - Self.rows(plan)) / (starts.count - 1)
    isReadInFull = again.reduce(0) { $0 + $1.kind.rows } > 0
    let times = starts.map { Double(load[$0].milliseconds) }
    let perRow = (times[0] - times[2]) / Double(sizes[0] - sizes[2])
    page = (times[0] - perRow * Double(sizes[0]), perRow)

    let ends = starts.dropFirst() + [load.endIndex]
    let pages = zip(starts, ends).map { load[$0..<$1].filter { $0.side == .destination } }
    let asked = pages.map { $0.filter { $0.kind.isQuestion }.map(\.milliseconds) }
    questionsOnce = Array(asked[0].prefix(max(0, asked[0].count - asked[1].count)))
    questions = asked[1]
    rowsOfPage = sizes[1] - overlap

    var written: [(milliseconds: Double, batches: Double, operations: Double)] = []
    for (number, page) in pages.enumerated() {
      let rows = number == 0 ? sizes[0] : sizes[number] - overlap
      let batches = page.filter { $0.kind.isBatch }
      let perWave = (rows + plan.options.batchSize - 1) / plan.options.batchSize
      guard !batches.isEmpty, batches.count % perWave == 0, number == 0 || batches.count / perWave == written.count else {
        throw UnexpectedRun("a page of \(rows) rows was written in \(batches.count) batches where \(perWave) hold them once")
      }
      for (wave, start) in stride(from: 0, to: batches.count, by: perWave).enumerated() {
        if number == 0 { written.append((0, 0, 0)) }
        written[wave].milliseconds += batches[start..<start + perWave].reduce(0) { $0 + Double($1.milliseconds) }
        written[wave].batches += Double(perWave)
        written[wave].operations += Double(rows)
      }
    }
    waves = written.map { (Double(batchFixed), ($0.milliseconds - Double(batchFixed) * $0.batches) / $0.operations) }
  }

  /// Questions before a page of so many new rows.
  func questions(rows: Int) -> [Int64] {
    guard rows < rowsOfPage else { return questions }
    return Array(questions.prefix((rows * questions.count + rowsOfPage - 1) / rowsOfPage))
  }
}
