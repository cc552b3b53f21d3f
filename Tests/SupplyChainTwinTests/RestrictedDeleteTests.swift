import OData
import SupplyChainTwin
import Testing

@Suite struct RestrictedDeleteTests {
  @Test(
    "A row that others refer to stays",
    arguments: [
      ("CustomerGroups(dataAreaId='usmf',CustomerGroupId='10')", "Customers"),
      ("OperationalSites(dataAreaId='usmf',SiteId='1')", "Customers"),
      ("TaxCodes(dataAreaId='usmf',TaxCodeId='CITY')", "Sales tax group lines"), ("Currencies(CurrencyCode='USD')", "Customers"),
      ("LegalEntities(LegalEntityId='USMF')", "Customers"),
    ])
  func restricted(target: String, dependent: String) throws {
    let company = try TestCompany()
    let response = company.send(.delete, target)
    #expect(response.status == 400)
    #expect(response.infolog?.contains("cannot be deleted while dependent \(dependent) exist") == true, "\(response.text)")
    #expect(company.send(.get, target).status == 200)
  }

  @Test("A product on a sales document stays, one that is on none goes with its variants")
  func products() throws {
    let company = try TestCompany()
    try company.orderWithLine("ORD-1")
    #expect(company.send(.delete, "ReleasedProductsV2(dataAreaId='usmf',ItemNumber='D0001')").status == 400)
    try company.product("M1", ["ProductSubtype": "ProductMaster", "ProductDimensionGroupName": "Colour"])
    try company.post("ReleasedProductVariantsV2", ["ItemNumber": "M1", "ProductVariantNumber": "M1:RED"])
    try company.act("populateDistinctProductTable", on: "SellableReleasedProducts")
    #expect(company.send(.delete, "ReleasedProductsV2(dataAreaId='usmf',ItemNumber='M1')").status == 204)
    #expect(try company.rows("ReleasedProductVariantsV2").isEmpty)
    #expect(try company.rows("SellableReleasedProducts").map { $0.text("ProductNumber") } == ["D0001"])
  }
}
