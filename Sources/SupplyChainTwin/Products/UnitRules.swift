import EntityStore

/// Units and conversions decide which products are sellable, in every company.
struct UnitRules: EntityRules {
  func didWrite(_ row: Row, before: Row?, in context: CompanyContext) throws { try refresh(in: context) }
  func didDelete(_ row: Row, in context: CompanyContext) throws { try refresh(in: context) }

  private func refresh(in context: CompanyContext) throws {
    guard try SellableProducts(context: context).keepsItselfUp else { return }
    for company in try context.store.rows(context.schema("LegalEntity"), where: [], equal: [], orderBy: ["LegalEntityId"]) {
      let own = context.twin.context(context.session, company: company.text("LegalEntityId").lowercased())
      try SellableProducts(context: own).refreshAll()
    }
  }
}
