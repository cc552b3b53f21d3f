import Ambient
import Logging
import OData

/// Makes clients, and keeps the pace of each endpoint from run to run.
final class ServiceClients {
  let clock: any WorldClock
  let logger: Logger
  let marks: EngineMarks?
  /// By name of the endpoint.
  private var paces: [String: RequestPace] = [:]

  init(clock: any WorldClock, logger: Logger, marks: EngineMarks? = nil) {
    self.clock = clock
    self.marks = marks
    self.logger = logger
  }

  /// What went over the wire, by name of the endpoint.
  var traffic: [String: Traffic] { paces.mapValues(\.traffic) }

  /// - Parameter logger: takes what the client does; the engine's own unless it is for something that has keys to be found by.
  func client(of endpoint: Endpoint, _ options: RunOptions, logger: Logger? = nil) -> ServiceClient {
    let pace = paces[endpoint.name] ?? RequestPace()
    paces[endpoint.name] = pace
    return ServiceClient(endpoint: endpoint, pace: pace, clock: clock, logger: logger ?? self.logger, options: options, marks: marks)
  }
}
