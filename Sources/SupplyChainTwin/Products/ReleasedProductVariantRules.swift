import EntityStore

/// Released variants: each is a product of its own with its own number (supply-chain-odata.md 7.1, sourced: S4).
struct ReleasedProductVariantRules: EntityRules {
  func didWrite(_ row: Row, before: Row?, in context: CompanyContext) throws {
    let products = SellableProducts(context: context)
    guard try products.keepsItselfUp, let item = try context.find("ReleasedProductV2", row["ItemNumber"]) else { return }
    _ = try products.register(item)
    try products.refresh(item)
  }

  func didDelete(_ row: Row, in context: CompanyContext) throws {
    try SellableProducts(context: context).hide(row.text("ProductVariantNumber"))
  }
}
