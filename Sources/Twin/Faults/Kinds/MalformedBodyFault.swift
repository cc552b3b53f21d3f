import OData

/// The answer's body is no JSON.
struct MalformedBodyFault: Fault {
  static let kind = "malformedBody"
  static let summary = "Carries the request out and spoils the syntax of the JSON in the answer."
  static let parameters: [FaultParameter] = []

  init(_ values: FaultValues) {}

  func act(on call: FaultCall, proceed: () -> TwinAnswer) -> TwinAnswer {
    var answer = proceed()
    guard case .response(var response) = answer.outcome, !response.body.isEmpty else { return answer }
    // In the middle, so that whoever reads as a stream has read half of it.
    response.body.insert(contentsOf: Array("\u{7},]".utf8), at: response.body.count / 2)
    answer.outcome = .response(response)
    return answer
  }
}
