import Twin

/// One step of a quotation, and the action that takes it.
struct QuotationMove: Hashable, Sendable {
  let action: String
  let from: QuotationStatus
  let to: QuotationStatus
  let evidence: Evidence
  let source: String

  init(_ action: String, _ from: QuotationStatus, _ to: QuotationStatus, _ evidence: Evidence, _ source: String) {
    self.action = action
    self.from = from
    self.to = to
    self.evidence = evidence
    self.source = source
  }
}
