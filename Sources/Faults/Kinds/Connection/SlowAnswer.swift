import Ambient
import Twin

extension Fault {
  static let slowAnswer = Fault(
    "slow-answer", .connection, "Time passes between carrying the request out and answering.",
    parameters: [
      FaultParameter("milliseconds", .number(0...86_400_000, default: 1000, drawn: 1...60_000), "how long, in milliseconds"),
      FaultParameter(
        "time", .word(["virtual", "real"]),
        "virtual moves the world's clock and answers at once; real holds the answer back on the wire (in process both are virtual)"),
    ],
    reach: FaultReach(.after), .inferred, "answers of both services take from milliseconds to minutes",
    goodEngine: "Waits. Later requests that are under way meanwhile do not write the same document.",
    act: { strike, proceed in
      // Carried out before the time passes, so that what it wrote is dated before.
      var answer = proceed(strike.request)
      let milliseconds = strike.values.number("milliseconds")
      if strike.values.text("time") == "virtual", strike.service.ambient.clock is VirtualClock {
        strike.scene.advance(milliseconds: milliseconds)
      } else {
        answer.heldBackMilliseconds += milliseconds
      }
      return answer
    })
}
