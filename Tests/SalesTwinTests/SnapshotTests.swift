import EntityStore
import OData
import SalesTwin
import Testing

@Suite("Snapshots")
struct SnapshotTests {
  @Test("A snapshot brings rows, counters and settings back")
  func restore() throws {
    let sales = try SalesClient()
    try sales.create("accounts", ["name": "A"])
    let snapshot = try sales.twin.store.snapshot()
    let organization = try #require(try sales.list("organizations")[0]["organizationid"]?.stringValue)
    try sales.patch("organizations(\(organization))", ["discountcalculationmethod": 1])
    try sales.create("accounts", ["name": "B"])
    try sales.twin.store.restore(snapshot)
    #expect(try sales.list("accounts").count == 1)
    #expect(try number(try sales.list("organizations")[0], "discountcalculationmethod") == 0)
    try sales.create("accounts", ["name": "C"])
    #expect(try sales.list("accounts?$filter=name eq 'C'")[0]["accountnumber"]?.stringValue?.hasPrefix("ACC-01001-") == true)
  }

  @Test("The snapshot of one system opens in another, with that system's administrator")
  func otherSystem() throws {
    let first = try SalesClient(seed: 1)
    let second = try SalesClient(seed: 2)
    let administrator = try first.get("WhoAmI")["UserId"]
    _ = try second.get("WhoAmI")
    try second.twin.store.restore(try first.twin.store.snapshot())
    #expect(try second.get("WhoAmI")["UserId"] == administrator)
    try second.create("accounts", ["name": "A"])
    #expect(try second.list("accounts")[0]["_ownerid_value"] == administrator)
  }

  @Test("A refused request leaves nothing behind, not even a used number")
  func rollback() throws {
    let sales = try SalesClient()
    let catalog = try sales.catalog()
    let before = sales.twin.store.version
    #expect(
      sales.send(.post, "quotes", sales.header(catalog, "customerid_account", ["quote_details": [["quantity": 1, "nonsense": 1]]])).status
        == 400)
    #expect(sales.twin.store.version == before)
    let quote = try sales.get("quotes(\(try sales.quote(catalog)))")
    #expect(quote["quotenumber"]?.stringValue?.hasPrefix("QUO-01000-") == true)
  }
}
