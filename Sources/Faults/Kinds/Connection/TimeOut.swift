import Twin

extension Fault {
  static let timeOut = Fault(
    "time-out", .connection, "No answer comes until the client's patience is over; the request may be carried out all the same.",
    parameters: [
      FaultParameter("carriedOut", .word(["yes", "no"]), "whether what was asked for is done"),
      FaultParameter("seconds", .number(0...3600, default: 100, drawn: 1...300), "how long the client waits, in seconds of virtual time"),
    ],
    reach: FaultReach(.either), .inferred, "clients of .NET wait 100 seconds unless told otherwise (HttpClient.Timeout)",
    goodEngine: "As for a connection that was reset: reads may be repeated, writes are in doubt and are read back.",
    act: { strike, proceed in
      let isCarriedOut = strike.values.text("carriedOut") == "yes"
      if isCarriedOut { _ = proceed(strike.request) }
      strike.scene.advance(milliseconds: strike.values.number("seconds") * 1000)
      return TwinAnswer(
        ConnectionLost(wasCarriedOut: isCarriedOut, "no answer came within \(strike.values.number("seconds")) seconds"))
    })
}
