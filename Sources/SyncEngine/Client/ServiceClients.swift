import Ambient
import Logging
import OData

/// Makes clients, and keeps the pace of each endpoint from run to run.
final class ServiceClients {
  let clock: any WorldClock
  let logger: Logger
  /// By name of the endpoint.
  private var paces: [String: RequestPace] = [:]

  init(clock: any WorldClock, logger: Logger) {
    self.clock = clock
    self.logger = logger
  }

  /// What went over the wire, by name of the endpoint.
  var traffic: [String: Traffic] { paces.mapValues(\.traffic) }

  func client(of endpoint: Endpoint, _ options: RunOptions) -> ServiceClient {
    let pace = paces[endpoint.name] ?? RequestPace()
    paces[endpoint.name] = pace
    return ServiceClient(endpoint: endpoint, pace: pace, clock: clock, logger: logger, options: options)
  }
}
