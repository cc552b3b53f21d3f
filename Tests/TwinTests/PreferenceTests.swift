import OData
import Testing

@testable import Twin

@Suite("What clients prefer")
struct PreferenceTests {
  @Test("Preferences stand in one header or in several, between commas that are not quoted")
  func parts() {
    var headers = HTTPHeaders()
    headers.add("Prefer", "odata.maxpagesize=50, odata.include-annotations=\"A.*,-A.b\"")
    headers.add("prefer", "return=representation,respond-async")
    let preferences = Preferences(headers)
    #expect(preferences.maxPageSize == 50)
    #expect(preferences.returns == .representation)
    #expect(preferences.annotations.includes("A.c"))
    #expect(!preferences.annotations.includes("A.b"))
    #expect(!preferences.tracksChanges)
  }

  @Test("Page sizes that are none are ignored", arguments: ["0", "-1", "many", ""])
  func pageSizes(text: String) {
    #expect(Preferences(["Prefer": "odata.maxpagesize=\(text)"]).maxPageSize == nil)
  }

  @Test(
    "The longest pattern decides about an annotation",
    arguments: [
      ("*", true), ("-*", false), ("", false), ("Microsoft.Dynamics.CRM.*", true), ("Microsoft.Dynamics.CRM.lookuplogicalname", true),
      ("Microsoft.Dynamics.CRM.lookup", false), ("*,-Microsoft.Dynamics.CRM.*", false),
      ("-Microsoft.*,Microsoft.Dynamics.CRM.lookuplogicalname", true), ("Microsoft.*,-Microsoft.*", false),
      ("OData.Community.Display.V1.FormattedValue", false),
    ])
  func patterns(list: String, isIncluded: Bool) {
    #expect(AnnotationFilter(list).includes(Annotation.lookupLogicalName) == isIncluded)
  }

  @Test(
    "The form of JSON follows what is accepted",
    arguments: [
      (nil, "application/json; odata.metadata=minimal"), ("application/json", "application/json; odata.metadata=minimal"),
      ("application/json;odata.metadata=full", "application/json; odata.metadata=full"),
      ("text/html, application/json; odata.metadata=none; q=0.9", "application/json; odata.metadata=none"),
      ("application/json;odata.metadata=none;IEEE754Compatible=true", "application/json; odata.metadata=none; IEEE754Compatible=true"),
      ("application/json;odata.metadata=other", "application/json; odata.metadata=minimal"),
    ] as [(String?, String)])
  func formats(accept: String?, type: String) {
    #expect(PayloadFormat(accept: accept).contentType == type)
  }

  @Test("Delta tokens can be read back, and nothing else is one")
  func deltaTokens() throws {
    let token = DeltaToken(version: 919_042, moment: try #require(Timestamp("2018-04-03T08:05:09Z")))
    #expect(token.text == "919042!04/03/2018 08:05:09")
    #expect(DeltaToken(token.text) == token)
    for text in ["", "1", "!", "-1!04/03/2018 08:05:09", "1!13/03/2018 08:05:09", "1!04/03/2018", "x!04/03/2018 08:05:09", "1!!"] {
      #expect(DeltaToken(text) == nil, "\(text)")
    }
  }
}
