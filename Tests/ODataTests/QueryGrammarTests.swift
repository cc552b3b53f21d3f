import OData
import Testing

@Suite("Query options") struct QueryGrammarTests {
  let parser = ODataParser()

  @Test("Every option is read into its place")
  func everything() throws {
    let query = try parser.parseQuery(
      "$select=name,accountid,a/b,*,N.S.*&$filter=name%20eq%20'x'&$orderby=name%20desc,a/b%20asc,c%20add%201&$top=5&$skip=10&$count=true"
        + "&$skiptoken=%3Ccookie%20pagenumber=%222%22/%3E&$deltatoken=919042!08/22/2017%2008:10:44&$search=%22a%20b%22%20OR%20c"
        + "&$apply=groupby((a),aggregate(b%20with%20sum%20as%20c))&$compute=a%20mul%20b%20as%20c&$format=json"
        + "&cross-company=true&annotations=&@p1=5&@p2=['a']&@p3=@p1")
    #expect(query.select == ["name", "accountid", "a/b", "*", "N.S.*"])
    #expect(query.filter == .comparison(.eq, .path(["name"]), .literal(.primitive("x"))))
    #expect(
      query.orderBy == [
        OrderItem(.path(["name"]), descending: true), OrderItem(.path(["a", "b"])),
        OrderItem(.arithmetic(.add, .path(["c"]), .literal(.primitive(1)))),
      ])
    #expect(query.top == 5 && query.skip == 10 && query.count)
    #expect(query.skipToken == "<cookie pagenumber=\"2\"/>")
    #expect(query.deltaToken == "919042!08/22/2017 08:10:44")
    #expect(query.search == .or(.phrase("a b"), .word("c")))
    #expect(query.apply == [.groupBy([.property(["a"])], [.aggregate([AggregateItem(.path(["b"]), with: "sum", as: "c")])])])
    #expect(query.compute == [ComputeItem(.arithmetic(.mul, .path(["a"]), .path(["b"])), as: "c")])
    #expect(query.format == "json")
    #expect(query.custom == [.init(name: "cross-company", value: "true"), .init(name: "annotations", value: "")])
    #expect(
      query.aliases == [
        .init(name: "p1", value: .literal(.primitive(5))), .init(name: "p2", value: .literal(.list([.primitive("a")]))),
        .init(name: "p3", value: .alias("p1")),
      ])
    #expect(try parser.parseQuery(query.description) == query)
  }

  @Test("$expand nests, with the options of each level")
  func expand() throws {
    let query = try parser.parseQuery(
      "$expand=a,b/c,d/$ref,e/$count,*,N.T/f,g($select=x,y;$filter=name eq 'a;b)';$orderby=x desc;$top=2;$skip=1;$count=true;"
        + "$expand=h($expand=i($levels=max));$levels=3),j($search=\"a)b\" AND (c OR d))")
    #expect(query.expand.map(\.path) == [["a"], ["b", "c"], ["d"], ["e"], ["*"], ["N.T", "f"], ["g"], ["j"]])
    #expect(query.expand.map(\.suffix) == [nil, nil, "$ref", "$count", nil, nil, nil, nil])
    let g = query.expand[6]
    #expect(g.query.select == ["x", "y"] && g.query.top == 2 && g.query.skip == 1 && g.query.count && g.levels == "3")
    #expect(g.query.filter == .comparison(.eq, .path(["name"]), .literal(.primitive("a;b)"))))
    #expect(g.query.expand[0].query.expand[0].levels == "max")
    #expect(query.expand[7].query.search == .and(.phrase("a)b"), .or(.word("c"), .word("d"))))
    #expect(try parser.parseQuery(query.description) == query)
  }

  @Test("A semicolon behind the last nested option is allowed") func trailingSemicolon() throws {
    #expect(try parser.parseQuery("$expand=a($select=b;)") == parser.parseQuery("$expand=a($select=b)"))
  }

  @Test(
    "Decoding happens once, after splitting",
    arguments: [
      ("$filter=name+eq+'a'", "name eq 'a'"), ("$filter=name%20eq%20'a%2Bb'", "name eq 'a+b'"),
      ("$filter=name%20eq%20'a%26b%3Dc'", "name eq 'a&b=c'"),
      ("%24filter=name+eq+%27a%27", "name eq 'a'"), ("$filter=name eq 'a%2527'", "name eq 'a%27'"),
      ("$filter=name eq 'a=b'", "name eq 'a=b'"),
      ("&&$filter=a&", "a"), ("$filter=name eq '100%25'", "name eq '100%'"), ("$filter=name eq 'Z%C3%BCrich'", "name eq 'Zürich'"),
    ])
  func decoding(text: String, filter: String) throws {
    let query = try parser.parseQuery(text)
    #expect(query.filter?.description == filter)
    #expect(try parser.parseQuery(query.description) == query)
  }

  @Test(
    "Custom options keep their text",
    arguments: [
      ("fetchXml=%3Cfetch%2F%3E", "fetchXml", "<fetch/>"), ("a=b+c", "a", "b c"), ("flag", "flag", ""), ("a%3Db=c=d", "a=b", "c=d"),
    ])
  func custom(text: String, name: String, value: String) throws {
    #expect(try parser.parseQuery(text).custom == [.init(name: name, value: value)])
    #expect(try parser.parseQuery(text).custom(name) == value)
    #expect(try parser.parseQuery(parser.parseQuery(text).description) == parser.parseQuery(text))
  }

  @Test("An empty query has nothing in it") func empty() throws { #expect(try parser.parseQuery("") == Query()) }

  @Test(
    "What is not a query is refused where it goes wrong in the text as sent",
    arguments: [
      ("$Filter=a", 0), ("$top=5&$filtr=a", 7), ("$top=5&$top=6", 7), ("$top=", 5), ("$top=-1", 5), ("$top=a", 5), ("$top=5x", 6),
      ("$top=99999999999999999999", 5), ("$skip=1.5", 7), ("$count=yes", 7), ("$count=TRUE", 7), ("$count=", 7), ("$select=", 8),
      ("$select=a,", 10),
      ("$select=a b", 10), ("$select=a/", 10), ("$select=*a", 9), ("$orderby=", 9), ("$orderby=a down", 11), ("$orderby=a desc desc", 16),
      ("$orderby=a,", 11),
      ("$expand=", 8), ("$expand=a(", 10), ("$expand=a()", 10), ("$expand=a($select=b", 19), ("$expand=a(select=b)", 10),
      ("$expand=a($format=json)", 10),
      ("$expand=a($top=1;$top=2)", 17), ("$expand=a($levels=0)", 18), ("$expand=a($select=b)x", 20), ("$expand=a($filter=b eq)", 20),
      ("$levels=1", 0),
      ("$filter=", 8), ("$filter=name%20eq%20%27a", 20), ("$filter=name+eq+)", 16), ("$filter=%zz", 8), ("$filter=%FF", 8),
      ("$filter=a%20b", 12),
      ("$search=", 8), ("@p=", 3), ("@p=a b", 5), ("%2", 0), ("a=%G1", 2), ("$expand=a/$foo", 10), ("$filter=a&@p=1&@p=2", 15),
      ("@a b=1", 2), ("@=1", 1),
    ] as [(String, Int)])
  func refusals(text: String, offset: Int) {
    #expect { try parser.parseQuery(text) } throws: { ($0 as? ODataSyntaxError)?.offset == offset }
  }

  @Test("Texts changed at random are read or refused, and what is read prints back to the same query")
  func mutations() {
    let texts = [
      "$select=name,a/b,*&$filter=name%20eq%20'x'&$orderby=name%20desc,c%20add%201&$top=5&$skip=10&$count=true&$skiptoken=%3Ca%3E",
      "$expand=a($select=x,y;$filter=n eq 'a;b)';$orderby=x desc;$levels=3;$expand=h/$ref,*($search=\"a)b\" AND (c OR d)))&a=b&@p=['x']",
      "$apply=groupby((a),aggregate(b%20with%20sum%20as%20c))&$compute=a&$format=json&cross-company=true&@q={'a':1}",
    ]
    var random = TestRandom(seed: 9)
    for round in 0..<20_000 {
      let text = random.mutated(texts[round % texts.count])
      guard let query = try? parser.parseQuery(text) else { continue }
      #expect((try? parser.parseQuery(query.description)) == query, "\(text) printed as \(query)")
    }
  }

  @Test("Ten thousand nested expands get an error, not a crash")
  func depth() {
    let text = "$expand=" + String(repeating: "a($expand=", count: 10_000)
    #expect { try ODataParser(limits: .init(lengthMax: 1_000_000)).parseQuery(text) } throws: {
      ($0 as? ODataSyntaxError)?.message == "nested deeper than 100 levels"
    }
    #expect { try parser.parseQuery(text) } throws: { ($0 as? ODataSyntaxError)?.message == "the text is longer than 65536 bytes" }
  }
}

@Suite("Percent-encoding") struct PercentEncodingTests {
  @Test(
    "What is encoded decodes to the same text, in either place",
    arguments: ["", "a b+c", "100%", "a/b?c#d&e=f", "Zürich 日本 🚲", "O''Neil\r\n\u{0}"])
  func roundTrip(text: String) {
    let segment = PercentEncoding.encode(text, in: .pathSegment)
    let value = PercentEncoding.encode(text, in: .queryValue)
    #expect(PercentEncoding.decode(segment) == text && PercentEncoding.decode(value, in: .queryValue) == text)
    #expect(!segment.utf8.contains { "/?# %+".utf8.contains($0) && $0 != UInt8(ascii: "%") })
    #expect(!value.utf8.contains { "&# +".utf8.contains($0) })
  }

  @Test("A plus is a plus in a path and a space in a query") func plus() {
    #expect(PercentEncoding.decode("a+b%2B") == "a+b+")
    #expect(PercentEncoding.decode("a+b%2B", in: .queryValue) == "a b+")
  }

  @Test("Broken escapes and broken UTF-8 give nothing", arguments: ["%", "%1", "a%zz", "%FF", "%C3%28", "%ED%A0%80"])
  func broken(text: String) { #expect(PercentEncoding.decode(text) == nil) }
}
