import EntityStore
import OData

/// A new company gets its number sequences.
struct LegalEntityRules: EntityRules {
  func setDefaults(_ record: inout Record, in context: CompanyContext) throws {
    record["LegalEntityId"] = .string(record.text("LegalEntityId").uppercased())
    record.fill("LanguageId", "en-us")
  }

  func didWrite(_ row: Row, before: Row?, in context: CompanyContext) throws {
    guard before == nil else { return }
    let own = context.twin.context(context.session, company: row.text("LegalEntityId").lowercased())
    for code in NumberSequences.Code.allCases where !code.isShared { try NumberSequences(context: own).add(code) }
  }
}
