import Ambient
import Logging
import OData
import PlantedBugs

/// Sends requests to one endpoint, several at a time, waits as long as the service says, and tries again where that is safe.
final class ServiceClient {
  let endpoint: Endpoint
  let options: RunOptions
  private let pace: RequestPace
  private let clock: any WorldClock
  private let logger: Logger
  let marks: EngineMarks?
  private var batches: UInt64 = 0

  /// - Parameter pace: shared by all clients of the endpoint; a service counts them together.
  init(endpoint: Endpoint, pace: RequestPace, clock: any WorldClock, logger: Logger, options: RunOptions, marks: EngineMarks? = nil) {
    self.marks = marks
    self.endpoint = endpoint
    self.pace = pace
    self.clock = clock
    self.logger = logger
    self.options = options
  }

  /// What came of sending something that is not safe to send twice.
  enum Sent {
    case answer(HTTPResponse)
    /// No answer came, or none that tells: whether it was done is unknown.
    case noAnswer(ServiceFailure)
  }

  // MARK: Reading

  /// - Parameters:
  ///   - target: path and query, as for the request line.
  ///   - accept: for answers with annotations, delta links among them. The engine knows the types, and never asks with an ETag: rows come
  ///     without.
  /// - Throws: `ServiceFailure` for anything but 200 with JSON.
  func getJSON(_ target: String, headers: HTTPHeaders = [:], accept: String = JSON.bareMediaType) async throws -> JSON {
    try await getJSON([target], headers: headers, accept: accept)[0]
  }

  /// Several at a time, in the order of the targets.
  /// - Throws: as `getJSON` of one.
  func getJSON(_ targets: [String], headers: HTTPHeaders = [:], accept: String = JSON.bareMediaType) async throws -> [JSON] {
    try await get(targets, headers: headers, accept: accept) { response throws(Unreadable) in
      do {
        return try JSON(decoding: response.body)
      } catch {
        if PlantedBug.spoiltPageTakenForEmpty.isOn { return ["value": []] }
        throw Unreadable("the answer is no JSON: \(error)")
      }
    }
  }

  /// - Throws: `ServiceFailure` for anything but 200.
  func get(_ target: String, accept: String) async throws -> HTTPResponse { try await get([target], accept: accept)[0] }

  /// Several at a time, in the order of the targets.
  /// - Throws: `ServiceFailure` for anything but 200.
  func get(_ targets: [String], accept: String) async throws -> [HTTPResponse] {
    try await get(targets, accept: accept) { response throws(Unreadable) in response }
  }

  /// Why an answer says nothing, although its status is good: it was cut off or spoilt on the way, or comes from somebody else.
  struct Unreadable: Error {
    let reason: String

    init(_ reason: String) { self.reason = reason }
  }

  /// Several at a time, in the order of the targets, each read as it comes. One that cannot be read is asked for again, as one that never
  /// came.
  /// - Throws: `ServiceFailure` for anything but 200, and for what cannot be read after as many attempts as there are.
  func get<Content>(
    _ targets: [String], headers: HTTPHeaders = [:], accept: String,
    reading: (HTTPResponse) throws(Unreadable) -> Content
  ) async throws -> [Content] {
    var all = headers
    all["Accept"] = accept
    all["OData-Version"] = "4.0"
    all["OData-MaxVersion"] = "4.0"
    var contents = [Content?](repeating: nil, count: targets.count)
    var open = Array(targets.indices)
    var attempt = 1
    while true {
      var lost: ServiceFailure?
      for (index, sent) in zip(open, await send(open.map { HTTPRequest(.get, targets[$0], headers: all) })) {
        switch sent {
        case .answer(let response):
          guard response.status == 200 else {
            marks?.fire(.readRefused)
            throw failure(.get, targets[index], response.status, FailureReason.text(of: response))
          }
          do {
            contents[index] = try reading(response)
          } catch {
            marks?.fire(.answerUnreadable)
            lost = lost ?? failure(.get, targets[index], response.status, error.reason)
          }
        case .noAnswer(let failure): lost = lost ?? failure
        }
      }
      guard let lost else { return contents.compactMap { $0 } }
      // Reading twice does no harm.
      guard attempt < options.attemptsMax else {
        marks?.fire(.readGivenUp)
        throw lost
      }
      marks?.fire(.readAgain)
      open.removeAll { contents[$0] != nil }
      attempt += 1
      // Waits add up to two minutes; whoever mistyped an address should not have to guess that.
      logger.warning("no answer; trying again", metadata: ["attempt": "\(attempt) of \(options.attemptsMax)", "reason": "\(lost)"])
      try await wait(beforeAttempt: attempt)
    }
  }

  /// Path and query of a link of the service, which may be absolute.
  static func target(ofLink link: String) -> String {
    guard let scheme = link.firstRange(of: "://") else { return link }
    let rest = link[scheme.upperBound...]
    return rest.firstIndex(of: "/").map { String(rest[$0...]) } ?? "/"
  }

  // MARK: Sending

  func send(_ request: HTTPRequest) async -> Sent { await send([request])[0] }

  /// Sends each once, and again as long as the service asks for patience (429, 503): a refused request was not carried out.
  func send(_ requests: [HTTPRequest]) async -> [Sent] {
    var results = [Sent?](repeating: nil, count: requests.count)
    var refusals = [Int](repeating: 0, count: requests.count)
    var open = Array(requests.indices)
    while !open.isEmpty {
      do {
        try await waitForOpenDoor()
      } catch {
        for index in open { results[index] = lost(requests[index], "the wait was broken off: \(error)") }
        break
      }
      let answers = await endpoint.transport.send(
        open.map { requests[$0] }, mayBegin: { pace.mayBegin(underWay: $0, at: clock.now, most: options.requestsAtOnce) },
        answered: { if case .success(let response) = $0 { take(response) } })
      pace.traffic.requests += answers.count { $0 != nil }
      for (index, answer) in zip(open, answers) {
        let request = requests[index]
        log(request, answer)
        switch answer {
        case nil: break
        case .failure(let error):
          marks?.fire(.answerLost)
          results[index] = lost(request, "\(error)")
        case .success(let response):
          switch response.status {
          // Said by the service itself, which tells how long to wait: it was not carried out.
          case let status where status == 429 || status == 503 && response.headers["Retry-After"] != nil:
            refusals[index] += 1
            if refusals[index] >= max(1, options.attemptsMax) {
              results[index] = lost(request, "the service kept asking for patience, \(options.attemptsMax) times", status: response.status)
            }
          // A gateway answers for a service behind it: what that one did is not known.
          case 408, 502, 503, 504:
            marks?.fire(.gatewayAnswered)
            results[index] = lost(request, FailureReason.text(of: response), status: response.status)
          default: results[index] = .answer(response)
          }
        }
      }
      open.removeAll { results[$0] != nil }
    }
    return results.enumerated().map { $1 ?? lost(requests[$0], "no answer") }
  }

  /// Neither headers, which hold tokens, nor the query, which may be signed, nor bodies.
  private func log(_ request: HTTPRequest, _ answer: HTTPAnswer?) {
    guard let answer, logger.logLevel <= .debug else { return }
    let result: String
    switch answer {
    case .success(let response): result = "\(response.status)"
    case .failure: result = "none"
    }
    logger.debug(
      "request",
      metadata: [
        "endpoint": "\(endpoint.name)", "method": "\(request.method.rawValue)", "path": "\(request.target.prefix { $0 != "?" })",
        "status": "\(result)",
      ])
  }

  private func lost(_ request: HTTPRequest, _ message: String, status: Int = 0) -> Sent {
    .noAnswer(failure(request.method, request.target, status, message))
  }

  /// Takes note of an answer, or of a part of a batch that was refused for now.
  /// - Returns: whether it was refused for now.
  @discardableResult
  func take(_ response: HTTPResponse) -> Bool {
    guard response.status == 429 || response.status == 503 else {
      pace.answered(response, most: options.requestsAtOnce)
      return false
    }
    // The public sample client waits 30 seconds where the header is missing (sourced: S15).
    let told = response.headers["Retry-After"].flatMap(secondsToWait)
    marks?.fire(.refusedForNow)
    if told == nil { marks?.fire(.retryAfterMissing) }
    let asked = told ?? 30
    let seconds = min(max(asked, 0), options.retryAfterSecondsMax)
    logger.info("refused for now", metadata: ["endpoint": "\(endpoint.name)", "status": "\(response.status)", "seconds": "\(seconds)"])
    pace.traffic.refusals += 1
    pace.refused(seconds: seconds, at: clock.now)
    return true
  }

  /// What `Retry-After` asks for: a number of seconds, or the moment to wait for (RFC 9110, 10.2.3).
  private func secondsToWait(_ text: String) -> Int64? {
    if let seconds = Int64(text) { return seconds }
    guard let moment = HTTPDate.moment(text) else { return nil }
    if PlantedBug.retryDateMisread.isOn { return 1 }
    marks?.fire(.retryAfterDate)
    // To the end of the second: the header knows no finer time.
    return max(0, (moment.milliseconds - clock.now.milliseconds + 999) / 1000)
  }

  private func waitForOpenDoor() async throws {
    while let end = pace.closedUntil, clock.now < end {
      let wait = end.milliseconds - clock.now.milliseconds
      pace.traffic.waits += 1
      marks?.fire(.waitedAtTheDoor)
      pace.traffic.waitedMilliseconds += wait
      try await clock.sleep(milliseconds: wait)
    }
  }

  /// A boundary that differs from batch to batch and is the same in every replay.
  func nextBoundary() -> String {
    batches += 1
    return "batch_\(endpoint.name.filter { $0.isLetter || $0.isNumber })_\(batches)"
  }

  /// Doubles from one second to one minute.
  func wait(beforeAttempt attempt: Int) async throws {
    if PlantedBug.retryStorm.isOn { return }
    try await clock.sleep(milliseconds: 1000 << Int64(min(max(attempt - 2, 0), 6)))
  }

  func failure(_ method: HTTPRequest.Method, _ target: String, _ status: Int, _ message: String) -> ServiceFailure {
    let path = target.prefix { $0 != "?" }
    return ServiceFailure(endpoint: endpoint.name, request: "\(method.rawValue) \(path)", status: status, message: message)
  }
}
