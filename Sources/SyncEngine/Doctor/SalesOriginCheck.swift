import OData

/// R-SET-13: orders of field service must not go back to Sales.
struct SalesOriginCheck: SetupCheck {
  let rule = "R-SET-13"
  let title = "There are sales origins for orders of Sales and of work orders"
  let place = "Supply Chain: Sales and marketing, Setup, Sales orders, Sales origin"
  let remedy = "Make an origin of each type and tick Origin type assignment."
  let byHand = "Look at the sales origins, their types and Origin type assignment."

  func examine(_ ends: SetupEnds) async throws -> SetupVerdict {
    let origins = try await ends.companyRows("SalesOrderOriginCodes", ["OriginCode", "OriginType", "IsOriginTypeAssigned"])
    func has(_ type: String) -> Bool {
      origins.contains { $0["OriginType"]?.stringValue == type && $0["IsOriginTypeAssigned"]?.stringValue == "Yes" }
    }
    if !has("SalesOrderIntegration") { return .failed("no assigned origin of type Sales order integration") }
    return has("WorkOrderIntegration")
      ? .ok("both are there") : .warning("no assigned origin of type Work order integration, needed with field service")
  }
}
