import OData

/// R-SET-18: drafts can be put on no quote.
struct ProductStateCheck: SetupCheck {
  let rule = "R-SET-18"
  let title = "Products arrive active"
  let place = "Sales: Settings, Administration, System Settings, Sales"
  let remedy = "Set Create products in active state to Yes, or activate the products after each run."
  let byHand = "Open the system settings, tab Sales, and look at Create products in active state."

  func examine(_ ends: SetupEnds) async throws -> SetupVerdict {
    let value = try await ends.organization("createproductswithoutparentinactivestate")
    return value.boolValue == true ? .ok("they do") : .warning("they arrive as drafts")
  }
}
