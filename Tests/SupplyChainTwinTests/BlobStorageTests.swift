import Ambient
import EntityStore
import OData
import SupplyChainTwin
import Testing
import Twin

/// The storage behind the package API (supply-chain-odata.md 6.2).
struct BlobStorageTests {
  private func writeURL(_ company: TestCompany) throws -> String {
    let text = try #require(try company.action("GetAzureWriteUrl", ["uniqueFileName": "package.zip"])?.stringValue)
    let answer = try JSON(decoding: Array(text.utf8))
    #expect(answer["BlobId"]?.stringValue?.isEmpty == false)
    return try #require(answer["BlobUrl"]?.stringValue)
  }

  private func put(
    _ company: TestCompany, _ url: String, _ body: [UInt8], headers: HTTPHeaders = ["x-ms-blob-type": "BlockBlob"]
  )
    -> HTTPResponse
  { company.service.handle(HTTPRequest(.put, TestCompany.target(url), headers: headers, body: body)) }

  @Test("A file is written and read by a signed address, which begins with the service's own")
  func writeAndRead() throws {
    let company = try TestCompany(setUp: false)
    let url = try writeURL(company)
    #expect(url.hasPrefix("https://usmf.operations.dynamics.com/dmf/"))
    let target = TestCompany.target(url)
    #expect(company.service.owns(target))
    #expect(company.service.handle(HTTPRequest(.get, target)).status == 404)
    let written = put(company, url, [1, 2, 3])
    #expect(written.status == 201)
    #expect(written.headers["ETag"] != nil)
    let read = company.service.handle(HTTPRequest(.get, target))
    #expect(read.body == [1, 2, 3])
    #expect(read.headers["OData-Version"] == nil)
    #expect(company.service.handle(HTTPRequest(.head, target)).body.isEmpty)
    #expect(put(company, url, [4]).status == 201)
    #expect(company.service.handle(HTTPRequest(.get, target)).body == [4])
    company.service.publicURL = "http://127.0.0.1:8080"
    #expect(try writeURL(company).hasPrefix("http://127.0.0.1:8080/dmf/"))
  }

  @Test("An address without signature, with a forged one, an expired one and one that may not write are refused each in its own way")
  func refusals() throws {
    let company = try TestCompany()
    let url = try writeURL(company)
    #expect(put(company, url, [1]).status == 201)
    let target = TestCompany.target(url)
    func get(_ target: String) -> (Int, String?, String) {
      let response = company.service.handle(HTTPRequest(.get, target))
      return (response.status, response.headers["x-ms-error-code"], response.text)
    }
    let unsigned = get(String(target.prefix { $0 != "?" }))
    #expect(unsigned.0 == 409 && unsigned.1 == "PublicAccessNotPermitted")
    for forged in [target + "0", target.replacing("sp=rw", with: "sp=r"), target.replacing("2018-04-03T09", with: "2028-04-03T09")] {
      let answer = get(forged)
      #expect(answer.0 == 403 && answer.1 == "AuthenticationFailed" && answer.2.contains("Signature did not match"), "\(forged)")
    }
    // Another file's signature.
    let other = TestCompany.target(try writeURL(company))
    #expect(get(String(other.prefix { $0 != "?" }) + String(target[target.firstIndex(of: "?")!...])).1 == "AuthenticationFailed")

    try company.exportProject("Out", "Customer groups")
    let id = try #require(try company.action("ExportToPackage", ["definitionGroupId": "Out"])?.stringValue)
    company.clock.advance(milliseconds: 10_000)
    let readOnly = try #require(try company.action("GetExportedPackageUrl", ["executionId": .string(id)])?.stringValue)
    let writing = put(company, readOnly, [1])
    #expect(writing.status == 403 && writing.headers["x-ms-error-code"] == "AuthorizationPermissionMismatch")
    #expect(put(company, url, [1], headers: [:]).headers["x-ms-error-code"] == "MissingRequiredHeader")
    #expect(put(company, url + "&comp=block&blockid=x", [1]).status == 501)
    #expect(company.service.handle(HTTPRequest(.delete, target)).status == 405)

    company.clock.advance(milliseconds: 3_700_000)
    let expired = get(target)
    #expect(expired.0 == 403 && expired.2.contains("Signature not valid in the specified time frame"))
    #expect(
      company.refusal("ImportFromPackage", ["packageUrl": .string(url), "definitionGroupId": "In"])?.contains("not valid in the specified")
        == true)
  }

  @Test("Packages live seven days")
  func sevenDays() throws {
    let company = try TestCompany()
    try company.exportProject("Out", "Customer groups")
    let (id, _) = try company.export("Out")
    company.clock.advance(milliseconds: 6 * 86_400_000)
    let url = try #require(try company.action("GetExportedPackageUrl", ["executionId": .string(id)])?.stringValue)
    #expect(try !company.fetch(url).isEmpty)
    company.clock.advance(milliseconds: 86_400_000)
    #expect(company.refusal("GetExportedPackageUrl", ["executionId": .string(id)])?.contains("kept for 7 days") == true)
  }

  @Test("The storage asks for no sign-in, the actions do")
  func signIn() throws {
    let company = try TestCompany(setUp: false)
    let url = try writeURL(company)
    company.service.authenticator = Nobody()
    #expect(put(company, url, [1]).status == 201)
    #expect(company.send(.post, "DataManagementDefinitionGroups/Microsoft.Dynamics.DataEntities.GetAzureWriteUrl", [:]).status == 401)
  }

  @Test("Files are part of a snapshot")
  func snapshot() throws {
    let company = try TestCompany(setUp: false)
    let url = try writeURL(company)
    _ = put(company, url, [1])
    let snapshot = try company.twin.store.snapshot()
    _ = put(company, url, [2])
    try company.twin.store.restore(snapshot)
    #expect(company.service.handle(HTTPRequest(.get, TestCompany.target(url))).body == [1])
  }
}

/// Lets nobody in.
private final class Nobody: Authenticator {
  func caller(of request: HTTPRequest, at system: SystemAddress) throws(ServiceError) -> Caller {
    throw system.notSignedIn(authority: "https://login.example")
  }
}
