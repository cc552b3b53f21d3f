/// R-SET-16: no entity tells this parameter.
struct DeliveryDateCheck: SetupCheck {
  let rule = "R-SET-16"
  let title = "For the earlier templates, Delivery date control is None"
  let place = "Supply Chain: Accounts receivable parameters, Shipments"
  let remedy = "Set Delivery date control to None."
  let byHand = "Open the accounts receivable parameters, tab Shipments, and look at Delivery date control."

  func examine(_ ends: SetupEnds) async throws -> SetupVerdict {
    ends.era == .direct ? .ok("does not apply to Direct templates") : .unknown("the parameter is not told over OData")
  }
}
