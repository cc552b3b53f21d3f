public import OData

/// Something that goes wrong between a client and a twin. One type for each kind, all of them listed in `FaultTable`.
///
/// A fault stands round the call: it may answer in the twin's place, let the twin work and then lose or spoil its answer, or
/// let time pass. What it makes of the answer is the same in process and on the wire.
public protocol Fault: Sendable {
  /// What scenario files and the control plane call it: `throttling`.
  static var kind: String { get }
  /// What it does, in one sentence.
  static var summary: String { get }
  static var parameters: [FaultParameter] { get }

  /// - Parameter values: checked against `parameters`; what was left out has its default.
  init(_ values: FaultValues)

  /// - Parameter proceed: hands the request on, to the next fault or the twin. Called once or not at all.
  func act(on call: FaultCall, proceed: () -> TwinAnswer) -> TwinAnswer
}

/// The request a fault acts on.
public struct FaultCall {
  public let request: HTTPRequest
  public let service: TwinService

  /// A refusal in the product's own words and envelope.
  func refusal(_ error: ServiceError) -> TwinAnswer {
    var response = service.render(error)
    response.headers["OData-Version"] = "4.0"
    return TwinAnswer(response)
  }
}
