import OData
import SalesTwin
import Testing

@Suite("Change tracking")
struct ChangeTrackingTests {
  @Test("$count with a delta token counts the rows that changed and those that are gone")
  func count() throws {
    let sales = try SalesClient()
    let gone = try sales.create("pricelevels", ["name": "Gone"])
    let first = sales.send(.get, "pricelevels?$select=name", headers: ["Prefer": "odata.track-changes"])
    let link = try #require(try JSON(decoding: first.body)["@odata.deltaLink"]?.stringValue)
    let encoded = try #require(link.firstRange(of: "$deltatoken=").map { String(link[$0.upperBound...]) })
    let token = try #require(PercentEncoding.decode(encoded, in: .queryValue))
    func changes() -> String { sales.send(.get, "pricelevels/$count?$deltatoken=\(token)").text }
    #expect(changes().hasSuffix("0"))
    try sales.create("pricelevels", ["name": "New"])
    #expect(changes().hasSuffix("1"))
    #expect(sales.send(.delete, "pricelevels(\(gone))").status == 204)
    #expect(changes().hasSuffix("2"))
  }
}
