import Foundation
import OData
import Testing

/// The cases of `Cases/valid.tsv` and `Cases/invalid.tsv`, written from the rules of the standard's grammar and the pages of
/// both products.
@Suite("Grammar cases") struct GrammarCaseTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let kind: String
    let rule: String
    let text: String
    /// The tree, or the offset of the error.
    let expected: String

    var testDescription: String { "\(rule): \(kind) \(text)" }

    private var parser: ODataParser { ODataParser(version: kind.hasSuffix("401") ? .v4_01 : .v4_0) }

    /// The tree of a text of this case's kind, and the text it prints as.
    func parse(_ text: String) throws(ODataSyntaxError) -> (tree: String, printed: String) {
      switch kind.prefix(while: \.isLetter) {
      case "path":
        let path = try parser.parsePath(text)
        return (SyntaxTree(path).description, path.description)
      case "query":
        let query = try parser.parseQuery(text)
        return (SyntaxTree(query).description, query.description)
      default:
        let filter = try parser.parseFilter(text)
        return (SyntaxTree(filter).description, filter.description)
      }
    }
  }

  static func cases(_ name: String) throws -> [Case] {
    let file = try #require(Bundle.module.url(forResource: name, withExtension: "tsv", subdirectory: "Cases"))
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      try #require(fields.count >= 4, "\(line)")
      return Case(kind: fields[0], rule: fields[1], text: fields[2], expected: fields[3])
    }
  }

  @Test("Every valid text has the tree the case says, and prints as a text that has it too")
  func valid() throws {
    let cases = try Self.cases("valid")
    #expect(cases.count >= 400)
    for item in cases {
      do throws(ODataSyntaxError) {
        let (tree, printed) = try item.parse(item.text)
        #expect(tree == item.expected, "\(item.testDescription)")
        #expect(try item.parse(printed) == (tree, printed), "\(item.testDescription) prints as \(printed)")
      } catch {
        Issue.record("\(item.testDescription): \(error)")
      }
    }
  }

  @Test("Every invalid text is refused at the offset the case says, in words")
  func invalid() throws {
    let cases = try Self.cases("invalid")
    #expect(cases.count >= 150)
    for item in cases {
      do throws(ODataSyntaxError) {
        Issue.record("\(item.testDescription) was read as \(try item.parse(item.text).tree)")
      } catch {
        #expect(String(error.offset) == item.expected && !error.message.isEmpty, "\(item.testDescription): \(error)")
      }
    }
  }

  @Test("4.01 reads whatever 4.0 reads, and the same of it, but for the words that are operators only there")
  func versions() throws {
    for item in try Self.cases("valid") where !item.kind.hasSuffix("401") {
      let relaxed = Case(kind: item.kind + "401", rule: item.rule, text: item.text, expected: item.expected)
      #expect(try relaxed.parse(item.text).tree == item.expected, "\(item.testDescription)")
    }
  }

  @Test("Cases changed at random are read or refused within the text, and what is read prints back to the same tree")
  func mutations() throws {
    let cases = try Self.cases("valid") + Self.cases("invalid")
    var random = TestRandom(seed: 3)
    for _ in 0..<20_000 {
      let item = cases[Int.random(in: 0..<cases.count, using: &random)]
      if item.text.isEmpty { continue }
      let text = random.mutated(item.text)
      do throws(ODataSyntaxError) {
        let (tree, printed) = try item.parse(text)
        #expect((try? item.parse(printed).tree) == tree, "\(item.kind) \(text) prints as \(printed)")
      } catch {
        #expect(error.offset <= text.utf8.count, "\(item.kind) \(text): \(error)")
      }
    }
  }

  @Test(
    "Ten thousand of anything are refused quickly",
    arguments: [
      ("filter", "", "lines/$filter("), ("filter", "", "case(a:"), ("filter", "a in ", "["), ("filter", "", "{\"a\":"),
      ("filter", "a", "/b(1)"), ("filter", "", "$root/a("), ("query", "$apply=", "concat("), ("query", "$apply=", "groupby((a),"),
      ("query", "$apply=identity", "/identity"), ("query", "$search=", "("), ("query", "$search=", "NOT%20"),
      ("query", "$search=a", "%20a"),
      ("query", "$select=", "a($select="), ("query", "$filter=", "a/$count($filter="), ("query", "$compute=", "f("),
      ("query", "$filter=a%20in%20(1", ",1"), ("path", "a/$filter(", "("), ("path", "F(a=", "["),
    ])
  func floods(kind: String, prefix: String, repeated: String) {
    let text = prefix + String(repeating: repeated, count: 10_000)
    let parser = ODataParser(limits: .init(lengthMax: 1_000_000, itemsMax: 5_000))
    #expect {
      switch kind {
      case "path": _ = try parser.parsePath(text)
      case "query": _ = try parser.parseQuery(text)
      default: _ = try parser.parseFilter(text)
      }
    } throws: {
      ($0 as? ODataSyntaxError)?.message.contains(" than ") == true
    }
  }
}
