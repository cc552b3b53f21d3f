import OData
import Testing

@Suite("Filter grammar") struct FilterGrammarTests {
  let parser = ODataParser()

  static let a = Expression.path(["a"])
  static let b = Expression.path(["b"])
  static let c = Expression.path(["c"])
  static func int(_ value: Int64) -> Expression { .literal(.primitive(.int(value))) }
  static func text(_ value: String) -> Expression { .literal(.primitive(.string(value))) }
  static func decimal(_ text: String) throws -> Expression { .literal(.primitive(.decimal(try #require(ExactDecimal(text))))) }

  @Test(
    "Operators bind as the standard's table says",
    arguments: [
      ("a or b and c", .or(a, .and(b, c))),
      ("a and b or c", .or(.and(a, b), c)),
      ("a or b or c", .or(.or(a, b), c)),
      ("a and (b and c)", .and(a, .and(b, c))),
      ("(a or b) and c", .and(.or(a, b), c)),
      ("not a and b", .and(.not(a), b)),
      ("not (a and b)", .not(.and(a, b))),
      ("not not a", .not(.not(a))),
      ("a eq b and c", .and(.comparison(.eq, a, b), c)),
      ("a eq b gt c", .comparison(.eq, a, .comparison(.gt, b, c))),
      ("a add b mul c", .arithmetic(.add, a, .arithmetic(.mul, b, c))),
      ("a sub b sub c", .arithmetic(.sub, .arithmetic(.sub, a, b), c)),
      ("a sub (b sub c)", .arithmetic(.sub, a, .arithmetic(.sub, b, c))),
      ("a add b eq c", .comparison(.eq, .arithmetic(.add, a, b), c)),
      ("a div b mod c divby 2", .arithmetic(.divby, .arithmetic(.mod, .arithmetic(.div, a, b), c), int(2))),
      ("-a add b", .arithmetic(.add, .negate(a), b)),
      ("-(a)", .negate(a)),
      ("-5", int(-5)),
      ("- 5", .negate(int(5))),
      ("-(5)", .negate(int(5))),
      ("a sub -5", .arithmetic(.sub, a, int(-5))),
      ("not a in (1,2)", .not(.in(a, [int(1), int(2)]))),
      ("a in ('x') eq true", .comparison(.eq, .in(a, [text("x")]), .literal(.primitive(.bool(true))))),
      ("a has N.E'x' and b", .and(.comparison(.has, a, .literal(.enumeration(type: "N.E", member: "x"))), b)),
      ("((((a))))", a),
    ] as [(String, Expression)])
  func precedence(text: String, tree: Expression) throws { #expect(try parser.parseFilter(text) == tree) }

  @Test(
    "Literals become values of their type",
    arguments: [
      ("null", .primitive(.null)),
      ("true", .primitive(.bool(true))),
      ("false", .primitive(.bool(false))),
      ("0", .primitive(.int(0))),
      ("-9223372036854775808", .primitive(.int(.min))),
      ("1e3", .primitive(.int(1000))),
      ("007", .primitive(.int(7))),
      ("''", .primitive(.string(""))),
      ("'O''Neil'", .primitive(.string("O'Neil"))),
      ("''''", .primitive(.string("'"))),
      ("'Zürich 日本 🚲'", .primitive(.string("Zürich 日本 🚲"))),
      ("'a;b)c(d,e'", .primitive(.string("a;b)c(d,e"))),
      ("duration'P1DT2H3M4.5S'", .typed(type: "duration", text: "P1DT2H3M4.5S")),
      ("duration'-PT30M'", .typed(type: "duration", text: "-PT30M")),
      ("binary'AQID'", .typed(type: "binary", text: "AQID")),
      ("geography'SRID=4326;Point(1 2)'", .typed(type: "geography", text: "SRID=4326;Point(1 2)")),
      ("12:30", .typed(type: Literal.timeOfDayType, text: "12:30")),
      ("12:30:15.123", .typed(type: Literal.timeOfDayType, text: "12:30:15.123")),
      ("INF", .typed(type: Literal.doubleType, text: "INF")),
      ("-INF", .typed(type: Literal.doubleType, text: "-INF")),
      ("NaN", .typed(type: Literal.doubleType, text: "NaN")),
      ("Microsoft.Dynamics.DataEntities.NoYes'Yes'", .enumeration(type: "Microsoft.Dynamics.DataEntities.NoYes", member: "Yes")),
      ("N.E'A,B'", .enumeration(type: "N.E", member: "A,B")),
      ("[]", .list([])),
      ("['a',2,null]", .list([.primitive(.string("a")), .primitive(.int(2)), .primitive(.null)])),
      ("[\"a\",\"b\\\"c\"]", .list([.primitive(.string("a")), .primitive(.string("b\"c"))])),
      ("[['a'],[]]", .list([.list([.primitive(.string("a"))]), .list([])])),
      ("{\"a\":[1,\"}\"]}", .object([.init(name: "a", value: .list([.primitive(1), .primitive("}")]))])),
      ("{'@odata.id':'accounts(1)'}", .object([.init(name: "@odata.id", value: .primitive("accounts(1)"))])),
    ] as [(String, Literal)])
  func literals(text: String, literal: Literal) throws {
    #expect(try parser.parseFilter(text) == .literal(literal))
    let comparison = "name eq \(text)"
    #expect(try parser.parseFilter(comparison) == .comparison(.eq, .path(["name"]), .literal(literal)))
  }

  @Test(
    "Numbers with a point, identifiers and dates keep what was written",
    arguments: [
      "12.50", "-0.1", "0.0000000001", "99999999999999999999", "1.5", "00000000-0000-0000-0000-00000000abcd",
      "abcdef01-2345-6789-abcd-ef0123456789", "2017-07-31", "2017-07-31T12:00:00Z", "2017-07-31T12:00:00.250Z",
    ])
  func exactLiterals(text: String) throws {
    guard case .literal(.primitive(let value)) = try parser.parseFilter(text) else {
      Issue.record("not a literal")
      return
    }
    #expect(value.description == text)
    switch value {
    case .decimal: #expect(text.contains(".") || text.count == 20)
    case .guid: #expect(text.count == 36)
    case .date: #expect(text.count == 10)
    case .timestamp: #expect(text.hasSuffix("Z"))
    default: Issue.record("unexpected kind of value")
    }
  }

  @Test(
    "Literals may be written in more ways than they are printed",
    arguments: [
      ("1.50E2", "150"), ("1e-2", "0.01"), ("ABCDEF01-2345-6789-ABCD-EF0123456789", "abcdef01-2345-6789-abcd-ef0123456789"),
      ("2017-07-31T14:00:00%2B02:00", "2017-07-31T12:00:00Z"), ("2017-07-31T12:00Z", "2017-07-31T12:00:00Z"),
    ])
  func spellings(text: String, printed: String) throws {
    let decoded = try #require(PercentEncoding.decode(text))
    #expect(try parser.parseFilter(decoded).description == printed)
  }

  @Test("Calls, lambdas and paths keep names, order and nesting")
  func structures() throws {
    #expect(try parser.parseFilter("contains( name , 'a' )") == .call("contains", [.path(["name"]), Self.text("a")]))
    #expect(try parser.parseFilter("now()") == .call("now", []))
    #expect(try parser.parseFilter("cast(a,Edm.String)") == .call("cast", [Self.a, .path(["Edm.String"])]))
    #expect(
      try parser.parseFilter("Microsoft.Dynamics.CRM.In(PropertyName='a',PropertyValues=['x','y'])")
        == .qualifiedCall(
          "Microsoft.Dynamics.CRM.In",
          [
            .init(name: "PropertyName", value: Self.text("a")),
            .init(name: "PropertyValues", value: .literal(.list([.primitive("x"), .primitive("y")]))),
          ]))
    #expect(try parser.parseFilter("x/y/any()") == .lambda(.any, path: ["x", "y"], variable: nil, predicate: nil))
    #expect(
      try parser.parseFilter("x/all(l: l/a eq 1)")
        == .lambda(.all, path: ["x"], variable: "l", predicate: .comparison(.eq, .path(["l", "a"]), Self.int(1))))
    #expect(try parser.parseFilter("x/$count gt 1") == .comparison(.gt, .path(["x", "$count"]), Self.int(1)))
    #expect(try parser.parseFilter("owner/Microsoft.Dynamics.CRM.team/name") == .path(["owner", "Microsoft.Dynamics.CRM.team", "name"]))
    #expect(try parser.parseFilter("a in @list") == .inCollection(Self.a, .alias("list")))
    #expect(try parser.parseFilter("a in ['x','y']") == .in(Self.a, [Self.text("x"), Self.text("y")]))
  }

  /// Every text here is printed back exactly as it stands.
  static let canonical = [
    "name eq 'Contoso'", "name ne null", "revenue gt 1000", "revenue ge 1000.00", "revenue lt -5", "revenue le 0",
    "statecode eq 0 and statuscode eq 1", "a eq 1 or b eq 2 or c eq 3", "(a eq 1 or b eq 2) and c eq 3", "not (a eq 1)",
    "not contains(name,'x')", "not not a", "not -a", "- not a", "contains(name,'%25')", "startswith(name,'a') and endswith(name,'z')",
    "length(name) gt 3", "indexof(name,'a') eq 0", "substring(name,1,2) eq 'b'", "tolower(name) eq 'x'", "toupper(name) eq 'X'",
    "trim(name) eq 'x'", "concat(concat(a,', '),b) eq 'c'", "year(createdon) eq 2018", "month(createdon) eq 4", "day(createdon) eq 3",
    "hour(createdon) eq 8", "minute(createdon) eq 0", "second(createdon) eq 0", "fractionalseconds(createdon) lt 0.5",
    "date(createdon) eq 2018-04-03", "time(createdon) eq 08:00:00", "totaloffsetminutes(createdon) eq 60", "now() ge createdon",
    "mindatetime() lt createdon", "maxdatetime() gt createdon", "totalseconds(x) gt 1", "round(a) eq 1", "floor(a) eq 1",
    "ceiling(a) eq 2", "cast(a,Edm.String) eq '1'", "cast(Edm.String) eq '1'", "isof(N.T)", "isof(a,Edm.Int32)",
    "geo.distance(a,geography'SRID=4326;Point(1 2)') lt 5", "hassubset(a,['x'])", "matchesPattern(name,'^A.*e$')", "a add 2 eq 4",
    "a sub 2 eq 4", "a mul 2 eq 4",
    "a div 2 eq 4", "a divby 2 eq 4", "a mod 2 eq 0", "(a add 2) mul 3 eq 9", "a add (b add c) eq 9", "-a eq 5", "- 5 eq a", "- -5 eq a",
    "- -a eq a",
    "a in (1,2,3)", "name in ('a','b')", "not (name in ('a','b'))", "a in (@list)", "style has N.Color'Red'",
    "style has N.Color'Red' eq true",
    "_customerid_value eq 00000000-0000-0000-0000-000000000001", "customerid_account/name eq 'x'", "a/b/c/d eq null",
    "modifiedon gt 2018-04-03T08:00:00Z", "requesteddate eq 2018-04-03", "IsActive eq Microsoft.Dynamics.DataEntities.NoYes'Yes'",
    "order_details/any(d:d/quantity gt 5)", "order_details/all(d:d/quantity gt 5 and d/price lt 3.5)", "order_details/any()",
    "a/b/any(x:x/c/any(y:y/d eq x/e))", "details/$count gt 2", "$it/name eq name", "$it eq 1",
    "Microsoft.Dynamics.CRM.Today(PropertyName='createdon')",
    "Microsoft.Dynamics.CRM.LastXDays(PropertyName='createdon',PropertyValue=7)",
    "Microsoft.Dynamics.CRM.Between(PropertyName='a',PropertyValues=['1','5'])",
    "Microsoft.Dynamics.CRM.EqualUserId(PropertyName='ownerid') or a",
    "@p1 eq name", "name eq @p1 and statecode eq @p_2", "a eq INF", "a gt -INF", "a ne NaN", "d eq duration'P1D'", "t eq 12:30:00",
    "b eq binary'AQID'", "true", "null eq null", "not_a_keyword eq 1", "android eq 1", "order eq 1", "nullable eq true", "in_stock eq 1",
    "Größe eq 'M'", "name eq 'a and b or not c'", "dataAreaId eq 'usmf'", "(a eq b) eq (c eq d)", "a eq b eq (c eq d)",
    "not (a eq 1) and not (b eq 2)", "name eq '*retail*'",
  ]

  @Test("Printed text is the text that was read", arguments: canonical)
  func printing(text: String) throws {
    // Left-associative chains print without the parentheses they do not need.
    let tree = try parser.parseFilter(text)
    let printed = tree.description
    #expect(printed == (text == "(a eq b) eq (c eq d)" ? "a eq b eq (c eq d)" : text))
    #expect(try parser.parseFilter(printed) == tree)
  }

  @Test(
    "White space and missing space round parentheses make no difference",
    arguments: [
      ("  a   eq\t1  ", "a eq 1"), ("(a eq 1)and(b eq 2)", "a eq 1 and b eq 2"), ("not(a)", "not a"), ("a in( 1 , 2 )", "a in (1,2)"),
      ("x/any( d : d/y )", "x/any(d:d/y)"), ("N.F( a = 1 )", "N.F(a=1)"), ("[ 1 , 2 ]", "[1,2]"), ("( a )", "a"),
    ])
  func whiteSpace(text: String, printed: String) throws { #expect(try parser.parseFilter(text).description == printed) }

  @Test(
    "What is not a filter is refused where it goes wrong",
    arguments: [
      ("", 0), ("   ", 3), ("a eq", 2), ("a eq ", 5), ("a = 1", 2), ("a EQ 1", 2), ("a == 1", 2), ("a eq 1 and", 7), ("a eq 1 and ", 11),
      ("and a", 4), ("(a eq 1", 7), ("a eq 1)", 6), ("()", 1), ("a eq 'x", 5), ("a eq 'x'y'", 8), ("a eq x'", 6), ("contains(name,'a'", 17),
      ("contains(name 'a')", 14), ("contains(,'a')", 9), ("contains(name,)", 14), ("a eq 1.", 5), ("a eq .5", 5), ("a eq 1.2.3", 5),
      ("a eq 12x", 5), ("a eq 1and b", 5), ("a eq 2017-13-01", 5), ("a eq 2017-02-30", 5), ("a eq 2017-07-31T25:00:00Z", 5),
      ("a eq 2017-07-31T12:00:00", 5), ("a eq 25:00:00", 5), ("a eq guid'1'", 5), ("a eq duration'1D'", 13), ("a eq duration'P'", 13),
      ("a eq duration'PT'", 13), ("a eq duration'P1H'", 13), ("a eq geography'x'", 14), ("a in (1", 7), ("a in 1", 5),
      ("a in (1;2)", 7),
      ("x/any(d)", 7), ("x/any(d:)", 8), ("x/all()", 6), ("any(d:d)", 0), ("a/", 2), ("a//b", 2), ("/a", 0), ("a/$foo", 2),
      ("$filter eq 1", 0), ("N.F(1)", 4), ("N.F(a)", 5), ("N.F(a=)", 6), ("[1,2", 4), ("[1 2]", 3), ("[a", 2), ("{\"a\":1", 6), ("@", 1),
      ("@1", 1),
      ("a eq 1 b eq 2", 7), ("a, b", 1), ("a;b", 1), ("a eq \"x\"", 5), ("-", 1), ("not ", 4), ("a eq #", 5), ("a\neq 1", 1),
      ("99999999999999999999999999999999999999", 0), ("a eq 00000000-0000-0000-0000-00000000000g", 13), ("a add", 2), ("a eq %41", 5),
      ("a€b eq 1", 0), ("a eq 'x' 'y'", 9), ("not(", 4), ("a .b", 2),
    ] as [(String, Int)])
  func refusals(text: String, offset: Int) {
    #expect {
      try parser.parseFilter(text)
    } throws: { error in
      guard let error = error as? ODataSyntaxError else { return false }
      return error.offset == offset && !error.message.isEmpty
    }
  }

  @Test("Errors say what was expected")
  func expectations() {
    func error(_ text: String) -> String {
      do throws(ODataSyntaxError) {
        return try parser.parseFilter(text).description
      } catch {
        return error.description
      }
    }
    #expect(error("contains(name 'a')") == "unexpected ''a')' at position 14: expected ',', ')'")
    #expect(error("a eq ") == "unexpected end at position 5: expected property, literal, function, '('")
    #expect(error("a eq 'x") == "a text is not closed at position 5: expected \"'\"")
    #expect(error("x/any(d)") == "unexpected ')' at position 7: expected ':'")
  }

  @Test(
    "Ten thousand of anything get an error, not a crash",
    arguments: [
      ("", "(", "a"), ("", "not ", "a"), ("", "- ", "a"), ("", "f(", "a"), ("", "[", ""), ("", "{\"a\":", ""), ("", "x/any(d:", ""),
      ("", "a in (", ""), ("", "N.F(a=", ""), ("a", " or a", ""), ("a", " add a", ""), ("a", " in (a)", ""),
    ])
  func depth(prefix: String, repeated: String, suffix: String) {
    let text = prefix + String(repeating: repeated, count: 10_000) + suffix
    #expect {
      try ODataParser(limits: .init(lengthMax: 1_000_000)).parseFilter(text)
    } throws: {
      guard let message = ($0 as? ODataSyntaxError)?.message else { return false }
      return message.hasPrefix("nested deeper than") || message.hasPrefix("more than")
    }
  }

  @Test("The tallest tree that is allowed can be printed, compared and read again", arguments: [" or a", " add a", " in (a)"])
  func tallest(repeated: String) throws {
    let tree = try parser.parseFilter("a" + String(repeating: repeated, count: 2_000))
    #expect(try parser.parseFilter(tree.description) == tree)
    #expect(tree.hashValue == tree.hashValue)
  }

  @Test("The limits are exact")
  func limits() throws {
    let parser = ODataParser(limits: .init(lengthMax: 60, depthMax: 5, operatorsMax: 3))
    _ = try parser.parseFilter("((((a))))")
    #expect(throws: ODataSyntaxError.self) { try parser.parseFilter("(((((a)))))") }
    _ = try parser.parseFilter("a or a or a or a")
    #expect(throws: ODataSyntaxError.self) { try parser.parseFilter("a or a or a or a or a") }
    _ = try parser.parseFilter("'" + String(repeating: "x", count: 58) + "'")
    #expect(throws: ODataSyntaxError.self) { try parser.parseFilter("'" + String(repeating: "x", count: 59) + "'") }
  }

  @Test("Texts changed at random are read or refused, and what is read prints back to the same tree")
  func mutations() throws {
    var random = TestRandom(seed: 7)
    for round in 0..<20_000 {
      let text = random.mutated(Self.canonical[round % Self.canonical.count])
      guard let tree = try? parser.parseFilter(text) else { continue }
      #expect((try? parser.parseFilter(tree.description)) == tree, "\(text) printed as \(tree)")
    }
  }
}
