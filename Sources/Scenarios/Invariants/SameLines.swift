import OData

/// Documents that have crossed have the same lines on both sides, by sequence number; the Freight Tax line lives in Sales
/// alone.
struct SameLines: Invariant {
  static let name = "same lines"
  static let statement = "documents that crossed have the same lines on both sides"
  static let followsEveryExecution = false

  func violations(_ state: WorldState) async throws -> [Violation] {
    var found: [Violation] = []
    for (kind, pairs) in try await state.crossedDocuments() {
      for pair in pairs {
        let here = Set(pair.salesLines.filter { !DocumentKind.isFreightTax($0) }.compactMap { Self.number($0["sequencenumber"]) })
        let there = Set(pair.otherLines.compactMap { Self.number($0["LineCreationSequenceNumber"]) })
        guard here != there else { continue }
        found.append(
          Violation(
            message: "\(kind.title) \(pair.number) has other lines in Sales than in Supply Chain",
            comparison: .init(what: "sequence numbers", expected: "\(there.sorted()) (Supply Chain)", actual: "\(here.sorted()) (Sales)"),
            subject: kind.subject(pair.number)))
      }
    }
    return found
  }

  private static func number(_ json: JSON?) -> Int64? { json?.numberValue?.exactInt64 }
}

extension WorldState {
  /// Documents that are on both sides and whose project has run: those must agree. Orders agree with what Supply Chain says
  /// once they may come back (R-ORD-5 to R-ORD-7); before that Supply Chain may be ahead.
  func crossedDocuments() async throws -> [(kind: DocumentKind, pairs: [DocumentPair])] {
    var result: [(kind: DocumentKind, pairs: [DocumentPair])] = []
    func crossed(_ kind: DocumentKind, where isSettled: (DocumentPair) -> Bool) async throws {
      let pairs = try await documents(kind).filter { $0.sales != nil && $0.other != nil && isSettled($0) }
      if !pairs.isEmpty { result.append((kind, pairs)) }
    }
    if templates.contains("T5") { try await crossed(.quote) { pair in pair.sales.map(Scope.crossedQuote) ?? false } }
    if !templates.isDisjoint(with: ["T6", "T7"]) {
      try await crossed(.order) { pair in
        if templates.contains("T7"), let other = pair.other, Scope.orderToSales(other) { return true }
        return templates.contains("T6") && pair.sales.map(Scope.orderToSupplyChain) == true
          && pair.other?["SalesOrderProcessingStatus"]?.stringValue == "Active"
      }
    }
    if templates.contains("T8") { try await crossed(.invoice) { _ in true } }
    return result
  }
}
