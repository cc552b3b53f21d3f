import EntityStore
import OData
import SupplyChainTwin
import Testing

@Suite struct ProductTests {
  private func sellable(_ company: TestCompany) throws -> [String] {
    try company.rows("SellableReleasedProducts?$orderby=ProductNumber").compactMap { $0.text("ProductNumber") }
  }

  @Test("Products stay away until the distinct product table is filled; later releases come by themselves")
  func distinctProductTable() throws {
    let company = try TestCompany()
    #expect(try sellable(company).isEmpty)
    #expect(try company.act("populateDistinctProductTable", on: "SellableReleasedProducts")?.numberValue == 1)
    #expect(try sellable(company) == ["D0001"])
    try company.product("D0002")
    #expect(try sellable(company) == ["D0001", "D0002"])
    #expect(try company.act("populateDistinctProductTable", on: "SellableReleasedProducts")?.numberValue == 0)
  }

  @Test(
    "What an order needs must be set on a sellable product",
    arguments: [
      ("ItemModelGroupId", ""), ("ProductGroupId", ""), ("StorageDimensionGroupName", ""), ("TrackingDimensionGroupName", ""),
      ("SalesUnitSymbol", "nope"), ("SalesUnitSymbol", ""), ("PurchaseUnitSymbol", "box"), ("ProductSubtype", "ProductMaster"),
    ])
  func checks(column: String, value: String) throws {
    let company = try TestCompany()
    try company.act("populateDistinctProductTable", on: "SellableReleasedProducts")
    try company.product("D0002", [column: .string(value)])
    #expect(try sellable(company) == ["D0001"])
  }

  @Test("Mending a product makes it sellable, breaking it takes it away")
  func mending() throws {
    let company = try TestCompany()
    try company.product("D0002", ["ProductGroupId": ""])
    try company.act("populateDistinctProductTable", on: "SellableReleasedProducts")
    let address = "ReleasedProductsV2(dataAreaId='usmf',ItemNumber='D0002')"
    try company.patch(address, ["ProductGroupId": "Audio"])
    #expect(try sellable(company) == ["D0001", "D0002"])
    try company.patch(address, ["ItemModelGroupId": ""])
    #expect(try sellable(company) == ["D0001"])
    #expect(company.send(.delete, "ReleasedProductsV2(dataAreaId='usmf',ItemNumber='D0001')").status == 204)
    #expect(try sellable(company).isEmpty)
  }

  @Test("A conversion between the units makes a product sellable")
  func conversion() throws {
    let company = try TestCompany()
    try company.act("populateDistinctProductTable", on: "SellableReleasedProducts")
    try company.product("D0002", ["SalesUnitSymbol": "box"])
    #expect(try sellable(company) == ["D0001"])
    try company.post("UnitOfMeasureConversions", ["FromUnitSymbol": "box", "ToUnitSymbol": "ea", "Factor": 12])
    #expect(try sellable(company) == ["D0001", "D0002"])
  }

  @Test("A check that is switched off is not made")
  func switchedOff() throws {
    let company = try TestCompany(
      SupplyChainConfiguration(sellableChecks: Set(SellableCheck.allCases).subtracting([.itemGroup])))
    try company.product("D0002", ["ProductGroupId": ""])
    try company.act("populateDistinctProductTable", on: "SellableReleasedProducts")
    #expect(try sellable(company) == ["D0001", "D0002"])
  }

  @Test("A stopped product is still listed, and says so")
  func stopped() throws {
    let company = try TestCompany()
    try company.product("D0002", ["IsSalesStopped": "Yes"])
    try company.act("populateDistinctProductTable", on: "SellableReleasedProducts")
    #expect(try company.get("SellableReleasedProducts(dataAreaId='usmf',ProductNumber='D0002')").text("IsSalesStopped") == "Yes")
  }

  @Test("Each variant is a row of its own, its master is none")
  func variants() throws {
    let company = try TestCompany()
    try company.product("M1", ["ProductSubtype": "ProductMaster", "ProductDimensionGroupName": "Colour"])
    for colour in ["RED", "BLUE"] {
      try company.post(
        "ReleasedProductVariantsV2",
        [
          "ItemNumber": "M1", "ProductVariantNumber": .string("M1:\(colour)"), "ProductColorId": .string(colour),
          "ProductName": .string(colour),
        ])
    }
    try company.act("populateDistinctProductTable", on: "SellableReleasedProducts")
    #expect(try sellable(company) == ["D0001", "M1:BLUE", "M1:RED"])
    let variant = try company.get("SellableReleasedProducts(dataAreaId='usmf',ProductNumber='M1:RED')")
    #expect(variant.text("ProductName") == "RED")
    #expect(variant.number("SalesPrice") == 100)
  }

  @Test("The currency is the accounting currency of the company")
  func currency() throws {
    let company = try TestCompany()
    try company.product("G1", ["dataAreaId": "demf", "SalesSalesTaxItemGroupCode": ""])
    try company.act("populateDistinctProductTable", on: "SellableReleasedProducts")
    let rows = try company.rows("SellableReleasedProducts?cross-company=true&$orderby=ProductNumber")
    #expect(rows.map { $0.text("CurrencyCode") } == ["USD", "EUR"])
    try company.patch("Ledgers(LegalEntityId='USMF')", ["AccountingCurrency": "EUR"])
    #expect(try company.rows("SellableReleasedProducts").map { $0.text("CurrencyCode") } == ["EUR"])
  }

  @Test("Filling the table again writes nothing")
  func idempotent() throws {
    let company = try TestCompany()
    try company.act("populateDistinctProductTable", on: "SellableReleasedProducts")
    let before = company.twin.store.version
    try company.act("populateDistinctProductTable", on: "SellableReleasedProducts")
    #expect(company.twin.store.version == before)
  }
}
