import OData
import SalesTwin
import Testing

@Suite("Leads")
struct LeadTests {
  private let wanted: JSON = [
    "subject": "Two hundred bikes", "firstname": "Ada", "lastname": "Doe", "companyname": "Doe Ltd", "emailaddress1": "ada@doe.example",
    "telephone1": "555 0100", "jobtitle": "Buyer", "address1_city": "Oslo", "estimatedamount": 900,
  ]

  private func qualify(_ sales: SalesClient, _ lead: String, _ more: JSON = [:]) throws -> [JSON] {
    var body: JSONObject = ["CreateAccount": true, "CreateContact": true, "CreateOpportunity": true, "Status": 3]
    for member in more.objectValue?.members ?? [] { body[member.name] = member.value }
    let response = sales.send(.post, "leads(\(lead))/Microsoft.Dynamics.CRM.QualifyLead", .object(body))
    try #require(response.status == 200, "\(response.text)")
    return try #require(try JSON(decoding: response.body)["value"]?.arrayValue)
  }

  @Test("A lead's full name follows its names; the address has its text")
  func names() throws {
    let sales = try SalesClient()
    let lead = try sales.create("leads", wanted)
    let row = try sales.get("leads(\(lead))")
    #expect(row["fullname"] == "Ada Doe")
    #expect(row["address1_composite"] == "Oslo")
    #expect(try number(row, "leadqualitycode") == 2)
    try sales.patch("leads(\(lead))", ["lastname": "Smith"])
    #expect(try sales.get("leads(\(lead))")["fullname"] == "Ada Smith")
  }

  @Test("QualifyLead makes account, contact and opportunity, links them and closes the lead")
  func everything() throws {
    let sales = try SalesClient()
    let lead = try sales.create("leads", wanted)
    let created = try qualify(sales, lead)
    #expect(
      created.map { $0["@odata.type"] } == [
        "#Microsoft.Dynamics.CRM.account", "#Microsoft.Dynamics.CRM.contact", "#Microsoft.Dynamics.CRM.opportunity",
      ])
    let account = try sales.get("accounts(\(created[0]["accountid"]?.stringValue ?? ""))")
    #expect(account["name"] == "Doe Ltd")
    #expect(account["address1_city"] == "Oslo")
    #expect(account["accountnumber"]?.stringValue?.hasPrefix("ACC-") == true, "the rules of the account's table hold")
    #expect(account["_primarycontactid_value"] == created[1]["contactid"])
    let contact = try sales.get("contacts(\(created[1]["contactid"]?.stringValue ?? ""))")
    #expect(contact["fullname"] == "Ada Doe")
    #expect(contact["_parentcustomerid_value"] == created[0]["accountid"])
    let opportunity = try sales.get("opportunities(\(created[2]["opportunityid"]?.stringValue ?? ""))?$expand=customerid_account")
    #expect(opportunity["name"] == "Two hundred bikes")
    #expect(opportunity["customerid_account"]?["name"] == "Doe Ltd")
    #expect(opportunity["_parentcontactid_value"] == created[1]["contactid"])
    #expect(opportunity["_originatingleadid_value"]?.stringValue == lead)
    #expect(try number(opportunity, "estimatedvalue") == 900)
    let closed = try sales.get("leads(\(lead))")
    #expect(try number(closed, "statecode") == 1)
    #expect(try number(closed, "statuscode") == 3)
    #expect(closed["_parentaccountid_value"] == created[0]["accountid"])
    #expect(closed["_parentcontactid_value"] == created[1]["contactid"])
    #expect(closed["_qualifyingopportunityid_value"] == created[2]["opportunityid"])
    #expect(
      try sales.get("leads(\(lead))?$expand=opportunity_originating_lead($select=name)")["opportunity_originating_lead"]?.arrayValue?.count
        == 1)
  }

  @Test("QualifyLead makes only what it is asked for; the opportunity takes customer, currency and campaign from the parameters")
  func parameters() throws {
    let sales = try SalesClient()
    let catalog = try sales.catalog()
    let campaign = try sales.create("campaigns", ["name": "Spring"])
    let euro = try sales.create(
      "transactioncurrencies",
      [
        "isocurrencycode": "EUR", "currencyname": "Euro", "currencysymbol": "€", "currencyprecision": 2,
        "exchangerate": .number(try money("0.9")),
      ])
    let lead = try sales.create("leads", wanted)
    let created = try qualify(
      sales, lead,
      [
        "CreateAccount": false, "CreateContact": false, "Status": -1,
        "OpportunityCustomerId": ["accountid": .string(catalog.account), "@odata.type": "Microsoft.Dynamics.CRM.account"],
        "OpportunityCurrencyId": ["transactioncurrencyid": .string(euro)],
        "SourceCampaignId": ["@odata.id": .string("campaigns(\(campaign))")],
      ])
    #expect(created.count == 1)
    let opportunity = try sales.get("opportunities(\(created[0]["opportunityid"]?.stringValue ?? ""))")
    #expect(opportunity["_customerid_value"]?.stringValue == catalog.account)
    #expect(opportunity["_transactioncurrencyid_value"]?.stringValue == euro)
    #expect(opportunity["_campaignid_value"]?.stringValue == campaign)
    #expect(try sales.list("contacts").isEmpty)
  }

  @Test(
    "QualifyLead refuses a missing parameter, a customer of another table, a missing row, and then nothing is made",
    arguments: [
      (["CreateAccount": true], "0x80048d19"),
      (
        [
          "CreateAccount": true, "CreateContact": true, "CreateOpportunity": true, "Status": 3,
          "OpportunityCustomerId": ["leadid": "11111111-1111-1111-1111-111111111111"],
        ], "0x80048d19"
      ),
      (
        [
          "CreateAccount": true, "CreateContact": true, "CreateOpportunity": true, "Status": 3,
          "OpportunityCustomerId": ["contactid": "11111111-1111-1111-1111-111111111111"],
        ], "0x80040217"
      ),
    ] as [(JSON, String)])
  func refusals(body: JSON, code: String) throws {
    let sales = try SalesClient()
    let lead = try sales.create("leads", wanted)
    #expect(try sales.refusal(.post, "leads(\(lead))/Microsoft.Dynamics.CRM.QualifyLead", body) == code)
    #expect(try sales.list("accounts").isEmpty)
    #expect(try number(try sales.get("leads(\(lead))"), "statecode") == 0)
  }
}
