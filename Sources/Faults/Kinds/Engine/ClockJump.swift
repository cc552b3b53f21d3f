import Twin

extension Fault {
  static let clockJump = Fault(
    "clock-jump", .engine, "The clock jumps ahead right before the call, as on a machine that was asleep.",
    parameters: [FaultParameter("minutes", .number(1...527_040, default: 120, drawn: 1...2880), "how far, in minutes")],
    reach: FaultReach(.before), .sourced, "virtual machines are paused and moved",
    goodEngine:
      "Goes on. A lease that ran out meanwhile is taken up again where nobody else has it, and what a schedule passed over is told.",
    act: { strike, proceed in
      strike.scene.advance(milliseconds: strike.values.number("minutes") * 60_000)
      return proceed(strike.request)
    })
}
