import OData

/// R-SET-10: every account fails with a default that the company does not have.
struct CompanyDefaultsCheck: SetupCheck {
  let rule = "R-SET-10"
  let title = "Customer group, site, warehouse and language of the defaults exist in the company"
  let place = "the mappings of T1 and T3; Supply Chain: customer groups, sites, warehouses, languages"
  let remedy = "Set the defaults to what the company has, or make it there."
  let byHand = "Compare the defaults of the mappings with the customer groups, sites, warehouses and languages of the company."

  func examine(_ ends: SetupEnds) async throws -> SetupVerdict {
    let places = [
      ("T1", "CUSTOMERGROUPID", "CustomerGroups", "CustomerGroupId"), ("T3", "CUSTOMERGROUPID", "CustomerGroups", "CustomerGroupId"),
      ("T1", "SITEID", "OperationalSites", "SiteId"), ("T1", "WAREHOUSEID", "Warehouses", "WarehouseId"),
    ]
    var missing: Set<String> = []
    for (template, destination, set, column) in places {
      guard let value = ends.row(template, destination)?.applied(to: ""), !value.isEmpty else { continue }
      let known = try await ends.companyRows(set, [column]).texts(column)
      if !known.contains(where: { $0.equalsFolded(value) }) { missing.insert("\(value) (\(column))") }
    }
    let languages = try await unusedLanguages(ends)
    if missing.isEmpty, !languages.isEmpty {
      let names = languages.sorted().map { "'\($0)'" }.joined(separator: ", ")
      return .warning("neither the company nor a customer of it uses the language \(names), so whether it is there is open")
    }
    return .missing(
      missing.union(languages.map { "\($0) (LanguageId)" }), { "the company has no \($0)" }, otherwise: "the defaults are there")
  }

  /// No entity lists the languages of an environment, so a language counts as there when the company has it, or one of its customers.
  private func unusedLanguages(_ ends: SetupEnds) async throws -> Set<String> {
    let wanted = Set(
      ["T1", "T3"].compactMap { ends.row($0, "LANGUAGEID")?.applied(to: "") }.filter { !$0.isEmpty }.map { $0.lowercased() })
    let company = Value.string(ends.legalEntity).literalText
    let own = try await ends.sharedRows("LegalEntities", ["LanguageId"], filter: "LegalEntityId eq \(company)").texts("LanguageId")
    var unused = wanted.subtracting(own.map { $0.lowercased() })
    for language in unused {
      let filter = "LanguageId eq \(Value.string(language).literalText)"
      if try await !ends.companyRows("CustomersV2", ["LanguageId"], filter: filter, most: 1).isEmpty { unused.remove(language) }
    }
    return unused
  }
}
