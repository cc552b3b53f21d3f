import OData
import StrictYAML
import Testing

@testable import Scenarios

struct ValueExpressionTests {
  static let names = TestNames(values: [
    "order": [
      "number": "SO-1", "total": .number("10.00"), "lines": [["amount": .number("2.50")], ["amount": .number("7.5")], ["amount": .null]],
    ]
  ])

  @Test(
    "Expressions follow captures and calculate exactly",
    arguments: [
      ("order.number", "\"SO-1\""), ("order.total", "10.00"), ("order.lines.count", "3"), ("order.lines.1.amount", "7.5"),
      ("order.lines.sum.amount", "10.00"), ("order.total - order.lines.sum.amount", "0.00"), ("2 + 3 * 4", "14"), ("(2 + 3) * 4", "20"),
      ("0.1 + 0.2", "0.3"), ("'text'", "\"text\""),
    ])
  func evaluates(text: String, result: String) throws {
    #expect(try ValueExpression(text).evaluate(Self.names, at: .start(of: "t")).text == result)
  }

  @Test(
    "An expression that leads nowhere says where it stopped",
    arguments: [
      ("oder.total", "nothing is captured as 'oder'; did you mean 'order'?"),
      ("order.totl", "'order' has no 'totl'; did you mean 'total'?"),
      ("order.number.x", "'order.number' is \"SO-1\" (text); it has no 'x'"),
      ("order.lines.7", "'order.lines' has 3 elements; '7' is none of them"),
      ("order.number + 1", "'order.number' is \"SO-1\" (text), not a number"),
    ])
  func refuses(text: String, message: String) throws {
    let failure = #expect(throws: ScenarioFailure.self) { try ValueExpression(text).evaluate(Self.names, at: .start(of: "t")) }
    #expect(failure?.message == message)
  }

  @Test("Text with expressions in it is put together; one expression alone keeps its type")
  func interpolates() throws {
    func json(_ text: String, as type: EdmType? = nil) throws -> JSON {
      let collector = DiagnosticCollector()
      let scalar = YAML.Scalar(text: text, isQuoted: true, position: .start(of: "t"))
      return try Interpolation(scalar, collector).json(Self.names, as: type)
    }
    #expect(try json("no. ${order.number}, ${order.total}") == "no. SO-1, 10.00")
    #expect(try json("${order.total}") == .number("10.00"))
    #expect(try json("${order.total}", as: .string) == "10.00")
    #expect(try json("$${order.total}") == "${order.total}")
    #expect(try json("5 $") == "5 $")
  }

  @Test("An unquoted word means what its property wants")
  func plainWords() {
    #expect(Interpolation.plain("10", as: .string) == "10")
    #expect(Interpolation.plain("10", as: .decimal) == 10)
    #expect(Interpolation.plain("NO", as: .string) == "NO")
    #expect(Interpolation.plain("true", as: nil) == true)
    #expect(Interpolation.plain("null", as: .string) == .null)
    #expect(Interpolation.plain("007", as: .string) == "007")
  }
}
