import OData
import SalesTwin
import Testing

@Suite("Owners")
struct OwnerTests {
  @Test("A team may own a row, which then belongs to the team's business unit; a user may take it over", arguments: [true, false])
  func teamOwner(onCreate: Bool) throws {
    let sales = try SalesClient()
    let unit = try sales.create("businessunits", ["name": "North"])
    let team = try sales.create("teams", ["name": "Sellers", "businessunitid@odata.bind": .string("/businessunits(\(unit))")])
    try sales.giveRole(toTeam: team)
    let bind: JSON = ["ownerid@odata.bind": .string("/teams(\(team))")]
    var body: JSONObject = ["name": "Contoso"]
    if onCreate { for member in bind.objectValue?.members ?? [] { body[member.name] = member.value } }
    let account = try sales.create("accounts", .object(body))
    if !onCreate { try sales.patch("accounts(\(account))", bind) }
    let row = try sales.get("accounts(\(account))")
    #expect(row["_ownerid_value"]?.stringValue == team)
    #expect(row["_owningteam_value"]?.stringValue == team)
    #expect(row["_owninguser_value"] == .null)
    #expect(row["_owningbusinessunit_value"]?.stringValue == unit)
    #expect(try sales.list("accounts?$filter=owningteam/name eq 'sellers'").count == 1)

    let shown = try JSON(
      decoding: sales.send(.get, "accounts(\(account))?$select=_ownerid_value", headers: ["Prefer": "odata.include-annotations=\"*\""]).body
    )
    #expect(shown["_ownerid_value@OData.Community.Display.V1.FormattedValue"] == "Sellers")
    #expect(shown["_ownerid_value@Microsoft.Dynamics.CRM.lookuplogicalname"] == "team")

    let expanded = try sales.get("accounts(\(account))?$select=name&$expand=ownerid")
    #expect(expanded["ownerid"]?["ownerid"]?.stringValue == team, "the owner is whichever of both it is")

    let user = try sales.create("systemusers", ["lastname": "Doe"])
    try sales.patch("accounts(\(account))", ["ownerid@odata.bind": .string("/systemusers(\(user))")])
    let taken = try sales.get("accounts(\(account))?$expand=owninguser($select=fullname)")
    #expect(taken["_owningteam_value"] == .null)
    #expect(taken["owninguser"]?["fullname"] == "Doe")
  }

  @Test("Lines belong to whoever owns their document, also after it changed hands")
  func lines() throws {
    let sales = try SalesClient()
    let catalog = try sales.catalog()
    let quote = try sales.quote(catalog)
    try sales.line("quotes", quote, product: catalog.bike, quantity: "1")
    let team = try sales.create("teams", ["name": "Sellers"])
    try sales.giveRole(toTeam: team)
    try sales.patch("quotes(\(quote))", ["ownerid@odata.bind": .string("/teams(\(team))")])
    try sales.line("quotes", quote, product: catalog.bell, quantity: "1")
    for line in try sales.list("quotedetails") {
      #expect(line["_ownerid_value"]?.stringValue == team)
      #expect(line["_owningteam_value"]?.stringValue == team)
      #expect(line["_owninguser_value"] == .null)
    }
    #expect(try sales.refusal(.delete, "teams(\(team))") == "0x80040227", "an owner stays")
  }

  @Test("Nobody else owns rows")
  func noOwner() throws {
    let sales = try SalesClient()
    let account = try sales.create("accounts", ["name": "Contoso"])
    #expect(
      try sales.refusal(.patch, "accounts(\(account))", ["ownerid@odata.bind": "/teams(11111111-1111-1111-1111-111111111111)"])
        == "0x80040217")
    #expect(
      try sales.refusal(.patch, "accounts(\(account))", ["ownerid@odata.bind": .string("/accounts(\(account))")]) == "0x80048d19")
  }
}
