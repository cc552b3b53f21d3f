import Twin

extension Fault {
  static let resetAfterCommit = Fault(
    "reset-after-commit", .connection, "The request is carried out, then the connection is closed without an answer.",
    reach: FaultReach(.after), .sourced, "RFC 9112, 9.5: a client cannot know whether a request was carried out when no answer came",
    goodEngine: "Takes the write for in doubt and reads the key back. It never sends a create again blindly: that makes a second row.",
    act: { strike, proceed in
      var answer = proceed(strike.request)
      answer.outcome = .connectionLost(ConnectionLost(wasCarriedOut: true))
      return answer
    })
}
