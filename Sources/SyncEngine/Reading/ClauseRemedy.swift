import OData

/// What makes a row pass a clause of the published filters, or appear in an entity at all, by the names those look at.
enum ClauseRemedy {
  private struct Entry {
    let columns: [String]
    /// Continues "to move it: ".
    let text: String
  }

  /// Rule or page in the comment of each.
  private static let entries: [Entry] = [
    // ORD2, R-ORD-7.
    Entry(columns: ["AreTotalsUpdated", "AreSalesOrderTotalsUpdated"], text: "run the batch job Calculate sales totals in Supply Chain"),
    // ACC, R-ACC-6.
    Entry(
      columns: ["OrderingCustomerIsExternallyMaintained", "InvoiceCustomerIsExternallyMaintained"],
      text: "only orders of customers that came from Sales travel: bring the customer there and run the project of accounts"),
    // R-ORD-6.
    Entry(columns: ["SalesOrderProcessingStatus"], text: "confirm the order in Supply Chain"),
    // FS-WO.
    Entry(columns: ["SalesOrderOriginType"], text: "orders that came from work orders stay in Supply Chain"),
    // R-QUO-1, R-ORD-1.
    Entry(
      columns: [
        "msdynce_hasexternallymaintainedproductsonly", "msdynce_quotehasexternallymaintainedproductsonly",
        "msdynce_orderhasexternallymaintainedproductsonly",
      ], text: "every line must have a product that came from Supply Chain: replace write-in and local products"),
    // QUO.
    Entry(columns: ["statecode"], text: "activate the quote in Sales"),
    // ORD2.
    Entry(columns: ["msdynce_processingstatus"], text: "activate the order in Sales"),
    // CON.
    Entry(
      columns: ["msdynce_isactivecustomer"],
      text: "contacts with documents of their own travel as customers, others as contacts of their account"),
    Entry(columns: ["msdynce_iscompanyanaccount"], text: "give the contact an account as its company"),
    // PRO, R-SET-11.
    Entry(
      columns: ["SellableReleasedProducts"],
      text: "it shows released products of the distinct product table: run the job Populate distinct product table"),
    // INV, R-INV-2.
    Entry(
      columns: ["ExternallyMaintainedCustomerSalesInvoiceHeaders", "ExternallyMaintainedCustomerSalesInvoiceLines"],
      text: "it shows posted invoices of orders of customers that came from Sales"),
  ]

  /// Each remedy once, in the order of the clauses.
  static func texts(for clauses: [String]) -> [String] {
    var texts: [String] = []
    for clause in clauses {
      let words = Set(clause.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init))
      for entry in entries where entry.columns.contains(where: words.contains) && !texts.contains(entry.text) { texts.append(entry.text) }
    }
    return texts
  }
}
