import Testing

@testable import Scenarios

struct TagExpressionTests {
  static let cases: [(text: String, tags: [String], isMatch: Bool)] = [
    ("freight", ["freight"], true), ("freight", ["slow"], false), ("not slow", [], true), ("freight and not slow", ["freight"], true),
    ("freight and not slow", ["freight", "slow"], false), ("a or b and c", ["a"], true), ("(a or b) and c", ["a"], false),
    ("(a or b) and c", ["b", "c"], true), ("A0 freight-tax and x", ["A0 freight-tax", "x"], true), ("'not' or x", ["not"], true),
    ("not (a or b)", ["c"], true), ("not not a", ["a"], true),
  ]

  @Test("Tags are joined with and, or, not and parentheses", arguments: cases.indices)
  func matches(index: Int) throws {
    let (text, tags, isMatch) = Self.cases[index]
    #expect(try TagExpression(text).matches(tags) == isMatch)
  }

  static let malformed: [(text: String, message: String)] = [
    ("", "the expression ends where a tag should stand"), ("a and", "the expression ends where a tag should stand"),
    ("and a", "'and' stands where a tag should"), ("(a", "a ')' is missing"), ("a)", "unexpected ')' in 'a)'; join tags with and, or, not"),
    ("'a", "a closing quote is missing in ''a'"), (String(repeating: "(", count: 99), "the expression nests too deep"),
    (String(repeating: "not ", count: 99), "the expression nests too deep"),
    (String(repeating: "a or ", count: 999), "the expression is longer than 2000 bytes"),
  ]

  @Test("What is no expression is refused in words", arguments: malformed.indices)
  func refused(index: Int) {
    #expect(throws: TagExpression.SyntaxError(description: Self.malformed[index].message)) {
      try TagExpression(Self.malformed[index].text)
    }
  }
}
