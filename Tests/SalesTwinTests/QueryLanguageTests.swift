import OData
import Testing

@testable import SalesTwin

@Suite("FetchXML and SQL")
struct QueryLanguageTests {
  private static func client() throws -> SalesClient {
    let client = try SalesClient()
    for (name, number) in [("Alpha", 1), ("Beta", 2), ("Gamma's", 3)] {
      try client.create("accounts", ["name": .string(name), "numberofemployees": JSON(Value.int(Int64(number)))])
    }
    return client
  }

  @Test(
    "SQL over one table finds what it says",
    arguments: [
      ("SELECT name FROM account WHERE name = 'Gamma''s'", ["Gamma's"]),
      ("select [name] from account where numberofemployees in (1, 3) order by name desc", ["Gamma's", "Alpha"]),
      ("SELECT name FROM account a WHERE NOT (a.numberofemployees < 2) AND a.name LIKE 'B%'", ["Beta"]),
      ("SELECT TOP (1) name FROM account WHERE name LIKE N'%a' ORDER BY numberofemployees DESC", ["Beta"]),
      ("SELECT name FROM account WHERE numberofemployees BETWEEN 2 AND 3 AND primarycontactid IS NULL ORDER BY name", ["Beta", "Gamma's"]),
      ("SELECT name FROM account WHERE name LIKE 'A%a'", ["Alpha"]),
      ("SELECT name FROM account WHERE numberofemployees <> 1 AND name NOT LIKE '%eta' OR 'x' = name", nil),
    ] as [(String, [String]?)])
  func sql(query: String, names: [String]?) throws {
    let response = try Self.client().send(.get, "accounts?sql=\(query)")
    guard let names else {
      #expect(response.status == 400, "\(response.text)")
      return
    }
    #expect(response.status == 200, "\(response.text)")
    #expect(try JSON(decoding: response.body)["value"]?.arrayValue?.map { $0["name"]?.stringValue } == names)
  }

  @Test(
    "What is not emulated of SQL and FetchXML is refused by name",
    arguments: [
      "sql=SELECT COUNT(*) FROM account", "sql=SELECT a.name FROM account a JOIN contact c ON c.parentcustomerid = a.accountid",
      "sql=SELECT DISTINCT name FROM account", "sql=SELECT name FROM account GROUP BY name",
      "fetchXml=<fetch aggregate=\"true\"><entity name=\"account\"/></fetch>",
      "fetchXml=<fetch><entity name=\"account\"><link-entity name=\"contact\"/></entity></fetch>",
      "fetchXml=<fetch><entity name=\"account\"><filter><condition attribute=\"createdon\" operator=\"last-x-hours\" value=\"3\"/></filter></entity></fetch>",
      "savedQuery=00000000-0000-0000-0000-000000000001",
    ])
  func notEmulated(option: String) throws {
    #expect(try Self.client().refusal(.get, "accounts?\(option)") == "TwinNotEmulated")
  }

  @Test(
    "What cannot be read is refused",
    arguments: [
      "sql=", "sql=SELECT", "sql=SELECT name FROM contact", "sql=SELECT name FROM account WHERE",
      "sql=SELECT name FROM account WHERE name =",
      "sql=SELECT name FROM account; DROP TABLE account", "sql=SELECT name FROM account WHERE name = 'open",
      "sql=SELECT nothing FROM account",
      "sql=SELECT name FROM account WHERE numberofemployees = 'many'", "fetchXml=", "fetchXml=<fetch>", "fetchXml=<fetch/>",
      "fetchXml=<fetch><entity name=\"contact\"/></fetch>", "fetchXml=<fetch top=\"x\"><entity name=\"account\"/></fetch>",
      "fetchXml=<fetch><entity name=\"account\"><filter><condition attribute=\"name\" operator=\"between\" value=\"1\"/></filter></entity></fetch>",
    ])
  func unreadable(option: String) throws {
    #expect(try Self.client().send(.get, "accounts?\(option)").status == 400)
  }

  @Test("Deep nesting is refused, not followed to the end of the stack")
  func nesting() throws {
    let client = try Self.client()
    let sql = "SELECT name FROM account WHERE " + String(repeating: "(", count: 5000) + "name = 'x'" + String(repeating: ")", count: 5000)
    #expect(client.send(.get, "accounts?sql=\(sql)").status == 400)
    let open = String(repeating: "<filter>", count: 1200)
    let close = String(repeating: "</filter>", count: 1200)
    #expect(client.send(.get, "accounts?fetchXml=<fetch><entity name=\"account\">\(open)\(close)</entity></fetch>").status == 400)
  }

  @Test("FetchXML pages follow each other by the cookie")
  func pages() throws {
    let client = try Self.client()
    var names: [String] = []
    var paging = ""
    for page in 1...4 {
      let fetch = "<fetch count=\"1\" page=\"\(page)\"\(paging)><entity name=\"account\"><attribute name=\"name\"/></entity></fetch>"
      let response = client.send(.get, "accounts?fetchXml=\(fetch)", headers: ["Prefer": "odata.include-annotations=\"*\""])
      let body = try JSON(decoding: response.body)
      names += body["value"]?.arrayValue?.compactMap { $0["name"]?.stringValue } ?? []
      guard body["@Microsoft.Dynamics.CRM.morerecords"] == true else { break }
      let cookie = try #require(body["@Microsoft.Dynamics.CRM.fetchxmlpagingcookie"]?.stringValue)
      let inner = try #require(cookie.split(separator: "\"").dropFirst(3).first)
      let once = try #require(PercentEncoding.decode(String(inner)))
      let twice = try #require(PercentEncoding.decode(once))
      let escaped = twice.replacing("\"", with: "&quot;")
      paging = " paging-cookie=\"\(escaped)\""
    }
    #expect(names == ["Alpha", "Beta", "Gamma's"])
  }
}
