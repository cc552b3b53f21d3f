import OData
import SupplyChainTwin
import Testing

/// Customers and prospects that are one party (supply-chain-odata.md 5.9).
@Suite("Prospects")
struct ProspectTests {
  @Test("A customer takes the party of a prospect only under the prospect's number")
  func clash() throws {
    let company = try TestCompany()
    try company.post(
      "Prospects", ["ProspectId": "P-1", "ProspectName": "Contoso", "ProspectPartyNumber": "PARTY-1", "CustomerGroupId": "10"])
    let refused = company.send(.post, "CustomersV2", .object(with("US-9")))
    #expect(refused.status == 400)
    #expect(
      refused.infolog
        == writeFailed(
          "CustCustomerV2Entity",
          "Error: Cannot create customer with account number 'US-9' with same party number as prospect 'P-1'. "
            + "The customer and prospect should have the same account number.."))
    try company.post("CustomersV2", .object(with("P-1")))
    #expect(try company.get("CustomerGroups(dataAreaId='usmf',CustomerGroupId='10')/Prospects")["value"]?.arrayValue?.count == 1)
  }

  private func with(_ account: String) -> JSONObject {
    var body = TestCompany.customerBody(account)
    body["PartyNumber"] = "PARTY-1"
    return body
  }
}
