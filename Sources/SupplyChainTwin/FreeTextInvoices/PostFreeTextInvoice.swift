import EntityStore
import OData
import Twin

/// Posts a free text invoice for a customer: one without an order, of services and fees in words. It is no sales invoice, so the
/// externally maintained invoice entities never show it (R-INV-9, inferred). Answers its number.
///
/// Parameter `lines`: `[{"Description": "Consulting", "Amount": 100, "SalesTaxItemGroupCode": "FULL"}]`, amounts in the customer's currency
/// before tax.
struct PostFreeTextInvoice: BusinessOperation {
  private static let action = "postFreeTextInvoice"

  func run(on row: Row?, parameters: JSONObject, in context: CompanyContext) throws -> OperationResult {
    guard let customer = row else { throw context.errors.internalError("action \(Self.action) is bound to a customer") }
    func refusal(_ text: String) -> ServiceError {
      context.errors.actionFailed(Self.action, on: context.definition(customer.table.name), text)
    }
    guard customer["OnHoldStatus"] != "All", customer["OnHoldStatus"] != "Invoice" else {
      throw refusal("Customer '\(customer.text("CustomerAccount"))' is on hold.")
    }
    guard let entries = parameters["lines"]?.arrayValue, !entries.isEmpty else { throw refusal("A free text invoice needs lines.") }
    let accounting = try context.accountingCurrency()
    let currency = customer.text("SalesCurrencyCode").isEmpty ? accounting : customer.text("SalesCurrencyCode")
    let rounding = try context.rounding(of: currency)
    let rates = TaxRates(context: context)
    let lines = try entries.enumerated().map { index, entry in
      guard let description = entry["Description"]?.stringValue, !description.isEmpty, let amount = entry["Amount"]?.numberValue else {
        throw refusal("Line \(index + 1) needs Description and Amount.")
      }
      let itemGroup = entry["SalesTaxItemGroupCode"]?.stringValue ?? ""
      let net = rounding.rounded(amount)
      let tax = TaxCalculation.tax(
        on: net, percentages: try rates.percentages(group: customer.text("SalesTaxGroup"), itemGroup: itemGroup), rounding: rounding)
      return (description: description, itemGroup: itemGroup, net: net, tax: tax)
    }
    let number = try NumberSequences(context: context).next(.freeTextInvoice)
    let key: [(String, Value)] = [
      ("dataAreaId", .string(context.company)), ("FreeTextNumber", .string(number)), ("CurrencyCode", .string(currency)),
    ]
    let payer = customer.text("InvoiceAccount").isEmpty ? customer["CustomerAccount"] : customer["InvoiceAccount"]
    try insert(
      "FreeTextInvoiceHeader",
      key + [
        ("InvoiceDate", .timestamp(context.today)), ("CustomerAccount", customer["CustomerAccount"]), ("InvoiceAccount", payer),
        ("TotalInvoiceAmount", .decimal(lines.reduce(.zero) { $0 + $1.net + $1.tax })),
        ("TotalTaxAmount", .decimal(lines.reduce(.zero) { $0 + $1.tax })),
      ], in: context)
    for (index, line) in lines.enumerated() {
      try insert(
        "FreeTextInvoiceLine",
        key + [
          ("LineNumber", .int(Int64(index + 1))), ("Description", .string(line.description)),
          ("TransactionCurrencyAmount", .decimal(line.net)), ("TaxAmount", .decimal(line.tax)),
          ("SalesTaxItemGroupCode", .string(line.itemGroup)),
        ], in: context)
    }
    return .value(.string(number), type: "Edm.String")
  }

  private func insert(_ table: String, _ values: [(String, Value)], in context: CompanyContext) throws {
    var record = context.newRecord(table)
    for (column, value) in values { record[column] = value }
    try context.save(record)
  }
}
