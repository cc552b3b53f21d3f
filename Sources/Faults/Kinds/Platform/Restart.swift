import Twin

extension Fault {
  static let restart = Fault(
    "restart", .platform,
    "The system is started again: the call is lost, it does not answer for a while, and it forgets what it counted of callers.",
    parameters: [
      FaultParameter("seconds", .number(0...86_400, default: 60, drawn: 1...900), "how long it does not answer, in seconds of virtual time")
    ],
    reach: FaultReach(.instead), .sourced, "both services are restarted for updates (maintenance windows)",
    goodEngine: "Waits, longer each time, and goes on where it was. When the system stays away, the task ends and the next run goes on.",
    act: { strike, _ in
      strike.scene.stage.shutDown(strike.service, forMilliseconds: strike.values.number("seconds") * 1000)
      strike.service.forgetUse()
      return TwinAnswer(ConnectionLost(wasCarriedOut: false))
    })
}
