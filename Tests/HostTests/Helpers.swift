import Foundation
import Host
import OData
import Synchronization
import Testing

extension MachineTime {
  /// A machine on which it is always the same moment and waiting takes no time.
  static let standing = MachineTime(now: { start }, sleep: { _ in })
  static let start = Timestamp(milliseconds: 1_522_742_400_000)
}

/// A machine whose clock a test moves, and which remembers how long it was asked to wait.
final class TestMachine: Sendable {
  private let state = Mutex<(now: Timestamp, waits: [Int64])>((MachineTime.start, []))

  var time: MachineTime {
    MachineTime(now: { self.state.withLock { $0.now } }, sleep: { wait in self.state.withLock { $0.waits.append(wait) } })
  }

  var waits: [Int64] { state.withLock { $0.waits } }
  func pass(milliseconds: Int64) { state.withLock { $0.now = $0.now.adding(milliseconds: milliseconds) } }
}

extension HostAnswer {
  var response: HTTPResponse? { if case .response(let response) = self { response } else { nil } }
}

extension TwinHost {
  /// Sends a request and reads the answer as JSON; `nil` for an empty body.
  @discardableResult
  func call(
    _ method: HTTPRequest.Method, _ target: String, _ body: JSON? = nil, headers: HTTPHeaders = [:], status: Int? = nil,
    at location: SourceLocation = #_sourceLocation
  ) async throws -> JSON? {
    var all = headers
    if body != nil { all["Content-Type"] = "application/json" }
    let answer = try #require(
      await handle(HTTPRequest(method, target, headers: all, body: body?.encoded() ?? [])).response, sourceLocation: location)
    if let status { #expect(answer.status == status, "\(answer.text)", sourceLocation: location) }
    return answer.body.isEmpty ? nil : try JSON(decoding: answer.body)
  }

  /// Names of the accounts of a world, in order of creation.
  func accounts(_ prefix: String = "", _ headers: HTTPHeaders = [:]) async throws -> [String] {
    let rows = try await call(.get, "\(prefix)/api/data/v9.2/accounts?$select=name", headers: headers, status: 200)?["value"]?.arrayValue
    return try #require(rows).compactMap { $0["name"]?.stringValue }
  }

  func addAccount(_ name: String, _ prefix: String = "") async throws {
    try await call(.post, "\(prefix)/api/data/v9.2/accounts", ["name": .string(name)], status: 204)
  }
}

/// The folder of the checkout this test was built from.
let checkout = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

/// A host with a frozen default world, so that nothing moves but what a test moves.
func makeHost(_ change: (inout HostOptions) -> Void = { _ in }, time: MachineTime = .standing, frozen: Bool = true) async throws -> TwinHost
{
  var options = HostOptions()
  options.baselines = [BaselineSource(name: "usmf", directory: "\(checkout)/Fixtures/usmf")]
  change(&options)
  let host = TwinHost(time: time, options: options)
  var plan = WorldPlan()
  plan.isFrozen = frozen
  try await host.makeWorld(named: "default", plan)
  return host
}

/// An empty folder that is gone when this object is.
final class TemporaryFolder {
  let path = FileManager.default.temporaryDirectory.appendingPathComponent("p2c-host-\(UUID().uuidString)").path

  init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
