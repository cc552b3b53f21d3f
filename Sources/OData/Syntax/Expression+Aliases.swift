extension Expression {
  /// The same expression with parameter aliases put in; an alias that is not set is null (OData 4.01 part 2, 5.3).
  ///
  /// A list or a null that takes the place of an alias behind `in` becomes that operator's list. Values are put in as they
  /// are: an alias inside the value of another alias stays.
  public func replacingAliases(_ aliases: [Query.Alias]) -> Expression {
    func replaced(_ expression: Expression) -> Expression { expression.replacingAliases(aliases) }
    func replaced(_ arguments: [NamedArgument]) -> [NamedArgument] {
      arguments.map { NamedArgument(name: $0.name, value: $0.value.replacingAliases(aliases)) }
    }
    switch self {
    case .alias(let name): return aliases.first { $0.name == name }?.value ?? .literal(.primitive(.null))
    case .literal, .path: return self
    case .steps(let steps): return .steps(steps.map { $0.replacingAliases(aliases) })
    case .comparison(let op, let a, let b): return .comparison(op, replaced(a), replaced(b))
    case .and(let a, let b): return .and(replaced(a), replaced(b))
    case .or(let a, let b): return .or(replaced(a), replaced(b))
    case .not(let a): return .not(replaced(a))
    case .arithmetic(let op, let a, let b): return .arithmetic(op, replaced(a), replaced(b))
    case .negate(let a): return .negate(replaced(a))
    case .in(let a, let list): return .in(replaced(a), list.map(replaced))
    case .inCollection(let a, let collection):
      switch replaced(collection) {
      case .literal(.list(let elements)): return .in(replaced(a), elements.map { .literal($0) })
      case .literal(.primitive(.null)): return .in(replaced(a), [])
      case .array(let elements): return .in(replaced(a), elements)
      case let other: return .inCollection(replaced(a), other)
      }
    case .call(let name, let arguments): return .call(name, arguments.map(replaced))
    case .qualifiedCall(let name, let arguments): return .qualifiedCall(name, replaced(arguments))
    case .choice(let branches):
      return .choice(branches.map { Branch(condition: replaced($0.condition), value: replaced($0.value)) })
    case .array(let elements): return .array(elements.map(replaced))
    case .object(let members): return .object(replaced(members))
    case .lambda(let op, let path, let variable, let predicate):
      return .lambda(op, path: path, variable: variable, predicate: predicate.map(replaced))
    }
  }
}

extension PathStep {
  fileprivate func replacingAliases(_ aliases: [Query.Alias]) -> PathStep {
    func replaced(_ arguments: PathSegment.Arguments) -> PathSegment.Arguments {
      switch arguments {
      case .single(let key): .single(key.replacingAliases(aliases))
      case .named(let list): .named(list.map { .init(name: $0.name, value: $0.value.replacingAliases(aliases)) })
      }
    }
    switch self {
    case .name: return self
    case .count(var query):
      query.filter = query.filter?.replacingAliases(aliases)
      return .count(query)
    case .call(let name, let arguments): return .call(name, replaced(arguments))
    case .key(let arguments): return .key(replaced(arguments))
    case .filter(let condition): return .filter(condition.replacingAliases(aliases))
    case .lambda(let op, let variable, let predicate):
      return .lambda(op, variable: variable, predicate: predicate?.replacingAliases(aliases))
    case .aggregate(let item):
      return .aggregate(AggregateItem(item.expression.replacingAliases(aliases), with: item.method, from: item.from, as: item.alias))
    }
  }
}
