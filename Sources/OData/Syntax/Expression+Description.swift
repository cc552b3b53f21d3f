extension Expression: CustomStringConvertible {
  /// The expression as OData text, not percent-encoded. Reading it again gives the same tree.
  public var description: String {
    switch self {
    case .literal(let literal): literal.description
    case .path(let segments): segments.joined(separator: "/")
    case .steps(let steps): Self.text(of: steps)
    case .comparison(let comparison, let a, let b):
      comparison == .has
        ? "\(a.wrapped(below: .membership)) has \(b.wrapped(below: .primary))"
        : infix(comparison.rawValue, comparison.precedence, a, b)
    case .and(let a, let b): infix("and", .and, a, b)
    case .or(let a, let b): infix("or", .or, a, b)
    case .not(let operand): "not \(operand.precedence == .unary ? operand.description : operand.wrapped(below: .primary))"
    case .arithmetic(let arithmetic, let a, let b): infix(arithmetic.rawValue, arithmetic.precedence, a, b)
    case .negate(let operand):
      switch operand {
      // A minus right in front of digits would be read as part of the number.
      case .literal, .negate, .not: "- \(operand)"
      default: "-\(operand.wrapped(below: .primary))"
      }
    case .in(let operand, let members): "\(operand.wrapped(below: .membership)) in (\(list(members)))"
    case .inCollection(let operand, let collection): "\(operand.wrapped(below: .membership)) in \(collection)"
    case .call(let name, let arguments): "\(name)(\(list(arguments)))"
    case .qualifiedCall(let name, let arguments): "\(name)(\(arguments.map(\.description).joined(separator: ",")))"
    case .choice(let branches): "case(\(branches.map { "\($0.condition) : \($0.value)" }.joined(separator: ",")))"
    case .array(let elements): "[\(list(elements))]"
    case .object(let members): "{\(members.map { "\(JSON.string($0.name).text):\($0.value)" }.joined(separator: ","))}"
    case .lambda(let lambda, let path, let variable, let predicate):
      "\(path.joined(separator: "/"))/\(lambda.text(variable, predicate))"
    case .alias(let name): "@\(name)"
    }
  }

  var precedence: Precedence {
    switch self {
    case .or: .or
    case .and: .and
    case .comparison(let comparison, _, _): comparison.precedence
    case .arithmetic(let arithmetic, _, _): arithmetic.precedence
    case .not, .negate: .unary
    case .in, .inCollection: .membership
    case .literal, .path, .steps, .call, .qualifiedCall, .choice, .array, .object, .lambda, .alias: .primary
    }
  }

  /// Operators of one level are read from the left, so a right operand of the same level needs parentheses.
  private func infix(_ word: String, _ level: Precedence, _ a: Expression, _ b: Expression) -> String {
    "\(a.wrapped(below: level)) \(word) \(b.wrapped(below: level.next))"
  }

  private func wrapped(below level: Precedence) -> String { precedence < level ? "(\(self))" : description }

  private func list(_ expressions: [Expression]) -> String { expressions.map(\.description).joined(separator: ",") }

  private static func text(of steps: [PathStep]) -> String {
    var text = ""
    for step in steps {
      if case .key = step {} else if !text.isEmpty { text += "/" }
      text += step.description
    }
    return text
  }
}

extension LambdaOperator {
  fileprivate func text(_ variable: String?, _ predicate: Expression?) -> String {
    guard let variable, let predicate else { return "\(rawValue)()" }
    return "\(rawValue)(\(variable):\(predicate))"
  }
}

extension PathStep: CustomStringConvertible {
  /// The step as OData text, not percent-encoded.
  public var description: String {
    switch self {
    case .name(let name): name
    case .call(let name, let arguments): "\(name)(\(arguments))"
    case .key(let arguments): "(\(arguments))"
    case .filter(let condition): "$filter(\(condition))"
    case .count(let query): "$count(\(query.nestedText))"
    case .lambda(let lambda, let variable, let predicate): lambda.text(variable, predicate)
    case .aggregate(let item): "aggregate(\(item))"
    }
  }
}

extension Expression.NamedArgument: CustomStringConvertible {
  public var description: String { "\(name)=\(value)" }
}

extension Literal: CustomStringConvertible {
  /// The literal as OData text, not percent-encoded.
  public var description: String {
    switch self {
    case .primitive(let value): value.literalText
    case .enumeration(let type, let member): type + Value.string(member).literalText
    case .list(let elements): "[\(elements.map(\.description).joined(separator: ","))]"
    case .object: jsonText
    case .typed(let type, let text): type.hasPrefix("Edm.") ? text : type + Value.string(text).literalText
    }
  }

  /// As `description`, with the texts in double quotes, as JSON has them.
  private var jsonText: String {
    switch self {
    case .primitive(.string(let text)): JSON.string(text).text
    case .list(let elements): "[\(elements.map(\.jsonText).joined(separator: ","))]"
    case .object(let members): "{\(members.map { "\(JSON.string($0.name).text):\($0.value.jsonText)" }.joined(separator: ","))}"
    default: description
    }
  }
}
