/// How people name a record of each entity set: the properties behind `key: A-1` and `account: A-1`.
///
/// Sales: the integration keys of Prospect to cash (sales-web-api.md 2.5 as confirmed by the mapping pictures) and the
/// names of reference data. Supply Chain: the entity's own key without the company.
enum BusinessKeys {
  static let sales: [String: [String]] = [
    "accounts": ["accountnumber"],
    "businessunits": ["name"],
    "contacts": ["msdynce_contactnumber"],
    "invoicedetails": ["msdynce_invoicenumber", "sequencenumber"],
    "invoices": ["invoicenumber"],
    "pricelevels": ["name"],
    "products": ["productnumber"],
    "quotes": ["quotenumber"],
    "salesorderdetails": ["msdynce_ordernumber", "sequencenumber"],
    "salesorders": ["ordernumber"],
    "teams": ["name"],
    "transactioncurrencies": ["isocurrencycode"],
    "uoms": ["name"],
    "uomschedules": ["name"],
  ]
}
