public import OData

extension JSON {
  /// An argument of a function as a body would hold it; an alias that is not set is null.
  /// - Returns: `nil` for what is no value.
  public init?(argument: Expression, aliases: [Query.Alias] = []) {
    switch argument {
    case .alias(let name):
      guard let alias = aliases.first(where: { $0.name == name }) else {
        self = .null
        return
      }
      self.init(argument: alias.value)
    case .literal(let literal): self.init(literal)
    default: return nil
    }
  }

  private init(_ literal: Literal) {
    switch literal {
    case .primitive(let value): self.init(value)
    case .enumeration(_, let member): self = .string(member)
    case .list(let elements): self = .array(elements.map { JSON($0) })
    case .object(let members): self = .object(JSONObject(members.map { .init($0.name, JSON($0.value)) }))
    case .typed(_, let text): self = .string(text)
    }
  }
}
