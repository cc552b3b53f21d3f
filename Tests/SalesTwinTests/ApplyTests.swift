import EntityStore
import OData
import SalesTwin
import Testing
import Twin

/// `$apply` at the Web API: groups and sums.
struct ApplyTests {
  private func client() throws -> SalesClient {
    let client = try SalesClient()
    let rows: [(String, Int?, Int?, String)] = [
      ("A", 3, 100, "Rome"), ("B", 3, 50, "rome"), ("C", 3, nil, "Oslo"), ("D", 1, 7, "Oslo"), ("E", nil, 1, "Oslo"),
    ]
    for (name, kind, employees, city) in rows {
      try client.create(
        "accounts",
        [
          "name": .string(name), "customertypecode": kind.map { .number(ExactDecimal($0)) } ?? .null,
          "numberofemployees": employees.map { .number(ExactDecimal($0)) } ?? .null, "address1_city": .string(city),
          "creditlimit": .number(ExactDecimal("0.1")!),
        ])
    }
    return client
  }

  private func rows(_ client: SalesClient, _ query: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> String {
    JSON.array(try client.list("accounts?\(query)", sourceLocation: sourceLocation)).text
  }

  @Test("Rows are grouped without regard to case, nulls are a group, and every method leaves nulls out")
  func grouping() throws {
    let client = try client()
    #expect(
      try rows(client, "$apply=groupby((customertypecode),aggregate($count as rows,numberofemployees with sum as people))")
        == #"[{"customertypecode":null,"rows":1,"people":1},{"customertypecode":1,"rows":1,"people":7},"#
        + #"{"customertypecode":3,"rows":3,"people":150}]"#)
    #expect(
      try rows(
        client,
        "$apply=filter(customertypecode eq 3)/aggregate(numberofemployees with min as least,numberofemployees with max as most,"
          + "numberofemployees with average as mean,numberofemployees with countdistinct as kinds,creditlimit with sum as credit)")
        == #"[{"least":50,"most":100,"mean":75,"kinds":2,"credit":0.3}]"#)
    #expect(try client.list("accounts?$apply=groupby((address1_city))").count == 2)
    #expect(
      try rows(client, "$apply=groupby((address1_city),aggregate($count as n))&$orderby=n desc,address1_city&$top=1")
        == #"[{"address1_city":"Oslo","n":3}]"#)
    #expect(
      try rows(client, "$filter=numberofemployees gt 5&$apply=filter(startswith(name,'D'))/aggregate($count as n)") == #"[{"n":1}]"#)
    #expect(
      try rows(client, "$apply=groupby((createdby/systemuserid),aggregate($count as n))").hasPrefix(#"[{"createdby":{"systemuserid":""#))
    // No rows at all: sums are null, counts nought.
    #expect(
      try rows(client, "$apply=filter(name eq 'Z')/aggregate($count as n,numberofemployees with sum as people)")
        == #"[{"n":0,"people":null}]"#)
  }

  @Test("Query functions work inside $apply")
  func queryFunctions() throws {
    let client = try client()
    #expect(
      try rows(client, "$apply=filter(Microsoft.Dynamics.CRM.Today(PropertyName='createdon'))/aggregate($count as n)") == #"[{"n":5}]"#)
  }

  @Test(
    "What cannot be grouped or added up is refused",
    arguments: [
      "aggregate(name with sum as x)", "aggregate(numberofemployees with median as x)", "groupby((nothing))", "identity",
      "groupby((name))/filter(name eq 'A')", "groupby((rollup(name,address1_city)))",
      "aggregate($count as n,numberofemployees with sum as n)",
      "compute(numberofemployees mul 2 as x)", "groupby((name),filter(name eq 'A'))",
    ])
  func refusals(apply: String) throws {
    let response = try client().send(.get, "accounts?$apply=\(apply)")
    #expect(response.status == 400, "\(apply): \(response.status) \(response.text)")
  }

  @Test("More than 50,000 rows are not aggregated")
  func limit() throws {
    let client = try SalesClient()
    let schema = client.twin.model.schema("businessunit")
    let template = try #require(try client.twin.store.page(StoreQuery(schema, limit: 1)).rows.first)
    let key = try #require(schema.index(of: "businessunitid"))
    try client.twin.store.transaction {
      for number in 1..<50_000 {
        var values = template.values
        values[key] = .guid(GUID(high: 1, low: UInt64(number)))
        _ = try client.twin.store.insert(schema, values)
      }
    }
    #expect(try client.list("businessunits?$apply=aggregate($count as n)")[0]["n"] == 50_000)
    try client.create("businessunits", ["name": "One more"])
    #expect(try client.refusal(.get, "businessunits?$apply=aggregate($count as n)") == "0x8004e023")
  }
}
