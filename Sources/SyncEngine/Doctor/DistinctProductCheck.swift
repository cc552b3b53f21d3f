import OData

/// R-SET-11: without it no product is read, silently.
struct DistinctProductCheck: SetupCheck {
  let rule = "R-SET-11"
  let title = "Populate distinct product table has run"
  let place = "Supply Chain: Product information management, Periodic tasks"
  let remedy = "Run Populate distinct product table."
  let byHand = "Look at the batch history for Populate distinct product table."

  func examine(_ ends: SetupEnds) async throws -> SetupVerdict {
    let sellable = try await ends.companyRows("SellableReleasedProducts", ["ProductNumber"])
    if !sellable.isEmpty { return .ok("\(sellable.count) sellable released products") }
    let released = try await ends.companyRows("ReleasedProductsV2", ["ItemNumber"])
    return released.isEmpty
      ? .warning("the company has no released product") : .failed("\(released.count) released products, none of them sellable")
  }
}
