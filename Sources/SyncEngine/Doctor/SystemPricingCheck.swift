import OData

/// R-SET-2: without it Sales calculates no totals.
struct SystemPricingCheck: SetupCheck {
  let rule = "R-SET-2"
  let title = "Use system pricing calculation is Yes"
  let place = "Sales: Settings, Administration, System Settings, Sales"
  let remedy = "Set Use system pricing calculation to Yes."
  let byHand = "Open the system settings, tab Sales, and look at Use system pricing calculation."

  func examine(_ ends: SetupEnds) async throws -> SetupVerdict {
    let value = try await ends.organization("oobpricecalculationenabled")
    return value.boolValue == true ? .ok("it is Yes") : .failed("it is No")
  }
}
