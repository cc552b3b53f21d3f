import OData
import Testing
import Twin

@testable import SalesTwin

/// Versions of Sales and of its Web API (sales-web-api.md 7).
struct VersionTests {
  private static func path(_ version: String, _ rest: String) -> HTTPRequest { HTTPRequest(.get, "/api/data/v\(version)/\(rest)") }

  @Test(
    "Each version of Sales answers the segments it has, and tells its build",
    arguments: [
      (SalesConfiguration.WebAPI.v8Early, ["8.0", "8.1", "8.2"], "8.2.0."), (.v8, ["8.0", "8.1", "8.2"], "8.2.1.207"),
      (.v9Dot0, ["8.0", "8.1", "8.2", "9.0"], "9.0."), (.v9Dot1, ["8.0", "8.1", "8.2", "9.0", "9.1"], "9.1."),
      (.v9, ["8.0", "8.1", "8.2", "9.0", "9.1", "9.2"], "9.2."),
    ])
  func segments(version: SalesConfiguration.WebAPI, segments: [String], build: String) throws {
    let client = try SalesClient {
      $0.webAPI = version
      $0.solutionVersion = nil
    }
    for segment in ["8.0", "8.1", "8.2", "9.0", "9.1", "9.2"] {
      let answer = client.service.handle(Self.path(segment, "RetrieveVersion"))
      #expect(answer.status == (segments.contains(segment) ? 200 : 404), "v\(segment)")
      if answer.status == 200 { #expect(try JSON(decoding: answer.body)["Version"]?.stringValue?.hasPrefix(build) == true) }
    }
  }

  @Test("The solution needs 8.2.1.207")
  func solution() throws {
    #expect(throws: SolutionRefusal.self) { try SalesClient { $0.webAPI = .v8Early } }
    _ = try SalesClient { $0.webAPI = .v8 }
  }

  @Test("Columns of the Sales patch are in 9.x, not in 8.2", arguments: [SalesConfiguration.WebAPI.v8, .v9Dot0, .v9])
  func patch(version: SalesConfiguration.WebAPI) throws {
    let type = try #require(SalesClient { $0.webAPI = version }.twin.model.edm.entityType("salesorderdetail"))
    let isThere = version != .v8
    #expect((type.property("_quotedetailid_value") != nil) == isThere)
    #expect((type.navigationProperty("quotedetailid") != nil) == isThere)
    #expect((type.property("salesorderdetailname") != nil) == isThere)
  }

  @Test("Every row of features.csv names a capability that some version has")
  func features() throws {
    let client = try SalesClient()
    #expect(client.twin.model.capabilities.isSuperset(of: ["salesPatch", "autonumberColumns", "ownNames"]))
  }

  @Test("A client may change between versions from request to request")
  func mixed() throws {
    let client = try SalesClient()
    for _ in 0..<3 {
      let old = try JSON(decoding: client.service.handle(Self.path("8.2", "nosuchset")).body)
      #expect(old["error"]?["code"] == "")
      let new = try JSON(decoding: client.service.handle(Self.path("9.2", "nosuchset")).body)
      #expect(new["error"]?["code"] == "0x8006088a")
    }
  }

  @Test("Versions nobody knows of are counted", arguments: ["9.9", "10.0"])
  func unknown(version: String) throws {
    let client = try SalesClient()
    #expect(client.service.handle(Self.path(version, "WhoAmI")).headers["Warning"] != nil)
    #expect(client.service.handle(Self.path("9.2", "WhoAmI")).headers["Warning"] == nil)
    #expect(client.service.unknownVersions == [try #require(APIVersion(version)): 1])
  }

  @Test("In strict mode versions nobody knows of are refused and not counted")
  func strict() throws {
    let client = try SalesClient { $0.isStrict = true }
    #expect(client.service.handle(Self.path("9.9", "WhoAmI")).status == 404)
    #expect(client.service.unknownVersions.isEmpty)
  }

  @Test("Parts of a batch are answered by the rules of their own addresses")
  func batch() throws {
    let client = try SalesClient()
    let parts = ["/api/data/v8.2/nosuchset", "nosuchset"].map {
      BatchItem.request(BatchPart(contentID: nil, request: HTTPRequest(.get, $0)))
    }
    let (type, body) = BatchFormat.encodeRequest(parts, boundary: "b")
    let request = HTTPRequest(
      .post, "/api/data/v9.2/$batch", headers: ["Content-Type": type, "Prefer": "odata.continue-on-error"], body: body)
    let answer = client.service.handle(request)
    let codes = try BatchFormat.parseResponse(body: answer.body, contentType: answer.headers["Content-Type"] ?? "").map {
      answer -> String? in
      guard case .response(let part) = answer else { return nil }
      return try JSON(decoding: part.response.body)["error"]?["code"]?.stringValue
    }
    #expect(codes == ["", "0x8006088a"])
  }
}
