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

  /// What the checks ask is no part of what is measured.
  private var speed: SpeedWatch? { recorder.isChecking ? nil : recorder.speed }

  func send(_ request: HTTPRequest) async throws -> HTTPResponse {
    let time = recorder.now
    let start = speed?.now
    defer { recorder.conduct?.answersAreTold() }
    do {
      let response = try await transport.send(request)
      if let start { speed?.answered(since: start) }
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
    var start: Int64?
    // In process a request is answered before the next one is asked about, over sockets one is under way at a time.
    func end() {
      if let begun = start { speed?.answered(since: begun) }
      start = nil
    }
    let answers = await transport.send(
      requests,
      mayBegin: { underWay in
        end()
        let begins = mayBegin(underWay)
        if begins { times.append(recorder.now) }
        if begins { start = speed?.now }
        return begins
      },
      answered: { answer in
        end()
        answered(answer)
      })
    for (index, answer) in answers.enumerated() {
      guard let answer else { continue }
      recorder.exchanged(sender, system, requests[index], answer, at: index < times.count ? times[index] : recorder.now)
    }
    recorder.conduct?.answersAreTold()
    return answers
  }
}
