import EntityStore
import OData
import Twin

/// GetQuoteProductsFromOpportunity and its kin: adds the opportunity's lines to a document that is there, priced by its own price
/// list [the actions sourced: WET:quote, WET:invoice; parameter and effect inferred].
enum OpportunityProducts {
  static func copy(to kind: DocumentKind, _ document: Row, _ parameters: JSONObject, _ work: Work) throws {
    guard let id = EntityReference.id(in: parameters, "OpportunityId") else {
      throw work.twin.errors.badBody("The parameter 'OpportunityId' is missing or no identifier.", table: work.table(kind.header))
    }
    _ = try work.existing("opportunity", id)
    try Document(kind, document, work).requireEditable()
    let source = DocumentKind.opportunity
    let rows = try work.store.rows(
      work.twin.model.schema(source.line), where: [source.parentColumn], equal: [.guid(id)], orderBy: ["sequencenumber"])
    for row in rows {
      let draft = DocumentCopy.draft(of: row, from: source, to: kind, parent: document, work)
      var line = Record(new: work.table(kind.line), draft)
      _ = try DocumentLineRules(kind: kind).create(&line, work)
    }
  }
}
