import OData

/// R-SET-5: a product without a price list in its currency gets no price.
struct PriceListCurrencyCheck: SetupCheck {
  let rule = "R-SET-5"
  let title = "A price list exists in Sales for every currency of a product"
  let place = "Sales: Product catalog, Price lists"
  let remedy = "Make a price list in each of these currencies."
  let byHand = "Compare the currencies of the sellable released products with those of the price lists."

  func examine(_ ends: SetupEnds) async throws -> SetupVerdict {
    let wanted = try await ends.companyRows("SellableReleasedProducts", ["CurrencyCode"]).texts("CurrencyCode")
    let lists = try await ends.salesRows("pricelevels", ["name"], expand: "transactioncurrencyid($select=isocurrencycode)")
    let known = Set(lists.compactMap { $0["transactioncurrencyid"]?["isocurrencycode"]?.stringValue })
    return .missing(
      wanted.subtracting(known), { "no price list in \($0)" }, otherwise: "\(wanted.count) currencies of products have a price list")
  }
}
