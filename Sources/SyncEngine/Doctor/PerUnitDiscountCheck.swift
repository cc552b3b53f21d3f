import OData

/// R-SET-4: the quote template before Direct told the discount of one unit.
struct PerUnitDiscountCheck: SetupCheck {
  let rule = "R-SET-4"
  let title = "For the earlier templates, discounts are calculated per unit"
  let place = "Sales: Settings, Administration, System Settings, Sales"
  let remedy = "Set the discount calculation method to Per unit."
  let byHand = "Open the system settings, tab Sales, and look at the discount calculation method."

  func examine(_ ends: SetupEnds) async throws -> SetupVerdict {
    guard ends.era == .cds else { return .ok("does not apply to Direct templates") }
    let value = try await ends.organization("discountcalculationmethod")
    return value.numberValue == 1
      ? .ok("it is Per unit") : .failed("it is Line item, and the earlier quote template brings over the wrong discount")
  }
}
