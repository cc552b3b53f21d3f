import OData

/// R-SET-14: equal numbers overwrite documents of the other side.
struct NumberRangeCheck: SetupCheck {
  let rule = "R-SET-14"
  let title = "The number ranges of the two systems do not overlap"
  let place = "Sales: Auto-Numbering; Supply Chain: Number sequences"
  let remedy = "Give the two systems different prefixes."
  let byHand = "Compare the prefixes of Sales with the formats of the number sequences for orders and quotations."

  func examine(_ ends: SetupEnds) async throws -> SetupVerdict {
    let formats = try await ends.companyRows("NumberSequences", ["NumberSequenceCode", "Format"])
    var same: Set<String> = []
    for (setting, code) in [("orderprefix", "Sales_SalesOrder"), ("quoteprefix", "Sales_Quotation")] {
      guard let prefix = try await ends.organization(setting).stringValue, !prefix.isEmpty,
        let format = formats.first(where: { $0["NumberSequenceCode"]?.stringValue == code })?["Format"]?.stringValue
      else { continue }
      if format.lowercased().hasPrefix(prefix.lowercased()) { same.insert("\(prefix) (\(code): \(format))") }
    }
    return .missing(same, { "both systems number with \($0)" }, otherwise: "the prefixes differ")
  }
}
