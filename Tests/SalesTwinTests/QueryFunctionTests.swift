import Ambient
import OData
import SalesTwin
import Testing
import Twin

/// Dataverse's query functions, seen from outside. The world's clock stands at Tuesday, 2018-04-03 08:00 UTC.
struct QueryFunctionTests {
  /// Accounts a to t by the moment they were created at, on both sides of every boundary.
  static let moments = [
    "2017-04-02T23:59:59Z", "2017-04-03T00:00:00Z", "2017-12-31T12:00:00Z", "2018-01-01T00:00:00Z", "2018-03-03T00:00:00Z",
    "2018-03-25T00:00:00Z", "2018-03-31T23:59:59Z", "2018-04-01T00:00:00Z", "2018-04-02T10:00:00Z", "2018-04-03T00:00:00Z",
    "2018-04-03T06:30:00Z", "2018-04-03T07:00:00Z", "2018-04-03T08:00:00Z", "2018-04-03T09:00:00Z", "2018-04-04T00:00:00Z",
    "2018-04-07T23:59:59Z", "2018-04-08T00:00:00Z", "2018-05-03T23:59:59Z", "2019-01-01T00:00:00Z", "2019-04-03T23:59:59Z",
  ]

  private func client() throws -> SalesClient {
    let client = try SalesClient()
    for (name, moment) in zip("abcdefghijklmnopqrst", Self.moments) {
      try client.create(
        "accounts",
        [
          "name": .string(String(name)), "overriddencreatedon": .string(moment), "numberofemployees": .number(10),
          "creditlimit": name < "f" ? 100 : 200, "customertypecode": name < "c" ? 1 : name < "k" ? 3 : .null,
        ])
    }
    return client
  }

  private func names(_ client: SalesClient, _ filter: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> String {
    try client.list("accounts?$select=name&$orderby=name&$filter=\(filter)", sourceLocation: sourceLocation)
      .map { $0["name"]?.stringValue ?? "?" }.joined()
  }

  static let stretches: [(String, String)] = [
    ("Today", "jklmn"), ("Yesterday", "i"), ("Tomorrow", "o"), ("ThisWeek", "hijklmnop"), ("LastWeek", "fg"), ("NextWeek", "q"),
    ("ThisMonth", "hijklmnopq"), ("LastMonth", "efg"), ("NextMonth", "r"), ("ThisYear", "defghijklmnopqr"), ("LastYear", "abc"),
    ("NextYear", "st"), ("Last7Days", "ghijklm"), ("Next7Days", "mnopq"), ("LastXHours 1", "lm"), ("LastXHours 2", "klm"),
    ("LastXDays 2", "hijklm"), ("LastXWeeks 1", "ghijklm"), ("LastXMonths 1", "efghijklm"), ("LastXYears 1", "bcdefghijklm"),
    ("NextXHours 1", "m"), ("NextXHours 2", "mn"), ("NextXDays 1", "mno"), ("NextXWeeks 1", "mnopq"), ("NextXMonths 1", "mnopqr"),
    ("NextXYears 1", "mnopqrst"), ("OlderThanXMinutes 60", "abcdefghijk"), ("OlderThanXHours 1", "abcdefghijk"),
    ("OlderThanXDays 1", "abcdefgh"), ("OlderThanXWeeks 1", "abcdef"), ("OlderThanXMonths 1", "abcd"), ("OlderThanXYears 1", "a"),
    ("On '2018-04-03'", "jklmn"), ("On 2018-04-03", "jklmn"), ("On '2018-04-03T23:00:00Z'", "jklmn"), ("OnOrAfter '2018-04-04'", "opqrst"),
    ("OnOrBefore '2018-04-01'", "abcdefgh"),
    // As far as the calendar goes, and not further.
    ("LastXYears 9999999999", "abcdefghijklm"), ("NextXDays 9223372036854775807", "mnopqrst"), ("OlderThanXMonths 100000000", ""),
  ]

  @Test("Functions of time pick what their stretch of time holds, in UTC, by the world's clock")
  func time() throws {
    let client = try client()
    for (function, expected) in Self.stretches {
      let parts = function.split(separator: " ", maxSplits: 1)
      let value = parts.count == 2 ? ",PropertyValue=\(parts[1])" : ""
      let found = try names(client, "Microsoft.Dynamics.CRM.\(parts[0])(PropertyName='createdon'\(value))")
      #expect(found == expected, "\(function)")
    }
    client.clock.advance(milliseconds: 86_400_000)
    #expect(try names(client, "Microsoft.Dynamics.CRM.Today(PropertyName='createdon')") == "o")
  }

  @Test("Lists, ranges and their opposites take texts for every type of column, and leave out rows without a value")
  func values() throws {
    let client = try client()
    func names(_ filter: String) throws -> String { try self.names(client, filter) }
    #expect(try names("Microsoft.Dynamics.CRM.In(PropertyName='name',PropertyValues=['a','T','x'])") == "at")
    #expect(try names("Microsoft.Dynamics.CRM.NotIn(PropertyName='customertypecode',PropertyValues=['1','2'])") == "cdefghij")
    #expect(try names("Microsoft.Dynamics.CRM.In(PropertyName='creditlimit',PropertyValues=['100'])") == "abcde")
    #expect(try names("Microsoft.Dynamics.CRM.Between(PropertyName='name',PropertyValues=['b','d'])") == "bcd")
    #expect(try names("Microsoft.Dynamics.CRM.NotBetween(PropertyName='customertypecode',PropertyValues=['2','5'])") == "ab")
    #expect(try names("Microsoft.Dynamics.CRM.Between(PropertyName='createdon',PropertyValues=['2018-04-02','2018-04-03'])") == "ij")
    #expect(
      try names("name ge 'l' and not Microsoft.Dynamics.CRM.In(PropertyName='name',PropertyValues=['m']) or name eq 'a'") == "alnopqrst")
    #expect(try names("Microsoft.Dynamics.CRM.In(PropertyName=@p1,PropertyValues=@p2)&@p1='name'&@p2=['b']") == "b")
  }

  @Test("Functions about the caller go by the logical name of the lookup")
  func caller() throws {
    let client = try client()
    let me = try #require(try client.get("WhoAmI()")["UserId"]?.stringValue)
    #expect(try names(client, "Microsoft.Dynamics.CRM.EqualUserId(PropertyName='ownerid')").count == 20)
    #expect(try names(client, "Microsoft.Dynamics.CRM.NotEqualUserId(PropertyName='ownerid')") == "")
    #expect(try names(client, "Microsoft.Dynamics.CRM.EqualBusinessId(PropertyName='owningbusinessunit')").count == 20)
    #expect(try names(client, "Microsoft.Dynamics.CRM.EqualUserOrUserTeams(PropertyName='ownerid')").count == 20)
    #expect(try names(client, "Microsoft.Dynamics.CRM.EqualUserTeams(PropertyName='ownerid')") == "")
    #expect(try names(client, "_ownerid_value eq \(me)").count == 20)
  }

  @Test("What makes no sense is refused, what is not emulated says so")
  func refusals() throws {
    let client = try client()
    func refusal(_ function: String) throws -> String {
      try client.refusal(.get, "accounts?$filter=Microsoft.Dynamics.CRM.\(function)")
    }
    #expect(try refusal("ThisFiscalYear(PropertyName='createdon')") == "TwinNotEmulated")
    #expect(try refusal("Under(PropertyName='accountid',PropertyValue='x')") == "TwinNotEmulated")
    for function in [
      "Sometimes(PropertyName='createdon')", "Today(PropertyName='nothing')", "Today()", "LastXDays(PropertyName='createdon')",
      "LastXDays(PropertyName='createdon',PropertyValue='soon')", "On(PropertyName='createdon',PropertyValue='2018-02-30')",
      "Between(PropertyName='name',PropertyValues=['a'])", "In(PropertyName='creditlimit',PropertyValues=['much'])",
      "In(PropertyName='name',PropertyValues='a')", "Today(PropertyName='name')",
    ] {
      #expect(try refusal(function) == "0x80060888", "\(function)")
    }
  }
}
