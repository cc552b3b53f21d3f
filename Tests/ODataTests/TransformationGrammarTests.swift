import OData
import Testing

@Suite("$apply, $compute and $search") struct TransformationGrammarTests {
  let parser = ODataParser()

  func apply(_ text: String) throws -> [ApplyTransformation] {
    let query = try parser.parseQuery("$apply=" + PercentEncoding.encode(text, in: .queryValue))
    #expect(try parser.parseQuery(query.description) == query)
    return query.apply
  }

  @Test("Transformations become a sequence, each with its own parts")
  func sequence() throws {
    let revenue = Expression.path(["revenue"])
    #expect(
      try apply("filter(statecode eq 0)/groupby((owner/name,status),aggregate(revenue with sum as total,$count as rows))/top(5)") == [
        .filter(.comparison(.eq, .path(["statecode"]), .literal(.primitive(0)))),
        .groupBy(
          [.property(["owner", "name"]), .property(["status"])],
          [.aggregate([AggregateItem(revenue, with: "sum", as: "total"), AggregateItem(.path(["$count"]), as: "rows")])]),
        .top(5),
      ])
    #expect(
      try apply("concat(identity,topcount(2,revenue))") == [
        .concat([[.identity], [.ranked(.topCount, .literal(.primitive(2)), by: revenue)]])
      ])
    #expect(try apply("groupby((rollup(country,city)))") == [.groupBy([.rollup([["country"], ["city"]])], [])])
    #expect(
      try apply("aggregate(revenue with sum from day,shop with max as best)") == [
        .aggregate([AggregateItem(revenue, with: "sum", from: [.init(grouping: [["day"], ["shop"]], method: "max")], as: "best")])
      ])
    #expect(
      try apply("search(bike OR car)/compute(revenue mul 2 as twice)/orderby(twice desc)/skip(1)") == [
        .search(.or(.word("bike"), .word("car"))),
        .compute([ComputeItem(.arithmetic(.mul, revenue, .literal(.primitive(2))), as: "twice")]),
        .orderBy([OrderItem(.path(["twice"]), descending: true)]), .skip(1),
      ])
  }

  @Test(
    "NOT binds tighter than AND, AND tighter than OR, and two words side by side mean AND",
    arguments: [
      ("a b OR c", .or(.and(.word("a"), .word("b")), .word("c"))),
      ("NOT a AND b", .and(.not(.word("a")), .word("b"))),
      ("(a OR b) NOT \"c d\"", .and(.or(.word("a"), .word("b")), .not(.phrase("c d")))),
      ("'any thing'", .text("any thing")),
      ("ORANGE and or", .and(.and(.word("ORANGE"), .word("and")), .word("or"))),
    ] as [(String, SearchExpression)])
  func search(text: String, tree: SearchExpression) throws {
    let query = try parser.parseQuery("$search=" + PercentEncoding.encode(text, in: .queryValue))
    #expect(query.search == tree)
    #expect(try parser.parseQuery(query.description) == query)
  }
}
