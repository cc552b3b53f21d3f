/// The three kinds of sales document and the names their columns go by.
enum DocumentKind: Sendable, CaseIterable {
  case quote, order, invoice

  var header: String {
    switch self {
    case .quote: "quote"
    case .order: "salesorder"
    case .invoice: "invoice"
    }
  }

  var line: String { "\(header)detail" }
  var keyColumn: String { "\(header)id" }
  var lineKeyColumn: String { "\(line)id" }
  var lineNameColumn: String { "\(line)name" }
  /// Lookup of a line that holds its document.
  var parentColumn: String { "_\(header)id_value" }

  var numberColumn: String {
    switch self {
    case .quote: "quotenumber"
    case .order: "ordernumber"
    case .invoice: "invoicenumber"
    }
  }

  /// Column of the organization with the prefix of generated numbers, and what it is by default.
  var numberPrefix: (column: String, fallback: String) {
    switch self {
    case .quote: ("quoteprefix", "QUO")
    case .order: ("orderprefix", "ORD")
    case .invoice: ("invoiceprefix", "INV")
    }
  }

  /// The line's own copy of the document's number, part of its alternate key (template-mapping pictures).
  var lineNumberColumn: String? {
    switch self {
    case .quote: nil
    case .order: "msdynce_ordernumber"
    case .invoice: "msdynce_invoicenumber"
    }
  }

  /// "Has Externally Maintained Products Only" of the header; invoices have none.
  var flagColumn: String? { self == .invoice ? nil : "msdynce_hasexternallymaintainedproductsonly" }

  /// The line's copy of that flag.
  var lineFlagColumn: String? {
    switch self {
    case .quote: "msdynce_quotehasexternallymaintainedproductsonly"
    case .order: "msdynce_orderhasexternallymaintainedproductsonly"
    case .invoice: nil
    }
  }

  /// The line's copy of the document's state.
  var lineStateColumn: String { "\(header)statecode" }
  /// The line's copy of the price lock; quotes cannot be locked.
  var lineLockColumn: String? { self == .quote ? nil : "\(header)ispricelocked" }
}
