public import OData

/// Service protection: the stage of the pipeline that counts what each user asks for, and turns users away who ask for too much.
///
/// Everything is counted in virtual time. Requests and execution time count over a sliding window; a request is being worked on for as
/// long as its execution time says, so requests that arrive meanwhile are concurrent ones. Belongs to the executor of its service.
public final class LimitStage {
  public let protection: ServiceProtection
  /// Lets everything pass uncounted, as while a baseline is loaded.
  public var isPaused = false
  /// The world's clock stands still: nothing takes time, so nothing is concurrent.
  public var standsStill = false

  /// Execution time of everything that was let in so far, of all users, in virtual milliseconds.
  public private(set) var executionMilliseconds: Int64 = 0
  /// How long the answer to the last request takes, in virtual milliseconds; 0 for one that was turned away.
  package private(set) var lastMilliseconds: Int64 = 0
  /// What the operation that is being answered turned out to be.
  var kind = RequestCosts.Kind.other
  /// Of the request that is being answered, parts of a batch added up.
  private var spent: Int64 = 0
  private var operations: Int64 = 0
  private var key = Key(user: "", server: 0)

  private var windows: [Key: UseWindow] = [:]
  private var pressures: [String: Pressure] = [:]
  /// The request that is being answered is one that no limit is for.
  private var isExempt = false
  private var users: [String: DailyUse] = [:]
  private var dealt: Int64 = 0

  private struct Key: Hashable {
    let user: String
    let server: Int64
  }

  private struct DailyUse {
    var name: String
    var isApplication: Bool
    /// Whole days since 1970, in UTC.
    var day: Int64
    var requests: Int64
    var refusals: Int64 = 0
  }

  public init(_ protection: ServiceProtection) { self.protection = protection }

  // MARK: A request

  /// - Parameter caller: `nil` for the built-in user.
  /// - Returns: the limit that was reached and the seconds to wait; `nil` for a request that may go on.
  package func enter(_ request: HTTPRequest, _ caller: Caller?, at now: Timestamp) -> (exceeded: ExceededLimit, seconds: Int64)? {
    lastMilliseconds = 0
    spent = 0
    operations = 0
    kind = .other
    isExempt = isPaused || exempts(request, caller)
    guard !isExempt else { return nil }
    if let resources = protection.resources, resources.isExhausted(for: caller) {
      let user = caller?.user ?? ""
      let seconds = pressures[user, default: Pressure()].refuse(
        first: resources.retrySeconds, longest: 2 * protection.windowSeconds, at: now)
      key = Key(user: user, server: 0)
      book(caller, now) { $0.refusals += 1 }
      let exceeded = ExceededLimit(.resources, limit: resources.utilization, windowSeconds: protection.windowSeconds)
      return (exceeded, seconds)
    }
    key = Key(user: caller?.user ?? "", server: server(request))
    if let refused = windows[key, default: UseWindow()].enter(protection, at: now) {
      book(caller, now) { $0.refusals += 1 }
      return refused
    }
    return nil
  }

  /// Whether a request is one that no limit is for: by who sends it, or by where it goes.
  private func exempts(_ request: HTTPRequest, _ caller: Caller?) -> Bool {
    if let caller, !protection.exemptCallers.isEmpty, caller.names.contains(where: protection.exemptCallers.contains) { return true }
    return protection.exemptPaths.contains { request.target.utf8.starts(with: $0.utf8) }
  }

  /// Books one operation: a request, or a part of a batch.
  func add(_ request: HTTPRequest, _ response: HTTPResponse) {
    guard !isExempt else { return }
    // The parts of a batch have brought its bytes.
    let bytes = kind == .batch ? 0 : request.body.count + response.body.count
    spent += protection.costs.cost(of: kind, bytes: bytes)
    if kind != .batch { operations += 1 }
    kind = .other
  }

  /// Books an operation that takes so long, for forecasts that know what a request costs and send none.
  package func add(milliseconds: Int64) {
    guard !isExempt else { return }
    spent += milliseconds
    operations += 1
  }

  /// Ends the request that was let in, and tells in its answer what is left.
  package func leave(_ response: inout HTTPResponse, _ caller: Caller?, at now: Timestamp) {
    guard !isExempt else { return }
    let isHeld = protection.concurrentRequests != nil && !standsStill
    executionMilliseconds += spent
    windows[key, default: UseWindow()].leave(spent, at: now, isHeld: isHeld)
    if isHeld { lastMilliseconds = spent }
    let operations = operations
    book(caller, now) { $0.requests += operations }
    if let window = windows[key] { tell(&response, window) }
    if protection.webServers > 1 { response.headers.add("Set-Cookie", "\(Self.cookie)=\(key.server);Path=/;HttpOnly") }
  }

  /// What is left, in the form the product has it: `1,199.46` seconds [sourced: recorded answers].
  private func tell(_ response: inout HTTPResponse, _ window: UseWindow) {
    if let header = protection.requestsHeader, let limit = protection.requests {
      response.headers[header] = String(max(0, limit - window.requests))
    }
    if let header = protection.timeHeader, let limit = protection.executionMilliseconds {
      let hundredths = max(0, limit - window.milliseconds) / 10
      let fraction = hundredths % 100
      response.headers[header] = "\((hundredths / 100).grouped).\(fraction < 10 ? "0" : "")\(fraction)"
    }
  }

  // MARK: Web servers

  /// The cookie that keeps a client at its server [sourced: D:api-limits, on removing the affinity cookie].
  private static let cookie = "ARRAffinity"

  /// The server the client was at before, else the next in turn.
  private func server(_ request: HTTPRequest) -> Int64 {
    guard protection.webServers > 1 else { return 0 }
    for pair in (request.headers["Cookie"] ?? "").split(separator: ";") {
      let parts = pair.split(separator: "=", maxSplits: 1)
      if parts.count == 2, parts[0].drop(while: { $0 == " " }) == Self.cookie, let number = Int64(parts[1]),
        (0..<protection.webServers).contains(number)
      {
        return number
      }
    }
    dealt += 1
    return (dealt - 1) % protection.webServers
  }

  // MARK: Entitlement

  private func book(_ caller: Caller?, _ now: Timestamp, _ change: (inout DailyUse) -> Void) {
    let day = now.milliseconds / 86_400_000
    var use =
      users[key.user]
      ?? DailyUse(name: caller?.displayName ?? "", isApplication: caller?.actsForItself ?? false, day: day, requests: 0)
    if use.day != day { use = DailyUse(name: use.name, isApplication: use.isApplication, day: day, requests: 0) }
    change(&use)
    users[key.user] = use
  }

  /// What each user has used up so far: the window at each server, and the day.
  public func report(at now: Timestamp) -> [JSON] {
    users.keys.sorted().compactMap { user in
      guard let use = users[user] else { return nil }
      let isToday = use.day == now.milliseconds / 86_400_000
      let entitlement = use.isApplication ? protection.applicationEntitlement : protection.personEntitlement
      let requests = isToday ? use.requests : 0
      let servers = (0..<protection.webServers).compactMap { windows[Key(user: user, server: $0)]?.used(protection, at: now) }
      return [
        "user": .string(user), "name": .string(use.name), "requestsToday": .number(ExactDecimal(requests)),
        "entitlement": .number(ExactDecimal(entitlement)), "isOverEntitlement": .bool(requests > entitlement),
        "refusalsToday": .number(ExactDecimal(isToday ? use.refusals : 0)), "servers": .array(servers),
      ]
    }
  }
}

extension UseWindow {
  /// Requests, execution time and requests being worked on, as they count now.
  fileprivate func used(_ protection: ServiceProtection, at now: Timestamp) -> JSON {
    let current = counted(protection, at: now)
    return [
      "requests": .number(ExactDecimal(current.requests)), "executionMilliseconds": .number(ExactDecimal(current.milliseconds)),
      "concurrentRequests": .number(ExactDecimal(current.inFlight)),
    ]
  }
}

extension Int64 {
  /// With commas between the thousands: `1,200,000`.
  public var grouped: String {
    var text = ""
    for (position, digit) in String(magnitude).reversed().enumerated() {
      if position > 0, position % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return (self < 0 ? "-" : "") + String(text.reversed())
  }
}
