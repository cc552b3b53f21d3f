import OData

/// R-SET-17: lines from before share one key until the job has numbered them.
struct PopulateCheck: SetupCheck {
  let rule = "R-SET-17"
  let title = "SalesPopulateProspectToCash has run on version 1611"
  let place = "Supply Chain: the hidden job SalesPopulateProspectToCash"
  let remedy = "Run it once, after the hotfixes."
  let byHand = "On version 1611, look for lines of sales orders without a creation sequence number, and at the job's history."

  func examine(_ ends: SetupEnds) async throws -> SetupVerdict {
    for set in ["CDSSalesOrderLines", "CDSSalesQuotationLines"] {
      let lines = try await ends.companyRows(set, ["LineCreationSequenceNumber"], filter: "LineCreationSequenceNumber eq 0")
      if !lines.isEmpty { return .failed("\(lines.count) rows of \(set) without a creation sequence number") }
    }
    // Later versions fill that table by the job of R-SET-11.
    if try await ends.companyRows("SellableReleasedProducts", ["ProductNumber"]).isEmpty,
      try await !ends.companyRows("ReleasedProductsV2", ["ItemNumber"]).isEmpty, try await ends.supplyChainVersion().hasPrefix("7.1.")
    {
      return .failed("released products, and none of them sellable")
    }
    return .ok("every line has its number, and products are sellable")
  }
}
