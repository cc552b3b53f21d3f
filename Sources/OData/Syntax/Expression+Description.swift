extension Expression: CustomStringConvertible {
  /// The expression as OData text, not percent-encoded. Reading it again gives the same tree.
  public var description: String {
    switch self {
    case .literal(let literal): literal.description
    case .path(let segments): segments.joined(separator: "/")
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
    case .call(let name, let arguments): "\(name)(\(list(arguments)))"
    case .qualifiedCall(let name, let arguments): "\(name)(\(arguments.map(\.description).joined(separator: ",")))"
    case .lambda(let lambda, let path, let variable, let predicate):
      if let variable, let predicate {
        "\(path.joined(separator: "/"))/\(lambda.rawValue)(\(variable):\(predicate))"
      } else {
        "\(path.joined(separator: "/"))/\(lambda.rawValue)()"
      }
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
    case .in: .membership
    case .literal, .path, .call, .qualifiedCall, .lambda, .alias: .primary
    }
  }

  /// Operators of one level are read from the left, so a right operand of the same level needs parentheses.
  private func infix(_ word: String, _ level: Precedence, _ a: Expression, _ b: Expression) -> String {
    "\(a.wrapped(below: level)) \(word) \(b.wrapped(below: level.next))"
  }

  private func wrapped(below level: Precedence) -> String { precedence < level ? "(\(self))" : description }

  private func list(_ expressions: [Expression]) -> String { expressions.map(\.description).joined(separator: ",") }
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
    case .typed(let type, let text):
      switch type {
      case Self.jsonType, Self.timeOfDayType, Self.doubleType: text
      default: type + Value.string(text).literalText
      }
    }
  }
}
