import EntityStore
import OData
import Twin

/// Orders: processing status, orders of the integration, moves between states.
struct OrderSpecifics: HeaderSpecifics {
  static let active: Int64 = 0
  static let submitted: Int64 = 1
  static let canceled: Int64 = 2
  static let fulfilled: Int64 = 3
  static let invoiced: Int64 = 4

  func prepare(_ record: inout Record, _ work: Work) throws {
    let isImported = work.hasSolution && record.bool("msdynce_ismaintainedexternally")
    if isImported { rememberTotalTax(&record) }
    guard work.hasTwoWayOrders else { return }
    // An order made in Sales starts as a draft, whatever it says (R-ORD-2); the integration brings its own status.
    if !isImported || record["msdynce_processingstatus"].isNull { record["msdynce_processingstatus"] = .int(ProcessingStatus.draft) }
  }

  func beforeUpdate(_ record: inout Record, _ work: Work) throws {
    guard work.hasSolution else { return }
    if record.bool("msdynce_ismaintainedexternally") {
      rememberTotalTax(&record)
      // The template writes "Active" with every update; an order whose invoice has come stays invoiced (R-ORD-20).
      if record.original?["statecode"] == .int(Self.invoiced) {
        record.discard("statecode")
        record.discard("statuscode")
      }
    }
    if work.hasTwoWayOrders, record.changes("msdynce_processingstatus"),
      record["msdynce_processingstatus"] == .int(ProcessingStatus.active), let original = record.original
    {
      try OrderActivation.check(original)
    }
  }

  /// Submission is noted, unless somebody says when it was [inferred].
  func moving(_ record: inout Record, to state: Int64, _ work: Work) {
    if state == Self.submitted, record["submitdate"].isNull { record["submitdate"] = .timestamp(work.now) }
  }

  /// The total tax that came with the order; `FreightTaxLine` makes use of it.
  private func rememberTotalTax(_ record: inout Record) {
    if record.sends("totaltax") { record.set("written_total_tax", record["totaltax"]) }
  }
}
