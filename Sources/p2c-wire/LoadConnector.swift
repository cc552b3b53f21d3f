import Benchmarks
import Foundation
import OData
import Scenarios
import Wire

/// Carries the requests of `p2c bench --over http`: the twins stand behind a server in this process, the client is a thread of its own.
struct LoadConnector: BenchmarkConnector {
  private let routed: RoutedConnector
  private let client: LoadClient

  init(server: LoopbackServer, connections: Int) {
    routed = RoutedConnector(server: server)
    let port = server.baseURL.split(separator: ":").last.flatMap { UInt16($0) }
    guard let port else { preconditionFailure("a server's address ends with its port: \(server.baseURL)") }
    client = LoadClient(port: port, connections: connections)
  }

  var connections: Int { client.connections }
  func clientProcessorTime() -> Int64 { client.processorTime }

  func connect(_ twins: Twins) async throws -> BenchmarkConnection {
    let connection = try await routed.connect(twins)
    return BenchmarkConnection(sales: LoadDriver(client: client), supplyChain: LoadDriver(client: client), close: connection.close)
  }

  func connect(answering response: HTTPResponse) async throws -> (driver: any OpenLoadDriver, close: () async -> Void) {
    let server = try await BareServer(answering: response)
    // The same client, so that its processor time is told apart like that of requests to the twins.
    return (LoadDriver(client: client.beside(port: server.port)), { server.end() })
  }
}

private struct LoadDriver: OpenLoadDriver {
  let client: LoadClient

  func send(
    _ requests: [HTTPRequest], at moments: [Int64], expecting status: Int, wall: @escaping @Sendable () -> Int64
  ) async throws -> LoadOutcome {
    var outcome = LoadOutcome()
    for (answer, moment) in zip(try await client.send(requests, at: moments, wall: wall), moments) {
      if answer.status == status {
        outcome.latencies.record(nanoseconds: answer.nanoseconds - moment)
      } else {
        outcome.errors[answer.status, default: 0] += 1
      }
      outcome.nanoseconds = max(outcome.nanoseconds, answer.nanoseconds)
    }
    return outcome
  }

  func send(_ requests: [HTTPRequest], expecting status: Int) async throws {
    let (_, examples) = try await client.send(requests)
    // Sorted, so that the same failure is told in every run.
    for (found, example) in examples.sorted(by: { $0.key < $1.key }) where found != status {
      throw UnexpectedAnswer(request: requests[example.request], response: example.response, expected: status)
    }
  }

  func answer(_ request: HTTPRequest) async throws -> HTTPResponse {
    guard let answer = try await client.send([request]).examples.first else { preconditionFailure("one request has one answer") }
    return answer.value.response
  }
}
