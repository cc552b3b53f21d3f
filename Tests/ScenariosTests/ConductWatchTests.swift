import Ambient
import Faults
import OData
import SyncEngine
import Testing
import Twin

@testable import Scenarios

struct ConductWatchTests {
  private let watch: ConductWatch
  private static let start = Timestamp(date: CalendarDate(year: 2018, month: 4, day: 3)!)

  init() throws {
    let limits = try LimitSettings(["requests": 3, "windowSeconds": 60, "actsAfterFullWindow": false])
    watch = ConductWatch(allowances: [.sales: try #require(ConductWatch.Allowance(limits))], faults: nil)
  }

  private func take(_ target: String, _ answer: HTTPAnswer, after seconds: Int64, isLast: Bool = true) {
    watch.take(.sales, HTTPRequest(.get, target), answer, sent: Self.start.adding(seconds: seconds))
    if isLast { watch.answersAreTold() }
  }

  private static let refusal: HTTPAnswer = .success(HTTPResponse(429, headers: ["Retry-After": "30"]))
  private static let loss: HTTPAnswer = .failure(ConnectionLost(wasCarriedOut: false))
  private static let good: HTTPAnswer = .success(HTTPResponse(200))

  @Test("Who asks again before Retry-After is over is impatient; who waits is not")
  func patience() {
    take("/a", Self.refusal, after: 0)
    take("/b", Self.good, after: 30)
    #expect(watch.complaint == nil)
    take("/c", Self.refusal, after: 31)
    take("/d", Self.good, after: 60)
    #expect(watch.complaint?.kind == "the engine is impatient")
  }

  @Test("What was under way beside a refusal was not sent in spite of it")
  func together() {
    take("/a", Self.refusal, after: 0, isLast: false)
    take("/b", Self.good, after: 0)
    #expect(watch.complaint == nil)
  }

  @Test("A moment in Retry-After counts like a number of seconds")
  func date() {
    let moment = HTTPDate.text(Self.start.adding(seconds: 45))
    take("/a", .success(HTTPResponse(429, headers: ["Retry-After": moment])), after: 0)
    take("/b", Self.good, after: 44)
    #expect(watch.complaint?.kind == "the engine is impatient")
  }

  @Test("A read without an answer is not sent again at the same moment")
  func storm() {
    take("/a", Self.loss, after: 0)
    take("/a", Self.loss, after: 1)
    #expect(watch.complaint == nil)
    take("/a", Self.good, after: 1)
    #expect(watch.complaint?.kind == "the engine is impatient")
  }

  @Test("Another execution knows nothing of what was before")
  func anotherExecution() {
    take("/a", Self.refusal, after: 0)
    watch.executionBegan()
    take("/b", Self.good, after: 1)
    #expect(watch.complaint == nil)
  }

  @Test("Another engine in place of one that was killed while it wrote its ledger knows nothing of what was before")
  func anotherEngine() throws {
    let stage = FaultStage(ambient: Ambient(clock: VirtualClock(start: Self.start), seed: 1), services: [])
    stage.hasEngine = true
    try stage.add(FaultRule(FaultCatalogue.fault("engine-crash"), [:], aim: FaultAim(operation: .ledgerWrite)))
    let watch = ConductWatch(allowances: [:], faults: stage)
    func take(_ answer: HTTPAnswer) {
      watch.take(.sales, HTTPRequest(.get, "/a"), answer, sent: Self.start)
      watch.answersAreTold()
    }
    take(Self.loss)
    #expect(throws: EngineKilled.self) { try stage.ledgerWillWrite() }
    stage.engineWasStarted()
    take(Self.good)
    #expect(watch.complaint == nil)
    take(Self.loss)
    take(Self.good)
    #expect(watch.complaint?.kind == "the engine is impatient")
  }

  @Test("More requests than the limit allows within its window are a finding, and as many are none")
  func limit() {
    for second in [0, 20, 40, 60, 80] as [Int64] { take("/a", Self.good, after: second) }
    #expect(watch.complaint == nil)
    take("/a", Self.good, after: 81)
    #expect(watch.complaint?.kind == "a limit is ignored")
  }

  @Test("Time spent counts as many requests as the cheapest leaves room for")
  func time() throws {
    let limits = try LimitSettings([
      "executionSeconds": 1, "windowSeconds": 60, "actsAfterFullWindow": false, "costs": ["read": 300, "query": 400],
    ])
    #expect(ConductWatch.Allowance(limits)?.requests == 4)
    #expect(ConductWatch.Allowance(nil) == nil)
    #expect(ConductWatch.Allowance(.standard) == nil)
  }
}
