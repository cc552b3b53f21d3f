import OData
import SupplyChainTwin
import Testing

/// A system of version 1611 with documents and products from before any hotfix, taken to another state.
struct OldRows {
  let company: TestCompany

  init(upTo state: LevelState) throws {
    let company = try TestCompany(SupplyChainConfiguration(level: "1611"), onForms: true)
    self.company = company
    try Self.document(company, "SalesOrderNumber", "OrderingCustomerAccountNumber", "OrderedSalesQuantity", "CDSSalesOrder")
    try Self.document(
      company, "SalesQuotationNumber", "RequestingCustomerAccountNumber", "RequestedSalesQuantity", "CDSSalesQuotation")
    let order = try #require(try company.rows("CDSSalesOrderHeaders").first?.text("SalesOrderNumber"))
    try company.act("postInvoice", on: TestCompany.order(order))
    // The distinct product table is filled before the first product goes, at any version.
    try company.act("populateDistinctProductTable", on: "SellableReleasedProducts")
    try company.install((state.level.release == "1611" ? [] : [state.level.release]) + state.level.hotfixes)
    try company.product("D0002")
    if state.hasJobRun { try company.act("populateProspectToCash", on: "SellableReleasedProducts") }
  }

  private static func document(_ company: TestCompany, _ number: String, _ customer: String, _ quantity: String, _ name: String) throws {
    let header = try company.post("\(name)Headers", .object([customer: "ACC-01000-BVRCPS"]))
    for _ in 0..<2 {
      try company.post("\(name)Lines", .object([number: header[number] ?? .null, "ProductNumber": "D0001", quantity: 1]))
    }
  }

  /// Whether the two lines made before have keys of their own.
  func areApart(_ set: String) throws -> Bool {
    let numbers = try company.rows(set).map { $0.number("LineCreationSequenceNumber") }
    try #require(numbers.count == 2)
    return numbers[0] != numbers[1]
  }

  /// Whether a product released since is on the list.
  var isProductListed: Bool { get throws { try company.rows("SellableReleasedProducts").count == 2 } }
}
