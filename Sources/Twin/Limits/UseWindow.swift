import OData
import PlantedBugs

/// What one user did at one web server within the sliding window, and how long the user has to stay away.
///
/// Kept by whole seconds: a window holds at most one slot for each, however many requests come.
struct UseWindow {
  private struct Slot {
    let second: Int64
    var requests: Int64
    var milliseconds: Int64
  }

  private var slots: [Slot] = []
  /// The first slot that still counts; those before it are gone and removed now and then.
  private var first = 0
  private(set) var requests: Int64 = 0
  private(set) var milliseconds: Int64 = 0
  /// When each request that is being worked on ends, in virtual milliseconds.
  private var ends: [Int64] = []
  /// Since when the user has been busy without a whole window of silence, in seconds.
  private var busySince: Int64?
  private var lastSecond: Int64 = .min
  private var refusal: Refusal?

  /// The last refusal, until somebody is let in again.
  private struct Refusal {
    let exceeded: ExceededLimit
    var seconds: Int64
    /// In virtual milliseconds.
    var until: Int64
  }

  var inFlight: Int { ends.count }

  /// Lets a request in and counts it, or says how many seconds its sender has to wait.
  ///
  /// Who comes back before that time waits longer: a tenth of what was last said, at least a second, is added each time, up to two
  /// windows [that it grows sourced: D:api-limits; how fast proposed].
  mutating func enter(
    _ protection: ServiceProtection, at now: Timestamp
  ) -> (exceeded: ExceededLimit, seconds: Int64)? {
    let second = now.milliseconds / 1000
    // The world went back to another moment: what was counted is still to come.
    if second < lastSecond { self = UseWindow() }
    if busySince == nil || second - lastSecond > protection.windowSeconds { busySince = second }
    lastSecond = second
    forget(before: second - protection.windowSeconds, now)
    if let found = exceeded(protection, second, now) { return refuse(found.exceeded, found.seconds, protection, now) }
    refusal = nil
    requests += 1
    if slots.last?.second == second, first < slots.count {
      slots[slots.count - 1].requests += 1
    } else {
      slots.append(Slot(second: second, requests: 1, milliseconds: 0))
    }
    return nil
  }

  /// Books the execution time of the request that was let in last.
  mutating func leave(_ spent: Int64, at now: Timestamp, isHeld: Bool) {
    milliseconds += spent
    if first < slots.count { slots[slots.count - 1].milliseconds += spent }
    if isHeld { ends.append(now.milliseconds + spent) }
  }

  /// The same as it counts at a later moment.
  func counted(_ protection: ServiceProtection, at now: Timestamp) -> UseWindow {
    var copy = self
    copy.forget(before: now.milliseconds / 1000 - protection.windowSeconds, now)
    return copy
  }

  private mutating func forget(before edge: Int64, _ now: Timestamp) {
    while first < slots.count, slots[first].second <= edge {
      requests -= slots[first].requests
      milliseconds -= slots[first].milliseconds
      first += 1
    }
    if first > 64, first * 2 > slots.count {
      slots.removeFirst(first)
      first = 0
    }
    ends.removeAll { $0 <= now.milliseconds }
  }

  private func exceeded(
    _ protection: ServiceProtection, _ second: Int64, _ now: Timestamp
  ) -> (exceeded: ExceededLimit, seconds: Int64)? {
    let window = protection.windowSeconds
    if let limit = protection.concurrentRequests, ends.count >= limit {
      let soonest = ends.min() ?? now.milliseconds
      return (ExceededLimit(.concurrency, limit: limit, windowSeconds: window), (soonest - now.milliseconds + 999) / 1000)
    }
    if let refusal, refusal.exceeded.measure != .concurrency, now.milliseconds < refusal.until {
      return (refusal.exceeded, (refusal.until - now.milliseconds + 999) / 1000)
    }
    if protection.actsAfterFullWindow, let busySince, second - busySince < window { return nil }
    if let limit = protection.requests, requests >= limit, !PlantedBug.requestLimitIgnored.isOn {
      return (ExceededLimit(.requests, limit: limit, windowSeconds: window), wait(window, second) { requests, _ in requests < limit })
    }
    if let limit = protection.executionMilliseconds, milliseconds >= limit, !PlantedBug.timeLimitIgnored.isOn {
      return (ExceededLimit(.executionTime, limit: limit, windowSeconds: window), wait(window, second) { $1 < limit })
    }
    return nil
  }

  /// Seconds until enough has slid out of the window, if nothing else comes.
  private func wait(_ window: Int64, _ second: Int64, isEnough: (_ requests: Int64, _ milliseconds: Int64) -> Bool) -> Int64 {
    var (requests, milliseconds) = (requests, milliseconds)
    for slot in slots[first...] {
      requests -= slot.requests
      milliseconds -= slot.milliseconds
      if isEnough(requests, milliseconds) { return slot.second + window - second }
    }
    return window
  }

  private mutating func refuse(
    _ exceeded: ExceededLimit, _ needed: Int64, _ protection: ServiceProtection, _ now: Timestamp
  ) -> (exceeded: ExceededLimit, seconds: Int64) {
    var seconds = max(needed, 1)
    if let refusal, now.milliseconds < refusal.until {
      let longest = max(2 * protection.windowSeconds, seconds)
      seconds = min(max(seconds, refusal.seconds + max(1, refusal.seconds / 10)), longest)
    }
    refusal = Refusal(exceeded: exceeded, seconds: seconds, until: max(refusal?.until ?? 0, now.milliseconds + seconds * 1000))
    return (exceeded, seconds)
  }
}
