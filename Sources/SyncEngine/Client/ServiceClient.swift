import Ambient
import Logging
import OData

/// Sends requests to one endpoint, waits as long as the service says, and tries again where that is safe.
final class ServiceClient {
  let endpoint: Endpoint
  let options: RunOptions
  private let clock: any WorldClock
  private let logger: Logger
  private var batches: UInt64 = 0

  init(endpoint: Endpoint, clock: any WorldClock, logger: Logger, options: RunOptions) {
    self.endpoint = endpoint
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

  /// - Parameter target: path and query, as for the request line.
  /// - Throws: `ServiceFailure` for anything but 200 with JSON.
  func getJSON(_ target: String, headers: HTTPHeaders = [:]) async throws -> JSON {
    let response = try await get(target, headers: headers)
    do {
      return try JSON(decoding: response.body)
    } catch {
      throw failure(.get, target, response.status, "the answer is no JSON: \(error)")
    }
  }

  /// - Throws: `ServiceFailure` for anything but 200.
  func get(_ target: String, headers: HTTPHeaders = [:], accept: String = "application/json") async throws -> HTTPResponse {
    var all = headers
    all["Accept"] = accept
    all["OData-Version"] = "4.0"
    all["OData-MaxVersion"] = "4.0"
    var attempt = 1
    while true {
      switch await send(HTTPRequest(.get, target, headers: all)) {
      case .answer(let response):
        guard response.status == 200 else { throw failure(.get, target, response.status, FailureReason.text(of: response)) }
        return response
      case .noAnswer(let failure):
        // Reading twice does no harm.
        guard attempt < options.attemptsMax else { throw failure }
        try await wait(beforeAttempt: attempt + 1)
        attempt += 1
      }
    }
  }

  /// Path and query of a link of the service, which may be absolute.
  static func target(ofLink link: String) -> String {
    guard let scheme = link.firstRange(of: "://") else { return link }
    let rest = link[scheme.upperBound...]
    return rest.firstIndex(of: "/").map { String(rest[$0...]) } ?? "/"
  }

  // MARK: Sending

  /// Sends once, and again as long as the service asks for patience (429, 503): a refused request was not carried out.
  func send(_ request: HTTPRequest) async -> Sent {
    for _ in 1...max(1, options.attemptsMax) {
      let response: HTTPResponse
      do {
        response = try await endpoint.transport.send(request)
      } catch {
        return .noAnswer(failure(request.method, request.target, 0, "\(error)"))
      }
      switch response.status {
      case 429, 503:
        do {
          try await wait(asAskedBy: response)
        } catch {
          return .noAnswer(failure(request.method, request.target, response.status, "the wait was broken off: \(error)"))
        }
      // A gateway answers for a service behind it: what that one did is not known.
      case 502, 504, 408: return .noAnswer(failure(request.method, request.target, response.status, FailureReason.text(of: response)))
      default: return .answer(response)
      }
    }
    return .noAnswer(failure(request.method, request.target, 429, "the service kept asking for patience, \(options.attemptsMax) times"))
  }

  /// A boundary that differs from batch to batch and is the same in every replay.
  func nextBoundary() -> String {
    batches += 1
    return "batch_\(endpoint.name.filter { $0.isLetter || $0.isNumber })_\(batches)"
  }

  /// Seconds the service asks for; the public sample client waits 30 where the header is missing (sourced: S15).
  func wait(asAskedBy response: HTTPResponse) async throws {
    let asked = response.headers["Retry-After"].flatMap { Int64($0) } ?? 30
    let seconds = min(max(asked, 0), options.retryAfterSecondsMax)
    logger.info("waiting as asked", metadata: ["endpoint": "\(endpoint.name)", "status": "\(response.status)", "seconds": "\(seconds)"])
    try await clock.sleep(milliseconds: seconds * 1000)
  }

  /// Doubles from one second to one minute.
  func wait(beforeAttempt attempt: Int) async throws {
    try await clock.sleep(milliseconds: 1000 << Int64(min(max(attempt - 2, 0), 6)))
  }

  func failure(_ method: HTTPRequest.Method, _ target: String, _ status: Int, _ message: String) -> ServiceFailure {
    let path = target.prefix { $0 != "?" }
    return ServiceFailure(endpoint: endpoint.name, request: "\(method.rawValue) \(path)", status: status, message: message)
  }
}
