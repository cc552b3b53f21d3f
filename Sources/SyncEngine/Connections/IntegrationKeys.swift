/// Which columns of a Dataverse table identify a row by business value (data-integration.md 1.3). Entities of finance and operations
/// bring their own key.
public struct IntegrationKeys: Hashable, Sendable {
  /// Entity set → key columns.
  private var columns: [String: [String]]

  public init(_ columns: [String: [String]] = [:]) { self.columns = columns }

  /// The key columns of that entity set, if it has an integration key. Setting `nil` takes the key out of the set.
  public subscript(entitySet: String) -> [String]? {
    get { columns[entitySet.lowercased()] }
    set { columns[entitySet.lowercased()] = newValue }
  }

  /// The keys of Prospect to cash, as the published mapping pictures mark them; the two line keys are sourced from there as well.
  public static let prospectToCash = IntegrationKeys([
    "accounts": ["accountnumber"],
    "contacts": ["msdynce_contactnumber"],
    "products": ["productnumber"],
    "quotes": ["quotenumber"],
    "salesorders": ["ordernumber"],
    "salesorderdetails": ["msdynce_ordernumber", "sequencenumber"],
    "invoices": ["invoicenumber"],
    "invoicedetails": ["msdynce_invoicenumber", "sequencenumber"],
    "uoms": ["name"],
    "uomschedules": ["name"],
    "pricelevels": ["name"],
    "transactioncurrencies": ["isocurrencycode"],
  ])
}
