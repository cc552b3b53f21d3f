import OData

/// The request is carried out, and the answer says that it failed: what a gateway's time-out looks like to a client.
struct CommitThenFailFault: Fault {
  static let kind = "commitThenFail"
  static let summary = "Carries the request out and answers with an HTTP error all the same."
  static let parameters = [
    FaultParameter("status", .number(400...599, default: 504), "HTTP status"),
    FaultParameter("message", .text(default: "The answer was lost (injected fault)."), "message in the product's error envelope"),
  ]

  private let values: FaultValues

  init(_ values: FaultValues) { self.values = values }

  func act(on call: FaultCall, proceed: () -> TwinAnswer) -> TwinAnswer {
    var answer = proceed()
    answer.outcome = call.refusal(ServiceError(status: Int(values.number("status")), message: values.text("message") ?? "")).outcome
    return answer
  }
}
