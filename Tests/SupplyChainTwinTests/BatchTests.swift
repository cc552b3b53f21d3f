import OData
import SupplyChainTwin
import Testing
import Twin

@Suite struct BatchTests {
  private func send(_ company: TestCompany, _ requests: [(String, JSON)]) throws -> HTTPResponse {
    let parts = requests.enumerated().map { index, request in
      BatchPart(
        contentID: String(index + 1),
        request: HTTPRequest(
          .post, "/data/\(request.0)", headers: ["Content-Type": "application/json;odata.metadata=minimal"], body: request.1.encoded()))
    }
    let (contentType, body) = BatchFormat.encodeRequest([.changeSet(parts)], boundary: "batch_1")
    return company.service.handle(HTTPRequest(.post, "/data/$batch", headers: ["Content-Type": contentType], body: body))
  }

  @Test("A change set is all or nothing, and the outer answer is 200 either way")
  func changeSet() throws {
    let company = try TestCompany()
    let header: (String, JSON) = ("CDSSalesOrderHeaders", ["OrderingCustomerAccountNumber": "ACC-01000-BVRCPS"])
    let good: (String, JSON) = ("CDSSalesOrderLines", ["SalesOrderNumber": "SO-000001", "ProductNumber": "D0001"])
    let bad: (String, JSON) = ("CDSSalesOrderLines", ["SalesOrderNumber": "SO-000001", "ProductNumber": "NONE"])
    let failed = try send(company, [header, good, bad])
    #expect(failed.status == 200)
    #expect(failed.text.contains("is not found in the related table 'Released products'"))
    #expect(try company.rows("CDSSalesOrderHeaders").isEmpty)
    // The number that was taken is free again.
    #expect(try send(company, [header, good]).status == 200)
    #expect(try company.rows("CDSSalesOrderLines").map { $0.text("SalesOrderNumber") } == ["SO-000001"])
  }

  @Test("The same requests get the same bytes from another twin")
  func deterministic() throws {
    func history() throws -> [HTTPResponse] {
      let company = try TestCompany()
      try company.orderWithLine("ORD-1", discount: 10)
      try company.act("postInvoice", on: TestCompany.order("ORD-1"))
      return ["CustomersV2", "CDSSalesOrderLines", "ExternallyMaintainedCustomerSalesInvoiceHeaders", "$metadata"].map {
        company.send(.get, $0)
      }
    }
    #expect(try history() == history())
  }
}
