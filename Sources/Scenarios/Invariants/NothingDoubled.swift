import OData

/// One destination row per key, and one Freight Tax line per order (R-ORD-15).
struct NothingDoubled: Invariant {
  static let name = "nothing doubled"
  static let statement = "one destination row per key, one Freight Tax line per order"
  static let followsEveryExecution = true

  private static let keys: [(system: SystemName, set: String, key: [String])] = [
    (.sales, "accounts", ["accountnumber"]), (.sales, "contacts", ["msdynce_contactnumber"]), (.sales, "products", ["productnumber"]),
    (.sales, "salesorders", ["ordernumber"]), (.sales, "salesorderdetails", ["_salesorderid_value", "sequencenumber"]),
    (.sales, "invoices", ["invoicenumber"]), (.sales, "invoicedetails", ["_invoiceid_value", "sequencenumber"]),
    (.supplyChain, "CustomersV2", ["CustomerAccount"]),
    (.supplyChain, "CDSContactPersons", ["ContactPersonPartyNumber", "AssociatedPartyNumber"]),
    (.supplyChain, "CDSSalesQuotationHeaders", ["SalesQuotationNumber"]),
    (.supplyChain, "CDSSalesQuotationLines", ["SalesQuotationNumber", "LineCreationSequenceNumber"]),
    (.supplyChain, "CDSSalesOrderHeaders", ["SalesOrderNumber"]),
    (.supplyChain, "CDSSalesOrderLines", ["SalesOrderNumber", "LineCreationSequenceNumber"]),
  ]

  static var keyColumns: [String] { keys.flatMap(\.key) }

  func violations(_ state: WorldState) async throws -> [Violation] {
    var found: [Violation] = []
    for (system, set, key) in Self.keys {
      var seen: Set<String> = []
      var reported: Set<String> = []
      for row in try await state.rows(system, set) {
        // Lines from before a hotfix have no number yet; the engine brought none of them.
        guard let values = Self.values(of: key, in: row), row["LineCreationSequenceNumber"]?.numberValue != 0,
          !seen.insert(values).inserted, reported.insert(values).inserted
        else { continue }
        found.append(
          Violation(
            message: "\(system.title) holds \(set) \(values.replacing("\u{0}", with: ", ")) more than once",
            subject: RecordSubject(system: system, entitySet: set, key: key.map { ($0, row[$0] ?? .null) })))
      }
    }
    for pair in try await state.documents(.order) {
      let count = pair.salesLines.count(where: DocumentKind.isFreightTax)
      if count > 1 {
        found.append(
          Violation(message: "order \(pair.number) has \(count) Freight Tax lines", subject: DocumentKind.order.subject(pair.number)))
      }
    }
    return found
  }

  /// The values of the key in one text, which is read for every row after every execution; `nil` where one is blank.
  private static func values(of key: [String], in row: SeenRow) -> String? {
    var all = ""
    for (index, column) in key.enumerated() {
      guard let text = row[column]?.bareText, !text.isEmpty else { return nil }
      if index > 0 { all += "\u{0}" }
      all += text.lowercased()
    }
    return all
  }
}
