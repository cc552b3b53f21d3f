import OData
import StrictYAML

/// What the expressions of columns leave out of the OData syntax.
enum ExpressionCheck {
  struct Complaint {
    let message: String
    /// What to point at.
    let word: String
  }

  static func complaint(about expression: Expression) -> Complaint? {
    switch expression {
    case .literal(let literal): self.complaint(about: literal)
    case .path(let steps): complaint(about: steps)
    case .comparison(let op, let a, let b):
      op == .has ? Complaint(message: "'has' has no place here", word: " has ") : complaint(aboutAnyOf: [a, b])
    case .and(let a, let b), .or(let a, let b), .arithmetic(_, let a, let b): complaint(aboutAnyOf: [a, b])
    case .not(let a), .negate(let a): complaint(about: a)
    case .in(let a, let list): complaint(aboutAnyOf: [a] + list)
    case .choice(let branches): complaint(aboutAnyOf: branches.flatMap { [$0.condition, $0.value] })
    case .call(let name, let arguments):
      if let function = ColumnFunction(rawValue: name.lowercased()) {
        function.arguments.contains(arguments.count)
          ? complaint(aboutAnyOf: arguments)
          : Complaint(message: "\(name) takes \(function.argumentText), not \(arguments.count)", word: name)
      } else {
        Complaint(
          message: "there is no function '\(name)'\(Suggestion.phrase(for: name, among: ColumnFunction.names)); "
            + "there are \(ColumnFunction.names.joined(separator: ", "))", word: name)
      }
    case .steps, .inCollection, .qualifiedCall, .array, .object, .alias:
      Complaint(message: "'\(expression)' has no place here: columns, values, operators and functions do", word: "\(expression)")
    case .lambda(let op, _, _, _): Complaint(message: "'\(op.rawValue)' has no place here: a row is looked at by itself", word: op.rawValue)
    }
  }

  private static func complaint(aboutAnyOf expressions: [Expression]) -> Complaint? {
    for expression in expressions { if let complaint = complaint(about: expression) { return complaint } }
    return nil
  }

  private static func complaint(about literal: Literal) -> Complaint? {
    switch literal {
    case .primitive, .enumeration: nil
    case .list, .object, .typed: Complaint(message: "'\(Expression.literal(literal))' is no text, number, date, truth or member", word: "")
    }
  }

  private static func complaint(about steps: [String]) -> Complaint? {
    let path = steps.joined(separator: "/")
    if steps.count > 2 || steps.last == "$count" || steps.first?.hasPrefix("$") == true || steps.first?.hasPrefix("@") == true {
      return Complaint(message: "'\(path)' is neither a column nor a column of a related row", word: path)
    }
    return nil
  }
}
