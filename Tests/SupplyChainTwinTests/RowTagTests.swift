import Foundation
import OData
import SupplyChainTwin
import Testing

/// One pair of version and record id for each table behind an entity (supply-chain-odata.md 5.7).
@Suite("ETags of rows made of several tables")
struct RowTagTests {
  private let company: TestCompany
  private let customer = "CustomersV2(dataAreaId='usmf',CustomerAccount='ACC-01000-BVRCPS')"

  init() throws {
    company = try TestCompany()
    try company.orderWithLine("ORD-1")
  }

  /// The pairs of an ETag.
  private func pairs(_ target: String) throws -> [String] {
    let tag = try #require(try company.get(target).text("@odata.etag"))
    #expect(tag.hasPrefix("W/\""))
    let data = try #require(Data(base64Encoded: String(tag.dropFirst(3).dropLast())))
    let text = String(decoding: data, as: UTF8.self)
    #expect(text.hasPrefix("'") && text.hasSuffix("'"))
    return text.dropFirst().dropLast().split(separator: ";").map(String.init)
  }

  @Test("A plain table has one pair, a customer one for its party and each address, absent ones as 0,0")
  func pairs() throws {
    #expect(try pairs("CustomerGroups(dataAreaId='usmf',CustomerGroupId='10')").count == 1)
    let customer = try pairs(self.customer)
    #expect(customer.count == 5)
    #expect(customer[0] == customer[2] && customer[1] != "0,0")
    #expect(customer[3...] == ["0,0", "0,0"])
  }

  @Test("A currency has two pairs with the same id")
  func currency() throws {
    let pairs = try pairs("Currencies(CurrencyCode='USD')")
    #expect(pairs.count == 2)
    #expect(pairs[0] == pairs[1])
  }

  @Test("A change in any table behind an entity changes its ETag, and a stale one is refused")
  func changes() throws {
    let order = TestCompany.order("ORD-1")
    let before = try #require(try company.get(order).text("@odata.etag"))
    try company.patch(customer, ["OrganizationName": "Renamed"])
    let after = try #require(try company.get(order).text("@odata.etag"))
    #expect(after != before)
    #expect(company.send(.patch, order, ["SalesOrderName": "x"], headers: ["If-Match": before]).status == 412)
    #expect(company.send(.patch, order, ["SalesOrderName": "x"], headers: ["If-Match": after]).status == 204)
  }

  @Test("A row's ETag is the same in a list, under $select, expanded and by key")
  func same() throws {
    let line = try company.get(TestCompany.line("ORD-1", 1)).text("@odata.etag")
    #expect(try company.rows("CDSSalesOrderLines").first?.text("@odata.etag") == line)
    #expect(try company.rows("CDSSalesOrderLines?$select=ProductNumber").first?.text("@odata.etag") == line)
    let order = try company.get("\(TestCompany.order("ORD-1"))?$expand=CDSSalesOrderLines($select=ProductNumber)")
    #expect(order["CDSSalesOrderLines"]?.arrayValue?.first?.text("@odata.etag") == line)
  }

  @Test("The classic order header has six pairs")
  func classic() throws {
    let current = try TestCompany(SupplyChainConfiguration(level: "10.0"))
    try current.orderWithLine("ORD-1")
    let tag = try #require(
      try current.get("SalesOrderHeadersV2(dataAreaId='usmf',SalesOrderNumber='ORD-1')").text("@odata.etag"))
    let text = String(decoding: try #require(Data(base64Encoded: String(tag.dropFirst(3).dropLast()))), as: UTF8.self)
    #expect(text.split(separator: ";").count == 6)
  }
}
