import Twin

extension Fault {
  static let engineCrash = Fault(
    "engine-crash", .engine,
    "The engine is killed at a request, or before it writes its ledger, and started again with the ledger it left.",
    parameters: [
      FaultParameter("moment", .word(["beforeRequest", "afterCommit"]), "whether the request is carried out; of no account for the ledger")
    ],
    reach: FaultReach(FaultReach.anything + [.ledgerWrite], .either), .sourced, "machines fail",
    goodEngine: "Knows nothing but its ledger, and comes to the same end: nothing lost, nothing doubled.",
    refuse: { scene in
      scene.stage.killEngine()
      throw EngineKilled()
    },
    act: { strike, proceed in
      let isCarriedOut = strike.values.text("moment") == "afterCommit"
      if isCarriedOut { _ = proceed(strike.request) }
      strike.scene.stage.killEngine()
      return TwinAnswer(ConnectionLost(wasCarriedOut: isCarriedOut, "the engine was killed"))
    })
}
