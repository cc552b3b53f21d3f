import OData
import SyncEngine

/// A way to a system on which every request is noted.
final class RecordedTransport: HTTPTransport {
  private let transport: any HTTPTransport
  private let recorder: WorldRecorder
  private let sender: Exchange.Sender
  private let system: SystemName

  init(_ transport: any HTTPTransport, _ recorder: WorldRecorder, _ sender: Exchange.Sender, _ system: SystemName) {
    self.transport = transport
    self.recorder = recorder
    self.sender = sender
    self.system = system
  }

  func send(_ request: HTTPRequest) async throws -> HTTPResponse {
    let time = recorder.now
    do {
      let response = try await transport.send(request)
      recorder.exchanged(sender, system, request, .success(response), at: time)
      return response
    } catch {
      recorder.exchanged(sender, system, request, .failure(error), at: time)
      throw error
    }
  }

  /// Requests that are under way together are noted in the order they were sent.
  func send(
    _ requests: [HTTPRequest], mayBegin: (_ underWay: Int) -> Bool, answered: (HTTPAnswer) -> Void
  ) async -> [HTTPAnswer?] {
    var times: [Timestamp] = []
    let answers = await transport.send(
      requests,
      mayBegin: { underWay in
        let begins = mayBegin(underWay)
        if begins { times.append(recorder.now) }
        return begins
      }, answered: answered)
    for (index, answer) in answers.enumerated() {
      guard let answer else { continue }
      recorder.exchanged(sender, system, requests[index], answer, at: index < times.count ? times[index] : recorder.now)
    }
    return answers
  }
}
