import OData

/// R-SET-15: documents of Sales bring their numbers with them.
struct ManualNumberCheck: SetupCheck {
  let rule = "R-SET-15"
  let title = "Number sequences of orders and quotations allow numbers by hand"
  let place = "Supply Chain: Number sequences, Manual"
  let remedy = "Set Manual to Yes."
  let byHand = "Open the number sequences of sales orders and quotations and look at Manual."

  func examine(_ ends: SetupEnds) async throws -> SetupVerdict {
    let sequences = try await ends.companyRows("NumberSequences", ["NumberSequenceCode", "IsManual"])
      .filter { ["Sales_SalesOrder", "Sales_Quotation"].contains($0["NumberSequenceCode"]?.stringValue ?? "") }
    if sequences.isEmpty { return .unknown("the company's sequences for sales have other names") }
    let closed = sequences.filter { $0["IsManual"]?.stringValue != "Yes" }.texts("NumberSequenceCode")
    return .missing(closed, { "no numbers by hand in \($0)" }, otherwise: "\(sequences.count) sequences allow it")
  }
}
