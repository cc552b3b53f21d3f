import OData

/// R-SET-3: the Direct templates tell the discount of a line.
struct LineItemDiscountCheck: SetupCheck {
  let rule = "R-SET-3"
  let title = "Discounts are calculated per line item"
  let place = "Sales: Settings, Administration, System Settings, Sales"
  let remedy = "Set the discount calculation method to Line item."
  let byHand = "Open the system settings, tab Sales, and look at the discount calculation method."

  func examine(_ ends: SetupEnds) async throws -> SetupVerdict {
    guard ends.era == .direct else { return .ok("does not apply to the earlier templates") }
    let value = try await ends.organization("discountcalculationmethod")
    return value.numberValue == 0 ? .ok("it is Line item") : .failed("it is Per unit, and Direct templates bring over the wrong money")
  }
}
