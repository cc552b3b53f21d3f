import OData

/// The answer's body ends early, under the status and headers of the whole.
struct TruncatedBodyFault: Fault {
  static let kind = "truncatedBody"
  static let summary = "Carries the request out and cuts the answer's body off."
  static let parameters = [
    FaultParameter("percent", .number(0...99, default: 50), "how much of the body is left, in hundredths")
  ]

  private let values: FaultValues

  init(_ values: FaultValues) { self.values = values }

  func act(on call: FaultCall, proceed: () -> TwinAnswer) -> TwinAnswer {
    var answer = proceed()
    guard case .response(var response) = answer.outcome else { return answer }
    response.body = Array(response.body.prefix(response.body.count * Int(values.number("percent")) / 100))
    answer.outcome = .response(response)
    return answer
  }
}
