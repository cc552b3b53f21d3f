package import OData
import PlantedBugs

/// How many requests an endpoint gets at a time: as many as it takes, found out by trying.
///
/// Begins small, doubles as long as every answer comes, and from the first refusal on grows by one at a time. A refusal closes the door
/// for as long as the service asks (`Retry-After`); only what is under way then can be refused as well. A service that tells with every
/// answer what is left of its allowance (Dataverse does) is not pushed over the end of it, since each further refusal makes the wait
/// longer. Kept for the life of the engine: services count on from run to run.
package final class RequestPace {
  private var width = widthAtFirst
  private var isDoubling = true
  /// Answers since the width last changed.
  private var answers = 0
  package private(set) var closedUntil: Timestamp?
  /// Counted here because it is the one thing all clients of an endpoint share.
  var traffic = Traffic()
  /// What the last answer told.
  private var left: Allowance?
  /// What a request takes of it, about: the most that was seen lately.
  private var cost = Allowance(requests: 1, milliseconds: 0)
  /// A request alone is under way, to see whether the service answers although it told that nothing is left.
  private var isProbing = false
  /// It does.
  private var isBeyond = false

  package init() {}

  static let widthAtFirst = 8
  /// Beyond the allowance. Dataverse lets four requests run without end: 20 minutes of work in 5 minutes (sourced: SPL).
  static let widthBeyond = 4

  /// Requests, and milliseconds of the service's work.
  private struct Allowance {
    var requests: Int64
    var milliseconds: Int64

    var isSpent: Bool { requests <= 0 || milliseconds <= 0 }

    func isEnough(for count: Int64, of cost: Allowance) -> Bool {
      requests >= count * cost.requests && milliseconds >= count * cost.milliseconds
    }
  }

  /// Whether one more request may be begun beside so many under way.
  /// - Parameter most: as many as may ever be under way.
  package func mayBegin(underWay: Int, at now: Timestamp, most: Int) -> Bool {
    if let closedUntil {
      if now < closedUntil { return false }
      self.closedUntil = nil
    }
    if underWay == 0 {
      isProbing = left?.isSpent ?? false
      return true
    }
    guard underWay < min(width, most) else { return false }
    if isBeyond { return underWay < Self.widthBeyond }
    // What is under way is not in the figure yet.
    return left?.isEnough(for: Int64(underWay) + 1, of: cost) ?? true
  }

  /// Takes note of an answer that was no refusal.
  package func answered(_ response: HTTPResponse, most: Int) {
    look(at: response)
    answers += 1
    guard answers >= width, width < most else { return }
    width = min(most, isDoubling ? width * 2 : width + 1)
    answers = 0
  }

  /// Takes note of a refusal for now (429, 503).
  /// - Parameter seconds: how long the service wants to be left alone.
  package func refused(seconds: Int64, at now: Timestamp) {
    if PlantedBug.retryAfterIgnored.isOn { return }
    let end = now.adding(seconds: seconds)
    // Refusals of what was under way tell no more than the first one.
    let isFirst = closedUntil == nil
    closedUntil = max(closedUntil ?? end, end)
    guard isFirst else { return }
    answers = 0
    if let left, isBeyond || !left.isEnough(for: 1, of: cost) {
      // The window slides on as it was filled: what fitted into it in the beginning fits again.
      width = Self.widthAtFirst
      isDoubling = true
    } else {
      width = max(1, width / 2)
      isDoubling = false
    }
    left = nil
    isProbing = false
    isBeyond = false
  }

  private func look(at response: HTTPResponse) {
    guard let requests = response.headers["x-ms-ratelimit-burst-remaining-xrm-requests"].flatMap({ Int64($0) }) else { return }
    // Seconds with hundredths, and commas between thousands: "1,199.96".
    let seconds = response.headers["x-ms-ratelimit-time-remaining-xrm-requests"].flatMap { ExactDecimal($0.filter { $0 != "," }) }
    let told = Allowance(
      requests: requests, milliseconds: seconds.flatMap { ($0 * ExactDecimal(1000)).rounded(to: 0).exactInt64 } ?? .max / 1_000_000)
    if let left { cost.milliseconds = max(cost.milliseconds * 9 / 10, left.milliseconds - told.milliseconds) }
    left = told
    if isProbing { isBeyond = told.isSpent }
    isProbing = false
  }
}
