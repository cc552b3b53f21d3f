import OData

/// R-SET-14: equal numbers overwrite documents of the other side.
///
/// Two things tell: both systems number new documents alike, or a draft in Sales, which never went to Supply Chain, bears a number that
/// Supply Chain has given to a document already.
struct NumberRangeCheck: SetupCheck {
  let rule = "R-SET-14"
  let title = "The number ranges of the two systems do not overlap"
  let place = "Sales: Auto-Numbering; Supply Chain: Number sequences"
  let remedy = "Give the two systems different prefixes, and drafts that bear a number of Supply Chain another number."
  let byHand = "Compare the prefixes of Sales with the formats of the number sequences for orders and quotations."

  private struct Kind {
    let prefixSetting: String
    let sequence: String
    let drafts: String
    let draftNumber: String
    let draftCondition: String
    let documents: String
    let documentNumber: String
  }

  private static let kinds = [
    Kind(
      prefixSetting: "orderprefix", sequence: "Sales_SalesOrder", drafts: "salesorders", draftNumber: "ordernumber",
      draftCondition: "msdynce_processingstatus eq 192350000 and msdynce_ismaintainedexternally eq false",
      documents: "CDSSalesOrderHeaders",
      documentNumber: "SalesOrderNumber"),
    // The draft of a revised quote bears its number by right.
    Kind(
      prefixSetting: "quoteprefix", sequence: "Sales_Quotation", drafts: "quotes", draftNumber: "quotenumber",
      draftCondition: "statecode eq 0 and revisionnumber eq 0", documents: "CDSSalesQuotationHeaders",
      documentNumber: "SalesQuotationNumber"),
  ]

  func examine(_ ends: SetupEnds) async throws -> SetupVerdict {
    let formats = try await ends.companyRows("NumberSequences", ["NumberSequenceCode", "Format"])
    var same: Set<String> = []
    var taken: Set<String> = []
    for kind in Self.kinds {
      if let prefix = try await ends.organization(kind.prefixSetting).stringValue, !prefix.isEmpty,
        let format = formats.first(where: { $0["NumberSequenceCode"]?.stringValue == kind.sequence })?["Format"]?.stringValue,
        Self.begins(format, with: prefix)
      {
        same.insert("\(prefix) (\(kind.sequence): \(format))")
      }
      taken.formUnion(try await Self.takenNumbers(kind, ends))
    }
    var findings: [String] = []
    if !same.isEmpty { findings.append("both systems number with \(Self.list(same))") }
    if !taken.isEmpty { findings.append("drafts in Sales bear numbers that Supply Chain has given already: \(Self.list(taken))") }
    return findings.isEmpty ? .ok("the prefixes differ") : .failed(findings.joined(separator: "; "))
  }

  /// Whether numbers of that format may begin with the prefix; `#` stands for a digit, `&` for a digit or letter.
  static func begins(_ format: String, with prefix: String) -> Bool {
    let places = Array(format.lowercased())
    let wanted = Array(prefix.lowercased())
    guard places.count >= wanted.count else { return false }
    return zip(places, wanted).allSatisfy { place, character in
      switch place {
      case "#": character.isNumber
      case "&": character.isNumber || character.isLetter
      default: place == character
      }
    }
  }

  /// An environment without such documents, or without the entity, has given no number away.
  private static func takenNumbers(_ kind: Kind, _ ends: SetupEnds) async throws -> Set<String> {
    do {
      let drafts = try await ends.salesRows(kind.drafts, [kind.draftNumber], filter: kind.draftCondition).texts(kind.draftNumber).sorted()
      var taken: Set<String> = []
      var start = 0
      while start < drafts.count {
        let end = min(start + KeyQuery.termsMax, drafts.count)
        let any = drafts[start..<end].map { "\(kind.documentNumber) eq \(Value.string($0).literalText)" }.joined(separator: " or ")
        taken.formUnion(try await ends.companyRows(kind.documents, [kind.documentNumber], filter: "(\(any))").texts(kind.documentNumber))
        start = end
      }
      return taken
    } catch is NotTold {
      return []
    }
  }

  private static func list(_ names: Set<String>) -> String { names.sorted().map { "'\($0)'" }.joined(separator: ", ") }
}
