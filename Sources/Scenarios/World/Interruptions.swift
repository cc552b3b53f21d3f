import OData
import SyncEngine

/// What happens in the two systems while the engine reads: something is done right before it asks for a certain page of an entity.
///
/// Belongs to the executor of its world.
public final class Interruptions {
  private struct Interruption {
    let system: SystemName
    let entitySet: String
    let page: Int
    let act: () async throws -> Void
    var seen = 0
  }

  private var waiting: [Interruption] = []
  private(set) var failure: (any Error)?

  public init() {}

  var isEmpty: Bool { waiting.isEmpty }

  /// - Parameter page: which of the engine's requests for that entity set, counted from 1 and from now on.
  func add(before page: Int, of entitySet: String, _ system: SystemName, act: @escaping () async throws -> Void) {
    waiting.append(Interruption(system: system, entitySet: entitySet, page: page, act: act))
  }

  /// Forgets what did not come to pass.
  /// - Returns: how many there were.
  /// - Throws: what went wrong in one that did.
  func finish() throws -> Int {
    let left = waiting.count
    waiting = []
    defer { failure = nil }
    if let failure { throw failure }
    return left
  }

  fileprivate func willSend(_ request: HTTPRequest, to system: SystemName, below servicePath: String) async {
    guard request.method == .get else { return }
    let path = request.target.prefix { $0 != "?" }
    var index = 0
    while index < waiting.count {
      guard waiting[index].system == system, path == "\(servicePath)/\(waiting[index].entitySet)" else {
        index += 1
        continue
      }
      waiting[index].seen += 1
      guard waiting[index].seen == waiting[index].page else {
        index += 1
        continue
      }
      let interruption = waiting.remove(at: index)
      do {
        try await interruption.act()
      } catch {
        failure = failure ?? error
      }
    }
  }
}

/// The engine's way to a system, on which interruptions happen.
final class InterruptedTransport: HTTPTransport {
  private let transport: any HTTPTransport
  private let interruptions: Interruptions
  private let system: SystemName
  private let servicePath: String

  init(_ transport: any HTTPTransport, _ interruptions: Interruptions, _ system: SystemName, servicePath: String) {
    self.transport = transport
    self.interruptions = interruptions
    self.system = system
    self.servicePath = servicePath
  }

  func send(_ request: HTTPRequest) async throws -> HTTPResponse {
    await interruptions.willSend(request, to: system, below: servicePath)
    return try await transport.send(request)
  }

  func send(
    _ requests: [HTTPRequest], mayBegin: (_ underWay: Int) -> Bool, answered: (HTTPAnswer) -> Void
  ) async -> [HTTPAnswer?] {
    if !interruptions.isEmpty { for request in requests { await interruptions.willSend(request, to: system, below: servicePath) } }
    return await transport.send(requests, mayBegin: mayBegin, answered: answered)
  }
}
