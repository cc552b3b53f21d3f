import OData

/// Which entity of the other system holds the same business record, and by which property.
enum Counterparts {
  private static let pairs: [(sales: (set: String, key: String), supplyChain: (set: String, key: String))] = [
    (("accounts", "accountnumber"), ("CustomersV2", "CustomerAccount")),
    (("contacts", "msdynce_contactnumber"), ("CDSContactPersons", "ContactPersonPartyNumber")),
    (("products", "productnumber"), ("SellableReleasedProducts", "ProductNumber")),
    (("quotes", "quotenumber"), ("CDSSalesQuotationHeaders", "SalesQuotationNumber")),
    (("salesorders", "ordernumber"), ("CDSSalesOrderHeaders", "SalesOrderNumber")),
    (("salesorderdetails", "msdynce_ordernumber"), ("CDSSalesOrderLines", "SalesOrderNumber")),
    (("invoices", "invoicenumber"), ("ExternallyMaintainedCustomerSalesInvoiceHeaders", "InvoiceNumber")),
    (("invoicedetails", "msdynce_invoicenumber"), ("ExternallyMaintainedCustomerSalesInvoiceLines", "InvoiceNumber")),
  ]

  /// The same record in the other system: its set, and the key properties with their values.
  static func counterpart(of subject: RecordSubject) -> RecordSubject? {
    for pair in pairs {
      let (own, other, system): ((set: String, key: String), (set: String, key: String), SystemName) =
        subject.system == .sales ? (pair.sales, pair.supplyChain, .supplyChain) : (pair.supplyChain, pair.sales, .sales)
      guard own.set == subject.entitySet, let value = subject.key.first(where: { $0.property == own.key })?.value else { continue }
      return RecordSubject(system: system, entitySet: other.set, key: [(other.key, value)])
    }
    return nil
  }
}
