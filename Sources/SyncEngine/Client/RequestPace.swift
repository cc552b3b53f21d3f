import OData

/// How many requests an endpoint gets at a time: as many as it takes, found out by trying.
///
/// Begins small, doubles as long as every answer comes, and from the first refusal on grows by one at a time. A refusal closes the door
/// for as long as the service asks (`Retry-After`): only what is under way then can be refused as well. Services that tell what is left
/// of their allowance (Dataverse does in every answer) are not pushed over its end. Kept for the life of the engine, since a service
/// counts on from run to run.
final class RequestPace {
  private var width = widthAtFirst
  private var isDoubling = true
  /// Answers since the width last changed.
  private var answers = 0
  private(set) var closedUntil: Timestamp?
  /// A part of the allowance that is nearly used up.
  private var isNearlySpent = false

  static let widthAtFirst = 8
  /// Near the end of an allowance. Dataverse lets four requests run without end: 20 minutes of work in 5 minutes (sourced: SPL).
  static let widthNearTheEnd = 4
  /// What counts as nearly spent, in requests and in seconds of the service's work.
  static let requestsLeft: Int64 = 60
  static let secondsLeft = 60

  /// How many requests may be under way; 0 while the service wants to be left alone.
  func width(at now: Timestamp, most: Int) -> Int {
    if let closedUntil {
      if now < closedUntil { return 0 }
      self.closedUntil = nil
    }
    return max(1, min(width, most, isNearlySpent ? Self.widthNearTheEnd : most))
  }

  /// Takes note of an answer that was no refusal.
  func answered(_ response: HTTPResponse, most: Int) {
    lookAtAllowance(response)
    answers += 1
    guard answers >= width, width < most else { return }
    width = min(most, isDoubling ? width * 2 : width + 1)
    answers = 0
  }

  /// Takes note of a refusal for now (429, 503).
  /// - Parameter seconds: how long the service wants to be left alone.
  func refused(_ response: HTTPResponse, seconds: Int64, at now: Timestamp) {
    let end = now.adding(seconds: seconds)
    // Refusals of what was under way tell no more than the first one.
    let isFirst = closedUntil == nil
    closedUntil = max(closedUntil ?? end, end)
    answers = 0
    guard isFirst else { return }
    if isNearlySpent {
      // The window slides on as it was filled: what fitted into it in the beginning fits again.
      width = Self.widthAtFirst
      isDoubling = true
      isNearlySpent = false
    } else {
      width = max(1, width / 2)
      isDoubling = false
    }
  }

  private func lookAtAllowance(_ response: HTTPResponse) {
    guard let requests = response.headers["x-ms-ratelimit-burst-remaining-xrm-requests"].flatMap({ Int64($0) }) else { return }
    let seconds = response.headers["x-ms-ratelimit-time-remaining-xrm-requests"].flatMap { ExactDecimal($0) }
    isNearlySpent = requests < Self.requestsLeft || seconds.map { $0 < ExactDecimal(Self.secondsLeft) } ?? false
  }
}
