/// What may happen in a simulated history. A seed draws some of them: leaving things out reaches states that doing everything at once
/// never does (swarm testing, Groce and others 2012).
enum Feature: String, Hashable, Sendable, CaseIterable {
  case contacts, products, quotes, ordersOfSales, ordersOfSupplyChain
  /// Picking lists, packing slips, in full or in part.
  case deliveries
  case invoices, cancellations
  /// Discounts of lines, charges of orders, lines that are changed once Supply Chain has the order.
  case discounts, charges, corrections
  /// Lines at another price than that of the list.
  case ownPrices
  /// What people of Supply Chain do with quotations.
  case quotations
  /// Edits in the system that only has the copy.
  case copyEdits
  /// Records that go, copies that people of the other system delete, fields that are cleared.
  case deletions, copyDeletions, clearings
  /// What another company of Supply Chain does, which is nobody's business in Sales.
  case otherCompany
  /// Runs with all data, runs page by page, runs in the midst of which somebody edits.
  case fullRuns, smallPages, editsDuringRuns
  /// The first documents are written before master data has come over.
  case lateMasterData
  /// Supply Chain runs its jobs by the clock, besides when somebody starts them.
  case scheduledJobs
  /// Runs in which something goes wrong between the engine and the systems, or with the engine.
  case faults
  /// A newer release or solution is installed in the midst of a run.
  case upgrades

  /// What it makes no sense without.
  var needs: [Feature] {
    switch self {
    case .quotations: [.quotes]
    case .upgrades: [.faults]
    default: []
    }
  }
}
