import EntityStore
import OData
import Twin

/// RecalculatePrice and CalculatePrice: every line of a document is priced again, then its totals.
///
/// RecalculatePrice is what the Recalculate button calls [sourced: page "RecalculatePrice Action"]. CalculatePrice is the hook
/// that a plug-in takes over when system pricing is off [sourced: ACT:CalculatePrice, CE:use-custom-pricing-products]; called by
/// hand it does the same here, and nothing where system pricing is off [inferred].
enum PriceCalculation {
  static func recalculate(_ parameters: JSONObject, _ work: Work) throws {
    let name = parameters["entityLogicalName"]?.stringValue
    guard let kind = DocumentKind.allCases.first(where: { $0.header == name }) else {
      throw SalesErrors.invalid("'\(name ?? "")' has no prices: entityLogicalName is opportunity, quote, salesorder or invoice.")
    }
    guard let id = parameters["entityId"]?.stringValue.flatMap({ GUID($0) }) else {
      throw work.twin.errors.badBody("The parameter 'entityId' is missing or no identifier.", table: work.table(kind.header))
    }
    try run(kind, id, work)
  }

  /// The target is a document, or one of its lines.
  static func calculate(_ parameters: JSONObject, _ work: Work) throws {
    guard let target = parameters["Target"]?.objectValue else {
      throw work.twin.errors.badBody("The parameter 'Target' is missing.", table: nil)
    }
    let type = (target["@odata.type"] ?? target["@type"])?.stringValue?.split(separator: ".").last.map(String.init)
    for kind in DocumentKind.allCases {
      if type == kind.header || type == nil, let id = EntityReference.id(in: target, kind.keyColumn) { return try run(kind, id, work) }
      if type == kind.line || type == nil, let id = EntityReference.id(in: target, kind.lineKeyColumn) {
        guard let document = try work.existing(kind.line, id)[kind.parentColumn].guidValue else { return }
        return try run(kind, document, work)
      }
    }
    throw SalesErrors.invalid("'Target' is no opportunity, quote, order or invoice, nor a line of one, or has no key.")
  }

  private static func run(_ kind: DocumentKind, _ id: GUID, _ work: Work) throws {
    var document = try Document.load(kind, id, work)
    try document.requireEditable()
    guard work.organization.usesSystemPricing else { return }
    try LinePricing.recalculate(&document)
    try document.finish()
  }
}
