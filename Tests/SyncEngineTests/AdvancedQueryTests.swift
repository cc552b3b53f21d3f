import OData
import StrictYAML
import Testing

@testable import SyncEngine

/// Columns that are worked out before rows are mapped.
struct AdvancedQueryTests {
  private static let names = ["name", "city", "credit", "count", "isKept", "day", "nothing", "big"]
  private static let row: [JSON] = [
    "Owl Wholesales", "  Oslo ", .number(ExactDecimal("1000.50")!), 3, true, "2018-04-03T08:30:15Z", .null,
    .number(ExactDecimal("999999999999999999.9999999999")!),
  ]

  private static func formula(_ text: String) throws -> ColumnFormula {
    var compiler = QueryCompiler(slots: names.map { .column($0) }) { path in
      if case .column(let name) = path, names.contains(name) { .column(name) } else { nil }
    }
    compiler.compile(AdvancedQuery([.init(column: "x", expression: try QueryExpression(text))]))
    return try #require(compiler.steps.first).formula
  }

  @Test(
    "An expression is worth what it says",
    arguments: [
      ("'a''b'", JSON.string("a'b")), ("name", "Owl Wholesales"), ("toupper(name)", "OWL WHOLESALES"), ("tolower(name)", "owl wholesales"),
      ("trim(city)", "Oslo"), ("length(name)", 14), ("concat(name,nothing)", "Owl Wholesales"), ("concat('n',count)", "n3"),
      ("substring(name,4)", "Wholesales"), ("substring(name,0,3)", "Owl"), ("substring(name,50)", ""), ("substring(name,0,-1)", ""),
      ("indexof(name,'whole')", 4), ("indexof(name,'x')", -1), ("contains(name,'WHOLE')", true), ("startswith(name,'owl')", true),
      ("endswith(name,'owl')", false), ("contains(nothing,'a')", .null),
      ("credit mul 2", .number(ExactDecimal("2001")!)), ("credit add count", .number(ExactDecimal("1003.5")!)),
      ("count div 2", .number(ExactDecimal("1.5")!)), ("count divby 8", .number(ExactDecimal("0.375")!)), ("count mod 2", 1),
      ("-7 mod 3", -1), ("-count", -3), ("count div 0", .null), ("count mod 0", .null), ("name add 1", .null), ("nothing add 1", .null),
      ("big mul big", .null), ("big add big", .null), ("round(credit)", 1001), ("floor(credit)", 1000), ("ceiling(credit)", 1001),
      ("round(name)", .null), ("year(day)", 2018), ("month(day)", 4), ("day(day)", 3), ("hour(day)", 8), ("minute(day)", 30),
      ("second(day)", 15), ("date(day)", "2018-04-03"), ("year(name)", .null),
      ("name eq 'OWL wholesales'", true), ("count gt 2 and isKept", true), ("count gt 2 and nothing", false), ("not isKept", false),
      ("not nothing", true), ("nothing eq null", true), ("name ne null", true), ("name gt 3", false), ("count in (1,3)", true),
      ("day gt 2018-04-03T08:00:00Z", true), ("day lt 2018-04-04", true),
      ("case(count gt 5:'many',count gt 2:'some',true:'few')", "some"), ("case(count gt 5:'many')", .null),
      ("case(nothing:'a',true:'b')", "b"),
    ])
  func values(text: String, value: JSON) throws { #expect(try Self.formula(text).value(Self.row) == value, "\(text)") }

  @Test("Every function has an answer for everything", arguments: ColumnFunction.allCases)
  func total(function: ColumnFunction) {
    let values = Self.row + ["", .number(ExactDecimal("-99999999999999999999999999999999999")!), false, ["a"], "2018-04-03"]
    var answers = 0
    for first in values {
      for second in values {
        for count in function.arguments {
          _ = function.applied(to: Array([first, second, second].prefix(count)))
          answers += 1
        }
      }
    }
    #expect(answers >= values.count * values.count)
  }

  @Test("Arithmetic on any numbers ends in a number of 18 digits and 10 decimals, or in null")
  func bounds() {
    let numbers = [
      "0", "1", "-1", "0.0000000001", "-0.0000000001", "999999999999999999.9999999999", "-999999999999999999.9999999999",
      "123456789.987654321",
    ].compactMap { BoundedNumber.bounded(ExactDecimal($0)!) }
    #expect(numbers.count == 8)
    for a in numbers {
      for b in numbers {
        for operation in ArithmeticOperator.allCases {
          guard let result = BoundedNumber.apply(operation, a, b) else { continue }
          #expect(result.scale <= 10 && BoundedNumber.bounded(result) == result, "\(a) \(operation.rawValue) \(b)")
        }
      }
    }
  }

  @Test("A column has its new value from its step on, and a later step may use an earlier one")
  func order() throws {
    var compiler = QueryCompiler(slots: Self.names.map { .column($0) }) { path in
      if case .column(let name) = path, Self.names.contains(name) { .column(name) } else { nil }
    }
    compiler.compile(
      AdvancedQuery([
        .init(column: "city", expression: try QueryExpression("trim(city)")),
        .init(column: "both", expression: try QueryExpression("concat(city, concat('/', CITY))")),
      ]))
    var values = Self.row + [JSON](repeating: .null, count: compiler.slots.count - Self.row.count)
    #expect(RowQuery(steps: compiler.steps).apply(to: &values) == nil)
    #expect(values.last == "Oslo/Oslo")
    #expect(values[1] == "  Oslo ")
  }

  @Test(
    "An expression that cannot be is refused with its place in the file",
    arguments: [
      ("concat(name, 'x'", "p.yaml:6:"),
      ("concatt(name, 'x')", "p.yaml:6:30: error: there is no function 'concatt'; did you mean 'concat'?"),
      ("concat(name)", "p.yaml:6:30: error: concat takes 2 arguments, not 1"), ("name eq lines/any()", "p.yaml:6:"),
      ("a/b/c", "p.yaml:6:30: error: 'a/b/c' is neither a column nor a column of a related row"),
      ("trim(a/b/c)", "p.yaml:6:35: error: 'a/b/c' is neither a column nor a column of a related row"),
    ])
  func places(text: String, complaint: String) throws {
    let file = """
      project: p
      template: accounts
      tasks:
        - task: Accounts - Customers
          advancedQuery:
            - {column: Group, is: "\(text)", to: CUSTOMERGROUPID}
      """
    let error = #expect(throws: MalformedFile.self) {
      try ProjectFile.read(file, file: "p.yaml", catalog: try TemplateCatalog.builtIn())
    }
    #expect(error?.diagnostics.contains { "\($0)".contains(complaint) } == true, "\(error?.diagnostics ?? [])")
  }

  @Test("Length, depth and parts of an expression are bounded")
  func limits() {
    #expect(throws: QueryExpressionError.self) { try QueryExpression("'" + String(repeating: "a", count: 2_000) + "'") }
    #expect(throws: QueryExpressionError.self) {
      try QueryExpression(String(repeating: "trim(", count: 40) + "name" + String(repeating: ")", count: 40))
    }
    #expect(throws: QueryExpressionError.self) {
      try QueryExpression(Array(repeating: "1", count: 600).joined(separator: "+"))
    }
  }

  @Test("A text that grows beyond the limit fails its row, and no other")
  func tooLong() async throws {
    let world = try StubWorld()
    world.account("A-1", name: String(repeating: "long ", count: 500))
    world.account("A-2", name: "Short")
    var project = world.project("T1", keeping: ["CUSTOMERACCOUNT", "ORGANIZATIONNAME"])
    try project.setQuery(
      AdvancedQuery([.init(column: "name", expression: try QueryExpression("concat(name, concat(name, name))"))]))
    let execution = try await world.engine.run(project)
    #expect(execution.status == .warning)
    #expect(execution.tasks.first?.rows.map(\.reason).first??.contains("The column name of the advanced query grows beyond 4000") == true)
    #expect(world.customer("A-2")?["OrganizationName"] == "ShortShortShort")
  }

  @Test("Transforms are out of use in every task of a project with an advanced query, and it cannot go back (R-ENG-13)")
  func stays() async throws {
    let world = try StubWorld()
    world.account("A-1", name: "One", ["address1_country": "Germany"])
    let plain = world.project("T1", keeping: ["CUSTOMERACCOUNT", "ORGANIZATIONNAME", "ADDRESSCOUNTRYREGIONISOCODE"])
    var project = plain
    try project.setQuery(AdvancedQuery([.init(column: "Number", expression: try QueryExpression("accountnumber"))]))
    #expect(try await world.engine.run(project).status == .completed)
    // The value map would have made DE of it.
    #expect(world.customer("A-1")?["AddressCountryRegionISOCode"] == "Germany")
    await #expect(throws: SyncError.advancedQueryStays(project: "T1")) { try await world.engine.run(plain) }
    #expect(try await world.engine.run(project).status == .completed)
  }

  @Test("The difference of two projects tells of their queries")
  func difference() throws {
    let world = try StubWorld()
    let plain = world.project("T1")
    var project = plain
    let step = AdvancedQuery.Step(column: "Group", expression: try QueryExpression("'10'"), destination: .column("CUSTOMERGROUPID"))
    try project.setQuery(AdvancedQuery([step]))
    #expect(
      ProjectDifference.between(plain.tasks, project.tasks).map(\.description)
        == ["~ 'Accounts - Customers': advanced query\n    - (none)\n    + Group is '10' to CUSTOMERGROUPID"])
  }
}
