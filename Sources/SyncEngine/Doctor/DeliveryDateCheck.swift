import OData

/// R-SET-16: quotes without a requested delivery date fail where the company controls delivery dates.
struct DeliveryDateCheck: SetupCheck {
  let rule = "R-SET-16"
  let title = "For the earlier templates, Delivery date control is None"
  let place = "Supply Chain: Accounts receivable parameters, Shipments"
  let remedy = "Set Delivery date control to None."
  let byHand = "Open the accounts receivable parameters, tab Shipments, and look at Delivery date control."

  func examine(_ ends: SetupEnds) async throws -> SetupVerdict {
    guard ends.era == .cds else { return .ok("does not apply to Direct templates") }
    let column = "DeliveryDateControlType"
    // A company that has never opened its parameters has the product's own, which is None.
    guard let control = try await ends.companyRows("SalesPriceParameters", [column]).first?[column]?.stringValue else {
      return .ok("it is None, as in a new company")
    }
    return control == "None" ? .ok("it is None") : .failed("it is \(control), and quotes without a requested delivery date fail")
  }
}
