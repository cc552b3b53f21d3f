import OData
import Testing

@Suite("Resource paths") struct PathGrammarTests {
  let parser = ODataParser()

  static let id = "00000000-0000-0000-0000-000000000001"
  static func name(_ name: String, _ arguments: PathSegment.Arguments? = nil) -> PathSegment { .name(name, arguments: arguments) }
  static func key(_ value: Value) -> PathSegment.Arguments { .single(.literal(.primitive(value))) }
  static func keys(_ pairs: (String, Value)...) -> PathSegment.Arguments {
    .named(pairs.map { .init(name: $0.0, value: .literal(.primitive($0.1))) })
  }

  @Test(
    "Paths become segments with typed keys",
    arguments: [
      ("", []),
      ("/", []),
      ("$metadata", [.system("$metadata")]),
      ("$batch", [.system("$batch")]),
      ("accounts", [name("accounts")]),
      ("/accounts/", [name("accounts")]),
      ("accounts/$count", [name("accounts"), .system("$count")]),
      ("accounts(\(id))", [name("accounts", key(.guid(GUID(high: 0, low: 1))))]),
      ("accounts('A''B')", [name("accounts", key("A'B"))]),
      ("accounts(%27A%2FB%2bC%27)", [name("accounts", key("A/B+C"))]),
      ("accounts('a+b')", [name("accounts", key("a+b"))]),
      ("accounts(5)", [name("accounts", key(5))]),
      ("accounts(accountnumber='A%20B')", [name("accounts", keys(("accountnumber", "A B")))]),
      ("x(_customerid_value=\(id),b=2)", [name("x", keys(("_customerid_value", .guid(GUID(high: 0, low: 1))), ("b", 2)))]),
      (
        "CDSSalesOrderLinesV2(dataAreaId='usmf',SalesOrderNumber='SO-1',LineCreationSequenceNumber=1)",
        [name("CDSSalesOrderLinesV2", keys(("dataAreaId", "usmf"), ("SalesOrderNumber", "SO-1"), ("LineCreationSequenceNumber", 1)))]
      ),
      ("x( a = 'b' , c = null )", [name("x", keys(("a", "b"), ("c", .null)))]),
      ("x(LeaveDate=2019-10-04T12:00:00Z)", [name("x", keys(("LeaveDate", .timestamp(Timestamp("2019-10-04T12:00:00Z")!))))]),
      ("accounts(1)/name/$value", [name("accounts", key(1)), name("name"), .system("$value")]),
      ("accounts(1)/primarycontactid/$ref", [name("accounts", key(1)), name("primarycontactid"), .system("$ref")]),
      ("accounts(1)/contacts(2)/$ref", [name("accounts", key(1)), name("contacts", key(2)), .system("$ref")]),
      ("WhoAmI", [name("WhoAmI")]),
      ("WhoAmI()", [name("WhoAmI", .named([]))]),
      ("F(A=@p1,B=@p2)", [name("F", .named([.init(name: "A", value: .alias("p1")), .init(name: "B", value: .alias("p2"))]))]),
      ("F(@p)", [name("F", .single(.alias("p")))]),
      ("F(L=['a','b'])", [name("F", .named([.init(name: "L", value: .literal(.list([.primitive("a"), .primitive("b")])))]))]),
      (
        "E(Kind=Microsoft.Dynamics.CRM.Kind'Big')",
        [name("E", .named([.init(name: "Kind", value: .literal(.enumeration(type: "Microsoft.Dynamics.CRM.Kind", member: "Big")))]))]
      ),
      ("quotes(1)/Microsoft.Dynamics.CRM.Revise()", [name("quotes", key(1)), name("Microsoft.Dynamics.CRM.Revise", .named([]))]),
      ("accounts/Microsoft.Dynamics.CRM.CreateMultiple", [name("accounts"), name("Microsoft.Dynamics.CRM.CreateMultiple")]),
      (
        "EntityDefinitions(LogicalName='account')/Attributes/Microsoft.Dynamics.CRM.PicklistAttributeMetadata",
        [
          name("EntityDefinitions", keys(("LogicalName", "account"))), name("Attributes"),
          name("Microsoft.Dynamics.CRM.PicklistAttributeMetadata"),
        ]
      ),
      ("$1/contacts", [.system("$1"), name("contacts")]),
      ("$new-Item.2", [.system("$new-Item.2")]),
      ("accounts/$delta", [name("accounts"), .system("$delta")]),
      ("Gr%C3%B6%C3%9Fe('%C3%A4')", [name("Größe", key("ä"))]),
    ] as [(String, [PathSegment])])
  func paths(text: String, segments: [PathSegment]) throws {
    let path = try parser.parsePath(text)
    #expect(path.segments == segments)
    #expect(try parser.parsePath(path.description) == path)
  }

  @Test(
    "What is not a path is refused where it goes wrong",
    arguments: [
      ("//", 1), ("accounts//x", 9), ("accounts(", 9), ("accounts(1", 10), ("accounts(1)x", 11), ("accounts(1)(2)", 11), ("accounts(x)", 9),
      ("accounts(a=)", 11), ("accounts(a=1,)", 13), ("accounts(a=1,2)", 13), ("accounts(a=1,a=2)", 13), ("accounts('x)", 9),
      ("accounts('a/b')", 9),
      ("accounts(1)/$foo", 12), ("accounts/$1", 9), ("1accounts", 0), ("accounts/5", 9), ("acc-ounts", 3), ("acc ounts", 3),
      ("acc%20ounts", 3),
      ("accounts(%27a%2", 13), ("accounts('%zz')", 10), ("%FF", 0), ("accounts(%27%C3%28%27)", 0), ("accounts(a='b'%20c)", 17), ("a?b", 1),
      ("a#b", 1),
      ("..", 0), ("%2E%2E", 0), ("a/../b", 2), ("accounts(\"a\")", 9), ("accounts(00000000-0000-0000-0000-00000000000)", 17), ("$", 0),
      ("accounts(a eq 1)", 9),
    ] as [(String, Int)])
  func refusals(text: String, offset: Int) {
    #expect { try parser.parsePath(text) } throws: { ($0 as? ODataSyntaxError)?.offset == offset }
  }

  @Test("Texts changed at random are read or refused, and what is read prints back to the same path")
  func mutations() {
    let texts = [
      "accounts(accountnumber='A%20B')/contacts(00000000-0000-0000-0000-000000000001)/$ref", "F(A=@p1,B=['a',2,null])", "$1/x/$count",
      "L(dataAreaId='usmf',N='SO-1',S=1,D=2019-10-04T12:00:00Z)/N.S.act()", "E(K=N.E'x',T=12:30:00,U=duration'P1D')/name/$value",
    ]
    var random = TestRandom(seed: 8)
    for round in 0..<20_000 {
      let text = random.mutated(texts[round % texts.count])
      guard let path = try? parser.parsePath(text) else { continue }
      #expect((try? parser.parsePath(path.description)) == path, "\(text) printed as \(path)")
    }
  }

  @Test("A deep list in a key gets an error")
  func depth() {
    #expect(throws: ODataSyntaxError.self) { try parser.parsePath("F(a=" + String(repeating: "[", count: 10_000)) }
  }
}
