/// The connection ends without an answer.
struct ConnectionResetFault: Fault {
  static let kind = "connectionReset"
  static let summary = "Closes the connection without an answer, before the request is carried out or after."
  static let parameters = [
    FaultParameter("when", .word(["beforeCommit", "afterCommit"], default: "beforeCommit"), "whether the request is carried out first")
  ]

  private let values: FaultValues

  init(_ values: FaultValues) { self.values = values }

  func act(on call: FaultCall, proceed: () -> TwinAnswer) -> TwinAnswer {
    guard values.text("when") == "afterCommit" else { return TwinAnswer(ConnectionLost(wasCarriedOut: false)) }
    var answer = proceed()
    answer.outcome = .connectionLost(ConnectionLost(wasCarriedOut: true))
    return answer
  }
}
