import OData
import StrictYAML

/// What stands inside `${…}`: references to captures, numbers, text in single quotes, `+ - *` and parentheses.
///
/// Small and total on purpose: it always ends, has no side effects, and all arithmetic is exact decimal.
///
///     ${order.totalamount}
///     ${invoice.TotalInvoiceAmount - invoice.InvoiceHeaderTaxAmount}
///     ${rows.0.quantity * 3}
///     ${lines.count}, ${lines.sum.extendedamount}
indirect enum ValueExpression: Hashable, Sendable {
  case reference([String])
  case constant(JSON)
  case binary(Operator, ValueExpression, ValueExpression)

  enum Operator: String, Sendable { case plus = "+", minus = "-", times = "*" }

  struct SyntaxError: Error {
    let message: String
  }

  init(_ text: some StringProtocol) throws(SyntaxError) {
    var parser = Parser(characters: Array(text))
    self = try parser.sum(depth: 0)
    parser.skipBlanks()
    guard parser.isAtEnd else {
      throw SyntaxError(message: "unexpected '\(parser.rest)' in '${\(text)}'; an expression has + - * and parentheses")
    }
  }

  /// The captures it names, for checks before anything runs.
  var references: [String] {
    switch self {
    case .reference(let path): [path[0]]
    case .constant: []
    case .binary(_, let a, let b): a.references + b.references
    }
  }

  /// - Throws: `ScenarioFailure` at `position` for a name or member that is not there, or arithmetic on what is no number.
  func evaluate(_ names: some Names, at position: SourcePosition) throws -> JSON {
    switch self {
    case .constant(let json): return json
    case .reference(let path): return try Self.follow(path, names, position)
    case .binary(let operation, let left, let right):
      let a = try Self.number(left.evaluate(names, at: position), left, position)
      let b = try Self.number(right.evaluate(names, at: position), right, position)
      switch operation {
      case .plus: return .number(a + b)
      case .minus: return .number(a - b)
      case .times: return .number(a * b)
      }
    }
  }

  private static func number(_ json: JSON, _ expression: ValueExpression, _ position: SourcePosition) throws -> ExactDecimal {
    if let number = json.numberValue { return number }
    throw ScenarioFailure(position, "'\(expression)' is \(json.described), not a number")
  }

  private static func follow(_ path: [String], _ names: some Names, _ position: SourcePosition) throws -> JSON {
    guard var value = names.captured(path[0])?.json else {
      throw ScenarioFailure(position, "nothing is captured as '\(path[0])'\(Suggestion.phrase(for: path[0], among: names.all))")
    }
    var index = 0
    while index + 1 < path.count {
      index += 1
      let step = path[index]
      let so = path[..<index].joined(separator: ".")
      switch value {
      case .object(let object):
        guard let member = object[step] else {
          let hint = Suggestion.phrase(for: step, among: object.members.map(\.name))
          throw ScenarioFailure(position, "'\(so)' has no '\(step)'\(hint)")
        }
        value = member
      case .array(let elements):
        if step == "count" {
          value = .number(ExactDecimal(elements.count))
        } else if step == "sum", index + 1 < path.count {
          index += 1
          value = .number(try sum(path[index], of: elements, position))
        } else if let number = Int(step), elements.indices.contains(number) {
          value = elements[number]
        } else {
          throw ScenarioFailure(position, "'\(so)' has \(elements.count) elements; '\(step)' is none of them")
        }
      default: throw ScenarioFailure(position, "'\(so)' is \(value.described); it has no '\(step)'")
      }
    }
    return value
  }
}

extension ValueExpression {
  /// The sum of a property over the records of a list; a record without a value adds nothing.
  private static func sum(_ property: String, of elements: [JSON], _ position: SourcePosition) throws -> ExactDecimal {
    try elements.reduce(ExactDecimal.zero) { sum, element in
      let value = element[property] ?? .null
      if value.isNull { return sum }
      guard let number = value.numberValue else {
        throw ScenarioFailure(position, "'\(property)' is \(value.described); only numbers add up")
      }
      return sum + number
    }
  }
}

extension ValueExpression: CustomStringConvertible {
  var description: String {
    switch self {
    case .reference(let path): path.joined(separator: ".")
    case .constant(let json): json.text
    case .binary(let operation, let a, let b): "(\(a) \(operation.rawValue) \(b))"
    }
  }
}

private struct Parser {
  let characters: [Character]
  var position = 0

  /// Parentheses deeper than this are refused.
  static let depthMax = 32

  var isAtEnd: Bool { position == characters.count }
  var rest: String { String(characters[position...]) }

  mutating func skipBlanks() { while position < characters.count, characters[position] == " " { position += 1 } }

  private mutating func take(_ candidates: [Character]) -> Character? {
    skipBlanks()
    guard position < characters.count, candidates.contains(characters[position]) else { return nil }
    position += 1
    return characters[position - 1]
  }

  mutating func sum(depth: Int) throws(ValueExpression.SyntaxError) -> ValueExpression {
    var left = try product(depth: depth)
    while let sign = take(["+", "-"]) { left = .binary(sign == "+" ? .plus : .minus, left, try product(depth: depth)) }
    return left
  }

  private mutating func product(depth: Int) throws(ValueExpression.SyntaxError) -> ValueExpression {
    var left = try operand(depth: depth)
    while take(["*"]) != nil { left = .binary(.times, left, try operand(depth: depth)) }
    return left
  }

  private mutating func operand(depth: Int) throws(ValueExpression.SyntaxError) -> ValueExpression {
    guard depth < Self.depthMax else { throw .init(message: "the expression nests too deep") }
    if take(["("]) != nil {
      let inner = try sum(depth: depth + 1)
      guard take([")"]) != nil else { throw .init(message: "a ')' is missing") }
      return inner
    }
    if take(["'"]) != nil {
      var text = ""
      while position < characters.count, characters[position] != "'" {
        text.append(characters[position])
        position += 1
      }
      guard position < characters.count else { throw .init(message: "a closing quote is missing") }
      position += 1
      return .constant(.string(text))
    }
    skipBlanks()
    let start = position
    while position < characters.count, isPart(characters[position]) { position += 1 }
    let word = String(characters[start..<position])
    guard !word.isEmpty else { throw .init(message: isAtEnd ? "the expression ends too early" : "unexpected '\(rest)' in an expression") }
    if let number = ExactDecimal(word) { return .constant(.number(number)) }
    let path = word.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard path.allSatisfy({ !$0.isEmpty }) else { throw .init(message: "'\(word)' is not a path") }
    return .reference(path)
  }

  private func isPart(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_" || character == "." || character == "@"
  }
}
