import OData
import Twin

/// Both systems as they are now, read once over the protocol and shared by all invariants of one check.
final class WorldState {
  let run: ScenarioRun
  /// Numbers of the templates the scenario has run as they are, or without changing their filter: what must have arrived.
  let templates: Set<String>
  let history: StatusHistory
  private var cache: [String: [SeenRow]] = [:]

  init(_ run: ScenarioRun, history: StatusHistory) {
    self.run = run
    self.history = history
    templates = Set(
      run.projects.compactMap { project in
        let filtered = project.overrides.contains { if case .filter = $0.edit { true } else { false } }
        return filtered || project.written != nil ? nil : ProjectNames.number(project.template)
      })
  }

  /// Every row of a set; empty where the level does not have it.
  func rows(_ system: SystemName, _ set: String) async throws -> [SeenRow] {
    let key = "\(system.rawValue)/\(set)"
    if let known = cache[key] { return known }
    let client = run.client(system)
    guard let type = client.schema.model.entityType(ofSet: set) else { return [] }
    if let known = run.seenRows.rows(system, set, run.world) {
      cache[key] = known
      return known
    }
    let rows = try await SeenRows.read(system, set, of: run) {
      let select = client.schema.derived.value("seen \(set)") { SeenRow.select(type) }
      let rows = try await client.query(RecordQuery(set: set, select: select, isBare: true)).map { SeenRow($0) }
      guard system == .supplyChain else { return rows }
      // Supply Chain answers across companies; the connection set joins one.
      return rows.filter { row in row["dataAreaId"]?.stringValue.map { $0.equalsIgnoringASCIICase(client.company) } ?? true }
    }
    cache[key] = rows
    return rows
  }

  /// The documents of one kind on both sides, with their lines.
  func documents(_ kind: DocumentKind) async throws -> [DocumentPair] {
    let salesLines = Dictionary(grouping: try await rows(.sales, kind.salesLines)) { $0[kind.salesLineParent]?.stringValue ?? "" }
    let otherLines = Dictionary(grouping: try await rows(.supplyChain, kind.otherLines)) { $0[kind.otherNumber]?.stringValue ?? "" }
    var pairs: [String: DocumentPair] = [:]
    for row in try await rows(.sales, kind.sales) {
      guard let number = row[kind.salesNumber]?.stringValue else { continue }
      // A quote's revisions share its number; the open one is the document.
      if let there = pairs[number]?.sales, (there["revisionnumber"]?.numberValue ?? 0) > (row["revisionnumber"]?.numberValue ?? 0) {
        continue
      }
      let lines = salesLines[row[kind.salesKey]?.stringValue ?? ""] ?? []
      pairs[number] = DocumentPair(number: number, sales: row, salesLines: lines)
    }
    for row in try await rows(.supplyChain, kind.other) {
      guard let number = row[kind.otherNumber]?.stringValue else { continue }
      pairs[number, default: DocumentPair(number: number)].other = row
      pairs[number]?.otherLines = otherLines[number] ?? []
    }
    return pairs.values.sorted { $0.number < $1.number }
  }
}

/// One document as both systems hold it; either side may be missing.
struct DocumentPair: Sendable {
  let number: String
  var sales: SeenRow?
  var salesLines: [SeenRow] = []
  var other: SeenRow?
  var otherLines: [SeenRow] = []
}

/// Where a kind of document lives on both sides, and how its parts are called there.
struct DocumentKind: Sendable {
  let title: String
  let sales: String
  let salesKey: String
  let salesNumber: String
  let salesLines: String
  let salesLineParent: String
  let other: String
  let otherNumber: String
  let otherLines: String
  let quantity: String
  let discount: String
  let tax: String

  static let quote = DocumentKind(
    title: "quotation", sales: "quotes", salesKey: "quoteid", salesNumber: "quotenumber", salesLines: "quotedetails",
    salesLineParent: "_quoteid_value", other: "CDSSalesQuotationHeaders", otherNumber: "SalesQuotationNumber",
    otherLines: "CDSSalesQuotationLines", quantity: "RequestedSalesQuantity", discount: "TotalDiscountAmount", tax: "TotalTaxAmount")
  static let order = DocumentKind(
    title: "order", sales: "salesorders", salesKey: "salesorderid", salesNumber: "ordernumber", salesLines: "salesorderdetails",
    salesLineParent: "_salesorderid_value", other: "CDSSalesOrderHeaders", otherNumber: "SalesOrderNumber",
    otherLines: "CDSSalesOrderLines", quantity: "OrderedSalesQuantity", discount: "TotalDiscountAmount", tax: "TotalTaxAmount")
  static let invoice = DocumentKind(
    title: "invoice", sales: "invoices", salesKey: "invoiceid", salesNumber: "invoicenumber", salesLines: "invoicedetails",
    salesLineParent: "_invoiceid_value", other: "ExternallyMaintainedCustomerSalesInvoiceHeaders", otherNumber: "InvoiceNumber",
    otherLines: "ExternallyMaintainedCustomerSalesInvoiceLines", quantity: "InvoicedQuantity", discount: "LineTotalDiscountAmount",
    tax: "LineTotalTaxAmount")

  static let all = [quote, order, invoice]

  var columns: [String] { [salesKey, salesNumber, salesLineParent, otherNumber, quantity, discount, tax] }

  func subject(_ number: String) -> RecordSubject {
    RecordSubject(system: .sales, entitySet: sales, key: [(salesNumber, .string(number))])
  }

  /// Whether a line is the write-in line that carries tax on header charges (R-ORD-14).
  static func isFreightTax(_ line: SeenRow) -> Bool {
    line["isproductoverridden"]?.boolValue == true && line["productdescription"]?.stringValue == "Freight Tax"
  }
}
