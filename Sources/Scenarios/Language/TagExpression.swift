/// Which scenarios are meant, by their tags: `freight and not slow`, `(orders or quotes) and not 1611`.
///
/// Words that stand together are one tag (`A0 freight tax`); quotes hold a tag that has `and`, `or`, `not` or parentheses in it.
public indirect enum TagExpression: Hashable, Sendable {
  case tag(String)
  case not(TagExpression)
  case and(TagExpression, TagExpression)
  case or(TagExpression, TagExpression)

  /// Why a text is no such expression.
  public struct SyntaxError: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String
  }

  /// Longest expression and deepest nesting that is read.
  static let lengthMax = 2_000
  static let depthMax = 32

  public init(_ text: String) throws(SyntaxError) {
    guard text.utf8.count <= Self.lengthMax else { throw SyntaxError(description: "the expression is longer than \(Self.lengthMax) bytes") }
    var parser = TagParser(tokens: try TagParser.tokens(text))
    self = try parser.alternatives(depth: 0)
    if let rest = parser.next { throw SyntaxError(description: "unexpected '\(rest.text)' in '\(text)'; join tags with and, or, not") }
  }

  public func matches(_ tags: some Collection<String>) -> Bool {
    switch self {
    case .tag(let tag): tags.contains(tag)
    case .not(let inner): !inner.matches(tags)
    case .and(let a, let b): a.matches(tags) && b.matches(tags)
    case .or(let a, let b): a.matches(tags) || b.matches(tags)
    }
  }

  /// Every tag it names, in the order they are written.
  public var tags: [String] {
    switch self {
    case .tag(let tag): [tag]
    case .not(let inner): inner.tags
    case .and(let a, let b), .or(let a, let b): a.tags + b.tags
    }
  }
}

private struct TagParser {
  struct Token: Hashable {
    let text: String
    let isQuoted: Bool

    func isWord(_ word: String) -> Bool { !isQuoted && text == word }
    var isTag: Bool { isQuoted || !["and", "or", "not", "(", ")"].contains(text) }
  }

  let tokens: [Token]
  var position = 0

  init(tokens: [Token]) { self.tokens = tokens }

  var next: Token? { tokens.indices.contains(position) ? tokens[position] : nil }

  static func tokens(_ text: String) throws(TagExpression.SyntaxError) -> [Token] {
    var tokens: [Token] = []
    var word = ""
    var quote: Character?
    func endWord() {
      if !word.isEmpty { tokens.append(Token(text: word, isQuoted: false)) }
      word = ""
    }
    for character in text {
      if let open = quote {
        if character == open {
          tokens.append(Token(text: word, isQuoted: true))
          (quote, word) = (nil, "")
        } else {
          word.append(character)
        }
        continue
      }
      switch character {
      case "'", "\"":
        endWord()
        quote = character
      case "(", ")":
        endWord()
        tokens.append(Token(text: String(character), isQuoted: false))
      case " ", "\t": endWord()
      default: word.append(character)
      }
    }
    if quote != nil { throw .init(description: "a closing quote is missing in '\(text)'") }
    endWord()
    return tokens
  }

  private mutating func take(_ word: String) -> Bool {
    guard let token = next, token.isWord(word) else { return false }
    position += 1
    return true
  }

  mutating func alternatives(depth: Int) throws(TagExpression.SyntaxError) -> TagExpression {
    var left = try conjunction(depth: depth)
    while take("or") { left = .or(left, try conjunction(depth: depth)) }
    return left
  }

  private mutating func conjunction(depth: Int) throws(TagExpression.SyntaxError) -> TagExpression {
    var left = try operand(depth: depth)
    while take("and") { left = .and(left, try operand(depth: depth)) }
    return left
  }

  private mutating func operand(depth: Int) throws(TagExpression.SyntaxError) -> TagExpression {
    guard depth < TagExpression.depthMax else { throw .init(description: "the expression nests too deep") }
    if take("not") { return .not(try operand(depth: depth + 1)) }
    if take("(") {
      let inner = try alternatives(depth: depth + 1)
      guard take(")") else { throw .init(description: "a ')' is missing") }
      return inner
    }
    guard let first = next else { throw .init(description: "the expression ends where a tag should stand") }
    guard first.isTag else { throw .init(description: "'\(first.text)' stands where a tag should") }
    position += 1
    var words = [first.text]
    while !first.isQuoted, let further = next, further.isTag, !further.isQuoted {
      words.append(further.text)
      position += 1
    }
    return .tag(words.joined(separator: " "))
  }
}
