/// The kinds of document that have priced lines, and the names their columns go by.
enum DocumentKind: Sendable, CaseIterable {
  case opportunity, quote, order, invoice

  /// Those that make a contact an active customer (R-CON-2); an opportunity is a hope only.
  static let ofCustomers: [DocumentKind] = [.quote, .order, .invoice]

  var header: String {
    switch self {
    case .opportunity: "opportunity"
    case .quote: "quote"
    case .order: "salesorder"
    case .invoice: "invoice"
    }
  }

  var line: String { self == .opportunity ? "opportunityproduct" : "\(header)detail" }
  var keyColumn: String { "\(header)id" }
  var lineKeyColumn: String { "\(line)id" }
  var lineNameColumn: String { "\(line)name" }
  /// Lookup of a line that holds its document.
  var parentColumn: String { "_\(header)id_value" }

  /// The column with the number people know the document by; opportunities have none.
  var numberColumn: String? {
    switch self {
    case .opportunity: nil
    case .quote: "quotenumber"
    case .order: "ordernumber"
    case .invoice: "invoicenumber"
    }
  }

  /// Column of the organization with the prefix of generated numbers, and what it is by default.
  var numberPrefix: (column: String, fallback: String)? {
    switch self {
    case .opportunity: nil
    case .quote: ("quoteprefix", "QUO")
    case .order: ("orderprefix", "ORD")
    case .invoice: ("invoiceprefix", "INV")
    }
  }

  /// The line's own copy of the document's number, part of its alternate key (template-mapping pictures).
  var lineNumberColumn: String? {
    switch self {
    case .opportunity, .quote: nil
    case .order: "msdynce_ordernumber"
    case .invoice: "msdynce_invoicenumber"
    }
  }

  /// "Has Externally Maintained Products Only" of the header; only quotes and orders travel by it.
  var flagColumn: String? { self == .quote || self == .order ? "msdynce_hasexternallymaintainedproductsonly" : nil }

  /// The line's copy of that flag.
  var lineFlagColumn: String? {
    switch self {
    case .quote: "msdynce_quotehasexternallymaintainedproductsonly"
    case .order: "msdynce_orderhasexternallymaintainedproductsonly"
    case .opportunity, .invoice: nil
    }
  }

  /// The line's copy of the document's state.
  var lineStateColumn: String { "\(header)statecode" }
  /// The line's copy of the price lock; opportunities and quotes cannot be locked.
  var lineLockColumn: String? { hasPriceLock ? "\(header)ispricelocked" : nil }
  var hasPriceLock: Bool { self == .order || self == .invoice }
}
