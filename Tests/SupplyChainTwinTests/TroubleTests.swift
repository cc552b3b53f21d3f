import Faults
import OData
import SupplyChainTwin
import Testing
import Twin

/// Answers that no request can bring about by itself (supply-chain-odata.md 5.7, 5.9): set up as faults.
@Suite("Answers of trouble")
struct TroubleTests {
  private let company: TestCompany

  init() throws { company = try TestCompany() }

  private func answer(
    _ fault: String, _ parameters: JSONObject = [:], _ method: HTTPRequest.Method, _ target: String, _ body: JSON? = nil
  ) throws -> HTTPResponse {
    let faults = FaultStage(ambient: company.ambient, services: [company.service])
    try faults.add(FaultRule(fault, parameters))
    let door = TwinDoor(company.service, interceptor: faults)
    let answer = door.handle(HTTPRequest(method, "/data/\(target)", body: body?.encoded() ?? []))
    return try #require(answer.response)
  }

  @Test("A gateway answers with a page of HTML, and nothing is written")
  func gateway() throws {
    let response = try answer("bad-gateway", [:], .post, "CustomerGroups", ["CustomerGroupId": "99"])
    #expect(response.status == 502)
    #expect(response.headers["Content-Type"] == "text/html")
    #expect(response.text.contains("<h1>Bad Gateway</h1>"))
    #expect(company.send(.get, "CustomerGroups(dataAreaId='usmf',CustomerGroupId='99')").status == 404)
  }

  @Test("A write that collides with another is told as a failed write, in the words of the product")
  func collision() throws {
    let response = try answer(
      "update-conflict", [:], .patch, "CustomerGroups(dataAreaId='usmf',CustomerGroupId='10')", ["Description": "x"])
    #expect(response.status == 400)
    #expect(
      response.infolog
        == writeFailed(
          "CustCustomerGroupEntity",
          "Error: Cannot edit a record in Customer groups (CustGroup). An update conflict occurred due to another user process "
            + "deleting the record or changing one or more fields in the record.."))
    #expect(try company.get("CustomerGroups(dataAreaId='usmf',CustomerGroupId='10')").text("Description") == "Wholesale")
  }
}
