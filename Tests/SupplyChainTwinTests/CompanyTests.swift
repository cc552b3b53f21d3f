import OData
import SupplyChainTwin
import Testing

@Suite struct CompanyTests {
  private func twoCompanies() throws -> TestCompany {
    let company = try TestCompany(setUp: false)
    try company.post("CustomerGroups", ["CustomerGroupId": "10", "Description": "here"])
    try company.post("CustomerGroups", ["dataAreaId": "DEMF", "CustomerGroupId": "10", "Description": "there"])
    return company
  }

  @Test("Reads see the caller's company only, unless cross-company=true")
  func reads() throws {
    let company = try twoCompanies()
    #expect(try company.rows("CustomerGroups").map { $0.text("dataAreaId") } == ["usmf"])
    #expect(try company.rows("CustomerGroups?cross-company=true").map { $0.text("dataAreaId") } == ["usmf", "demf"])
    #expect(try company.rows("CustomerGroups?$filter=dataAreaId%20eq%20'demf'").isEmpty)
    #expect(try company.rows("CustomerGroups?cross-company=true&$filter=dataAreaId%20eq%20'DEMF'").count == 1)
  }

  @Test("A new row without a company goes to the caller's; the company is written in lower case")
  func creation() throws {
    let company = try twoCompanies()
    #expect(try company.post("CustomerGroups", ["CustomerGroupId": "30"]).text("dataAreaId") == "usmf")
    #expect(try company.post("CustomerGroups", ["dataAreaId": "USMF", "CustomerGroupId": "40"]).text("dataAreaId") == "usmf")
  }

  @Test("A row of another company is not found for update without cross-company=true")
  func updates() throws {
    let company = try twoCompanies()
    let there = "CustomerGroups(dataAreaId='demf',CustomerGroupId='10')"
    let refused = company.send(.patch, there, ["Description": "changed"])
    #expect(refused.status == 400)
    #expect(refused.infolog == "No resources were found when selecting for update.")
    #expect(company.send(.delete, there).status == 400)
    try company.patch("\(there)?cross-company=true", ["Description": "changed"])
    #expect(try company.get("\(there)?cross-company=true").text("Description") == "changed")
    #expect(company.send(.get, there).status == 404)
  }

  @Test("A company that is not there is refused as an unknown reference")
  func unknownCompany() throws {
    let company = try TestCompany(setUp: false)
    let response = company.send(.post, "CustomerGroups", ["dataAreaId": "xxxx", "CustomerGroupId": "10"])
    #expect(response.status == 400)
    #expect(
      response.infolog
        == writeFailed(
          "CustCustomerGroupEntity",
          "Warning: The value 'xxxx' in field 'Company' is not found "
            + "in the related table 'Companies'.; Warning: validateField failed on field 'CustCustomerGroupEntity.dataAreaId'."))
  }

  @Test("Entities without a company are the same for everybody")
  func shared() throws {
    let company = try TestCompany(setUp: false)
    #expect(try company.rows("LegalEntities?$orderby=LegalEntityId").map { $0.text("LegalEntityId") } == ["DEMF", "USMF"])
    #expect(try company.rows("Currencies?$orderby=CurrencyCode").map { $0.text("CurrencyCode") } == ["EUR", "USD"])
  }

  @Test("Another default company is another view")
  func defaultCompany() throws {
    let company = try TestCompany(SupplyChainConfiguration(defaultCompany: "DEMF"), setUp: false)
    #expect(try company.post("CustomerGroups", ["CustomerGroupId": "10"]).text("dataAreaId") == "demf")
  }
}
