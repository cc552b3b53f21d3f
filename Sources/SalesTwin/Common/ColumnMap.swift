import EntityStore
import OData

/// What a new row takes over from another it is made from: the column mappings of a relationship, which `InitializeFrom` shows and
/// `QualifyLead` follows [that there are such mappings: sourced, page on creating rows; which columns: inferred].
///
/// Between documents everything travels that both have a column for; `DocumentCopy` knows that.
enum ColumnMap {
  private static let address = ["line1", "line2", "line3", "city", "stateorprovince", "postalcode", "country"]
  private static let wholeAddress = address.map { ("address1_\($0)", "address1_\($0)") }
  private static let currency = [("_transactioncurrencyid_value", "_transactioncurrencyid_value")]
  private static let people = ["jobtitle", "emailaddress1", "telephone1", "mobilephone", "fax", "websiteurl", "description"]

  private static func same(_ names: [String]) -> [(String, String)] { names.map { ($0, $0) } }

  /// Customer, price list and addresses of a document for a customer.
  private static func customer(_ key: String) -> [(String, String)] {
    [(key, "_customerid_value"), ("_defaultpricelevelid_value", "_pricelevelid_value")] + currency
      + address.flatMap { [("address1_\($0)", "billto_\($0)"), ("address1_\($0)", "shipto_\($0)")] }
  }

  private static let ofCustomer: [String: [(String, String)]] = [
    "account": [("accountid", "_parentaccountid_value")] + wholeAddress + currency,
    "contact": [("accountid", "_parentcustomerid_value")] + same(["telephone1", "fax"]) + wholeAddress + currency,
    "opportunity": [
      ("accountid", "_customerid_value"), ("accountid", "_parentaccountid_value"), ("_defaultpricelevelid_value", "_pricelevelid_value"),
    ] + currency,
    "quote": customer("accountid"), "salesorder": customer("accountid"), "invoice": customer("accountid"),
  ]

  private static let ofContact: [String: [(String, String)]] = [
    "opportunity": [
      ("contactid", "_customerid_value"), ("contactid", "_parentcontactid_value"), ("_defaultpricelevelid_value", "_pricelevelid_value"),
    ] + currency,
    "quote": customer("contactid"), "salesorder": customer("contactid"), "invoice": customer("contactid"),
  ]

  private static let ofLead: [String: [(String, String)]] = [
    "account": [("companyname", "name")] + same(["emailaddress1", "telephone1", "fax", "websiteurl", "description"]) + wholeAddress
      + currency,
    "contact": same(["firstname", "lastname"] + people) + wholeAddress + currency,
    "opportunity": [
      ("leadid", "_originatingleadid_value"), ("subject", "name"), ("description", "description"), ("estimatedamount", "estimatedvalue"),
      ("_parentaccountid_value", "_parentaccountid_value"), ("_parentcontactid_value", "_parentcontactid_value"),
      ("_campaignid_value", "_campaignid_value"),
    ] + currency,
  ]

  private static let maps = ["account": ofCustomer, "contact": ofContact, "lead": ofLead]

  /// The columns of a new row of `target` and what the source puts into them; empty where nothing connects the two tables.
  static func values(of source: Row, for target: String) -> [(column: String, value: Value)] {
    (maps[source.table.name]?[target] ?? []).filter { source.table.index(of: $0.0) != nil }.map { ($0.1, source[$0.0]) }
  }
}
