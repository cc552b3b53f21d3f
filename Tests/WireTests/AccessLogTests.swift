import OData
import Testing

@testable import Wire

struct AccessLogTests {
  @Test(
    "The log shows what OData defines and hides every other value",
    arguments: [
      ("/data/CustomersV2?$top=5&cross-company=true", "/data/CustomersV2?$top=5&cross-company=true"),
      ("/api/data/v9.2/accounts?$filter=name%20eq%20%27A%27", "/api/data/v9.2/accounts?$filter=name%20eq%20%27A%27"),
      ("/a?%24select=name", "/a?%24select=name"), ("/a?access_token=eyJ0", "/a?access_token=***"),
      ("/a?$TOKEN=1&code=2", "/a?$TOKEN=***&code=***"),
      ("/a?bare", "/a?***"), ("/a?@p=%27secret%27", "/a?@p=***"), ("/a?$skiptoken=x", "/a?$skiptoken=***"),
      ("/line\u{0a}break\u{1b}[31m", "/line?break?[31m"), ("/ü", "/??"),
    ])
  func hidden(target: String, shown: String) {
    #expect(AccessLog.safe(target) == shown)
  }

  @Test("A line is bounded")
  func bounded() {
    #expect(AccessLog.safe("/" + String(repeating: "a", count: 30_000)).count < 600)
  }

  @Test("The date is in the form HTTP prescribes")
  func date() throws {
    #expect(HTTPDate.text(try #require(Timestamp("1994-11-06T08:49:37Z"))) == "Sun, 06 Nov 1994 08:49:37 GMT")
    #expect(HTTPDate.text(try #require(Timestamp("2026-01-01T00:00:00Z"))) == "Thu, 01 Jan 2026 00:00:00 GMT")
  }
}
