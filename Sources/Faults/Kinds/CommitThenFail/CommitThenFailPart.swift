import OData
import Twin

extension Fault {
  static let commitThenFailPart = Fault(
    "commit-then-fail-part", .commitThenFail, "A batch is carried out up to some part; then the connection is closed without an answer.",
    parameters: [
      FaultParameter("percent", .number(0...100, default: 50, drawn: 1...99), "how much of the batch is carried out, in hundredths")
    ],
    reach: FaultReach([.batch], .after), .inferred, "parts of a batch are transactions of their own (finance and operations: change sets)",
    goodEngine: "Finds out of every row whether it is there, and writes only those that are missing.",
    act: { strike, proceed in
      let items = FaultCalls.items(of: strike.request)
      let done = items.prefix(items.count * Int(strike.values.number("percent")) / 100)
      if !done.isEmpty { _ = proceed(strike.batch(of: Array(done))) }
      return TwinAnswer(ConnectionLost(wasCarriedOut: true))
    })
}
