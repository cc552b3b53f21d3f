import OData
import Scenarios
import SyncEngine

/// Starts an external engine by a request to it: the document is posted, the answer says how it went and may hold the result.
final class HookEngineCaller: EngineCaller {
  let address: String
  let directory: String? = nil
  private let transport: any HTTPTransport
  private let target: String

  init(transport: any HTTPTransport, target: String, address: String) {
    self.transport = transport
    self.target = target
    self.address = address
  }

  func call(_ run: ExternalRun) async throws -> ExternalAnswer {
    let response = try await transport.send(
      HTTPRequest(
        .post, target, headers: ["Content-Type": "application/json", "Accept": "application/json"], body: run.document.encoded()))
    let end: ExternalAnswer.End =
      switch response.status {
      case 200..<300: .done
      case 501: .declined
      default: .failed
      }
    let said = String(decoding: response.body.prefix(2000), as: UTF8.self)
    return ExternalAnswer(
      end, account: "it answered \(response.status)\(said.isEmpty ? "" : "\n    \(said)")", result: end == .done ? response.body : [])
  }
}
