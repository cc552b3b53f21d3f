import Twin

extension Fault {
  static let userDisabled = Fault(
    "user-disabled", .identity, "The engine's user has been disabled: every call is answered 403.",
    reach: FaultReach(.instead), .sourced, "sales-web-api.md 6.2: the user is disabled",
    goodEngine: "Ends the run with the reason and keeps its position; rows are not marked as failed for it.",
    act: { strike, _ in
      TwinAnswer(strike.refusal(strike.service.product.errors.refused(.disabled(user: "integration"), table: nil)))
    })
}
