import Faults
import OData
import SyncEngine
import Twin

/// Watches how an engine and the systems treat each other, request by request.
///
/// - A system that asks for patience gets it: nothing is sent until the time in `Retry-After` is over.
/// - A read that got no answer is not sent again at the same moment.
/// - No more requests are let through than the limits of a system allow.
///
/// It knows nothing of how either of them goes about that. What was under way together is told of when all of it is answered, so that only
/// what is sent from then on counts as sent in spite of a refusal. Belongs to the executor of its world.
final class ConductWatch {
  /// The first thing that was not as it has to be.
  private(set) var complaint: Rehearsal.Finding?

  /// How many requests a system lets through in a span of time.
  struct Allowance {
    let requests: Int
    let windowSeconds: Int64

    init(requests: Int, windowSeconds: Int64) { (self.requests, self.windowSeconds) = (requests, windowSeconds) }

    /// What limits amount to; `nil` where they are too loose to be told from none.
    init?(_ limits: LimitSettings?) {
      guard let json = limits?.json, json["actsAfterFullWindow"] == false, let window = json["windowSeconds"]?.numberValue?.exactInt64
      else { return nil }
      var most = json["requests"]?.numberValue?.exactInt64
      // What the cheapest request costs says how many there can be.
      if let seconds = json["executionSeconds"]?.numberValue?.exactInt64,
        let cheapest = json["costs"]?.objectValue?.members.compactMap({ $0.value.numberValue?.exactInt64 }).min(), cheapest > 0
      {
        let count = (seconds * 1000 + cheapest - 1) / cheapest
        most = min(most ?? count, count)
      }
      guard let most else { return nil }
      self.init(requests: Int(most), windowSeconds: window)
    }
  }

  /// What is known of one system.
  private struct Dealings {
    /// Until when the system is to be left alone.
    var closedUntil: Timestamp?
    /// Target of reads without an answer → when.
    var lost: [String: Timestamp] = [:]
    /// Seconds at which requests were let through, within the window.
    var letThrough: [Int64] = []
  }

  private let allowances: [SystemName: Allowance]
  private var dealings: [SystemName: Dealings] = [:]
  private var told: [(system: SystemName, change: (inout Dealings) -> Void)] = []
  /// As long as the engine waits at most, whatever it is asked for.
  private static let patienceMax = RunOptions().retryAfterSecondsMax

  /// Faults may answer in a system's place, and end the engine.
  private let faults: FaultStage?
  private var deathsSeen = 0

  init(allowances: [SystemName: Allowance], faults: FaultStage?) { (self.allowances, self.faults) = (allowances, faults) }

  /// Another engine, or the same one for another run, knows nothing of what was before.
  func executionBegan() {
    for system in SystemName.allCases {
      dealings[system]?.closedUntil = nil
      dealings[system]?.lost = [:]
    }
    told = []
  }

  /// What was under way together is told of: what it says holds for everything that is sent from now on.
  func answersAreTold() {
    for (system, change) in told { change(&dealings[system, default: Dealings()]) }
    told = []
  }

  /// Takes a request of the engine.
  /// - Parameter sent: when it was sent.
  func take(_ system: SystemName, _ request: HTTPRequest, _ answer: HTTPAnswer, sent: Timestamp) {
    guard complaint == nil else { return }
    // Another engine takes the place of one that died, at a request or while it wrote its ledger.
    if let faults, faults.engineDeaths != deathsSeen {
      deathsSeen = faults.engineDeaths
      executionBegan()
    }
    if faults?.engineIsDead == true { return }
    let response = try? answer.get()
    var known = dealings[system, default: Dealings()]
    let name = "\(request.method.rawValue) \(request.target.prefix { $0 != "?" }) to \(system.title)"
    if let end = known.closedUntil, sent < end {
      complain("the engine is impatient", "\(name) was sent at \(sent), although the system asked to be left alone until \(end)")
    }
    if request.method == .get, let before = known.lost[request.target], sent <= before {
      complain("the engine is impatient", "\(name) got no answer and was sent again at the same moment, \(sent)")
    }
    known.lost[request.target] = nil
    switch response?.status {
    case nil where request.method == .get: told.append((system, { $0.lost[request.target] = sent }))
    case nil: break
    case 429, 503:
      let asked = response?.headers["Retry-After"].flatMap { text in
        Int64(text).map { sent.adding(seconds: min($0, Self.patienceMax)) }
          ?? HTTPDate.moment(text).map { min($0, sent.adding(seconds: Self.patienceMax)) }
      }
      if let asked { told.append((system, { $0.closedUntil = max($0.closedUntil ?? asked, asked) })) }
    case (200..<300)?:
      if let allowance = allowances[system], faults?.entries.isEmpty ?? true {
        let second = sent.milliseconds / 1000
        known.letThrough.removeAll { $0 <= second - allowance.windowSeconds }
        known.letThrough.append(second)
        if known.letThrough.count > allowance.requests {
          complain(
            "a limit is ignored",
            "\(system.title) let \(known.letThrough.count) requests through within \(allowance.windowSeconds) seconds, "
              + "and allows \(allowance.requests)")
        }
      }
    default: break
    }
    dealings[system] = known
  }

  private func complain(_ kind: String, _ message: String) {
    complaint = complaint ?? Rehearsal.Finding(kind: kind, message: message)
  }
}
