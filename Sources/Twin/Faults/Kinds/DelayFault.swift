import Ambient

/// The answer comes late. The request is carried out before the time passes, so that what it wrote is dated before.
struct DelayFault: Fault {
  static let kind = "delay"
  static let summary = "Lets time pass between carrying the request out and answering."
  static let parameters = [
    FaultParameter("milliseconds", .number(0...86_400_000, default: 1000), "how long, in milliseconds"),
    FaultParameter(
      "time", .word(["virtual", "real"], default: "virtual"),
      "virtual moves the world's clock and answers at once; real holds the answer back on the wire (in process both are virtual)"),
  ]

  private let values: FaultValues

  init(_ values: FaultValues) { self.values = values }

  func act(on call: FaultCall, proceed: () -> TwinAnswer) -> TwinAnswer {
    var answer = proceed()
    let milliseconds = values.number("milliseconds")
    if values.text("time") == "virtual", let clock = call.service.ambient.clock as? VirtualClock {
      clock.advance(milliseconds: milliseconds)
    } else {
      answer.heldBackMilliseconds += milliseconds
    }
    return answer
  }
}
