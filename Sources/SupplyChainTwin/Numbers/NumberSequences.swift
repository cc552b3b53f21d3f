import EntityStore
import OData
import Twin

/// Number sequences of a company: what numbers documents and masters when the caller gives none (names and formats
/// proposed; that P2C needs manual numbers follows from S20 and S23).
struct NumberSequences {
  enum Code: String, CaseIterable {
    case customer = "Cust_Customer"
    case salesOrder = "Sales_SalesOrder"
    case salesQuotation = "Sales_Quotation"
    case salesInvoice = "Sales_Invoice"
    case freeTextInvoice = "Cust_FreeTextInvoice"
    case invoiceVoucher = "Sales_InvoiceVoucher"
    /// Shared by all companies: kept under the empty company.
    case party = "Dir_Party"

    var isShared: Bool { self == .party }

    /// `#` stands for a digit of the number.
    func format(company: String) -> String {
      switch self {
      case .customer: "\(company.prefix(2).uppercased())-######"
      case .salesOrder: "SO-######"
      case .salesQuotation: "SQ-######"
      case .salesInvoice: "CIV-######"
      case .freeTextInvoice: "FTI-######"
      case .invoiceVoucher: "ARI-######"
      case .party: "#########"
      }
    }
  }

  private static let table = "NumberSequence"
  let context: CompanyContext

  /// The next number that is not in use yet; numbers given by hand may lie ahead in the sequence.
  func next(_ code: Code, isFree: (String) throws -> Bool = { _ in true }) throws -> String {
    guard let row = try row(code.rawValue, shared: code.isShared) else {
      throw context.errors.internalError("company \(context.company) has no number sequence \(code.rawValue)")
    }
    return try next(row, isFree: isFree)
  }

  /// As `next`, from a sequence that set-up names, such as that of a customer group; `nil` when there is none of that name.
  func next(named name: String, isFree: (String) throws -> Bool) throws -> String? {
    guard !name.isEmpty, let row = try row(name, shared: false) else { return nil }
    return try next(row, isFree: isFree)
  }

  /// Whether callers may choose numbers themselves.
  func allowsManualNumbers(_ code: Code) throws -> Bool { try row(code.rawValue, shared: code.isShared)?.isYes("IsManual") ?? true }

  func add(_ code: Code) throws {
    var record = context.newRecord(Self.table)
    record["dataAreaId"] = .string(code.isShared ? "" : context.company)
    record["NumberSequenceCode"] = .string(code.rawValue)
    record["Format"] = .string(code.format(company: context.company))
    record["NextNumber"] = 1
    record["IsManual"] = "Yes"
    try context.save(record)
  }

  private func row(_ name: String, shared: Bool) throws -> Row? {
    try context.store.row(context.schema(Self.table), key: [.string(shared ? "" : context.company), .string(name)])
  }

  private func next(_ row: Row, isFree: (String) throws -> Bool) throws -> String {
    let format = row.text("Format")
    var number = row.integer("NextNumber")
    var text = Self.text(number, format)
    while try !isFree(text) {
      number += 1
      text = Self.text(number, format)
    }
    try context.set(row, [("NextNumber", .int(number + 1))])
    return text
  }

  static func text(_ number: Int64, _ format: String) -> String {
    let width = format.filter { $0 == "#" }.count
    let digits = String(number)
    let padded = String(repeating: "0", count: max(0, width - digits.count)) + digits
    guard let first = format.firstIndex(of: "#"), let last = format.lastIndex(of: "#") else { return format + digits }
    return format[..<first] + padded + format[format.index(after: last)...]
  }
}
