/// Status of a quotation: members of the enumeration `SalesQuotationStatus` (sourced: S1, S26).
///
/// Sales quotations know five of them (sourced: the status table of the AX help). Reset, Modified, Submitted, Approved and Revised belong
/// to other kinds of quotation and to approval workflows (inferred): no step leads there.
enum QuotationStatus: String, Hashable, Sendable, CaseIterable {
  case created = "Created"
  case sent = "Sent"
  case confirmed = "Confirmed"
  case lost = "Lost"
  case cancelled = "Cancelled"
  case reset = "Reset"
  case modified = "Modified"
  case submitted = "Submitted"
  case approved = "Approved"
  case revised = "Revised"
}
