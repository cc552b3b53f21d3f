import OData
import SyncEngine
import Twin

/// A load on paper: its requests as costs, sent at the engine's own pace against the limits as the twins count them, on a clock that
/// nobody waits for. A load of hours takes milliseconds.
struct ForecastRun {
  private let plan: ForecastPlan
  private let shape: LoadShape
  private var now = Timestamp(milliseconds: 1_522_742_400_000)
  private var ends: [ForecastSide: End] = [:]
  private var rowsWritten = 0
  private(set) var outcome: ForecastOutcome

  /// One of the two systems: what it counts, and how the engine treats it.
  private struct End {
    let stage: LimitStage
    let pace: RequestPace
  }

  init(_ plan: ForecastPlan, _ shape: LoadShape, protections: [ForecastSide: ServiceProtection]) {
    self.plan = plan
    self.shape = shape
    for (side, protection) in protections { ends[side] = End(stage: LimitStage(protection), pace: RequestPace()) }
    outcome = ForecastOutcome(
      rows: plan.rows, batchSize: plan.options.batchSize, requestsAtOnce: plan.options.requestsAtOnce)
  }

  mutating func run() -> ForecastOutcome {
    let start = now
    while rowsWritten < plan.rows {
      for (side, milliseconds) in rowsWritten == 0 ? shape.beginning : shape.beginningAgain { send([milliseconds], to: side) }
      execute()
    }
    outcome.milliseconds = now.milliseconds - start.milliseconds
    for side in ForecastSide.allCases {
      guard let end = ends[side] else { continue }
      outcome.ends[side, default: .init()].executionMilliseconds = end.stage.executionMilliseconds
    }
    return outcome
  }

  /// The largest number of rows of an execution ends it behind the page that reaches it.
  private mutating func execute() {
    var known = shape.isReadInFull ? rowsWritten : 0
    var inExecution = 0
    var overlap = 0
    repeat {
      let rows = min(plan.options.pageSize, known + plan.rows - rowsWritten + overlap)
      send([Int64((shape.page.fixed + shape.page.perRow * Double(rows)).rounded())], to: .source)
      let new = max(0, rows - overlap - known)
      known -= rows - overlap - new
      overlap = shape.overlap
      write(new)
      inExecution += new
    } while rowsWritten < plan.rows && inExecution < plan.options.rowsMax
  }

  private mutating func write(_ rows: Int) {
    guard rows > 0 else { return }
    if rowsWritten == 0 { for question in shape.questionsOnce { send([question], to: .destination) } }
    rowsWritten += rows
    send(shape.questions(rows: rows), to: .destination)
    for wave in shape.waves {
      let batches = stride(from: 0, to: rows, by: plan.options.batchSize).map { start in
        Int64((wave.fixed + wave.perOperation * Double(min(plan.options.batchSize, rows - start))).rounded())
      }
      send(batches, to: .destination)
    }
  }

  /// As the engine's client sends requests of which several may be under way.
  private mutating func send(_ costs: [Int64], to side: ForecastSide) {
    guard let end = ends[side] else {
      // A system without limits takes its time all the same; nobody says how many it serves at once.
      outcome.ends[side, default: .init()].requests += costs.count
      return
    }
    var open = costs
    while !open.isEmpty {
      if let until = end.pace.closedUntil, now < until {
        outcome.ends[side, default: .init()].waitedMilliseconds += until.milliseconds - now.milliseconds
        now = until
      }
      open = sendOnce(open, to: side, end)
    }
  }

  /// - Returns: those that were refused, or not begun.
  private mutating func sendOnce(_ costs: [Int64], to side: ForecastSide, _ end: End) -> [Int64] {
    let request = HTTPRequest(.post, "/$batch")
    var underWay: [(end: Timestamp, cost: Int64, answer: HTTPResponse?, seconds: Int64)] = []
    var refused: [Int64] = []
    var next = 0
    while true {
      while next < costs.count, end.pace.mayBegin(underWay: underWay.count, at: now, most: plan.options.requestsAtOnce) {
        let cost = costs[next]
        next += 1
        outcome.ends[side, default: .init()].requests += 1
        var answer: HTTPResponse?
        var seconds: Int64 = 0
        var until = now
        if let (_, wait) = end.stage.enter(request, nil, at: now) {
          seconds = wait
          outcome.ends[side, default: .init()].refusals += 1
        } else {
          var response = HTTPResponse(200)
          end.stage.add(milliseconds: cost)
          end.stage.leave(&response, nil, at: now)
          until = now.adding(milliseconds: end.stage.lastMilliseconds)
          answer = response
        }
        underWay.insert((until, cost, answer, seconds), at: underWay.firstIndex { until < $0.end } ?? underWay.endIndex)
      }
      guard !underWay.isEmpty else { return refused + costs[next...] }
      let done = underWay.removeFirst()
      now = max(now, done.end)
      if let answer = done.answer {
        end.pace.answered(answer, most: plan.options.requestsAtOnce)
      } else {
        end.pace.refused(seconds: min(done.seconds, plan.options.retryAfterSecondsMax), at: now)
        refused.append(done.cost)
      }
    }
  }
}
