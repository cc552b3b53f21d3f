import OData

/// Refuses what the product does not accept of the OData grammar. The grammar is one for both products; a product's
/// `ProtocolRules` say what is left of it.
struct DialectCheck {
  let rules: ProtocolRules
  let errors: any ErrorCatalog

  func check(_ query: Query) throws {
    if query.skip != nil, !rules.supportsSkip { throw errors.badQuery("The query option '$skip' is not supported.") }
    if let option = unsupportedOption(of: query) { throw errors.badQuery("The query option '\(option)' is not supported.") }
    if query.deltaToken != nil, !rules.tracksChanges { throw errors.badQuery("The query option '$deltatoken' is not supported.") }
    if let limit = rules.expandsMax, expands(in: query) > limit {
      throw errors.badQuery("A query can have at most \(limit) $expand options.")
    }
    if let item = query.select?.first(where: \.hasOptions) {
      throw errors.badQuery("Options behind '\(item.path)' in $select are not supported.")
    }
    if let filter = query.filter { try check(filter) }
    for case .filter(let condition) in query.apply { try check(condition) }
    for item in query.orderBy { try check(item.expression) }
    for item in query.expand {
      guard item.suffix == nil || (item.suffix == "$ref" && rules.supportsLinks) else {
        throw ServiceError.notEmulated("$expand with \(item.suffix ?? "")")
      }
      guard item.path.count == 1 else { throw errors.badQuery("'\(item.path.joined(separator: "/"))' cannot be expanded.") }
      guard item.levels == nil else { throw errors.badQuery("The query option '$levels' is not supported.") }
      if !item.query.expand.isEmpty, !rules.supportsNestedExpand {
        throw errors.badQuery("Only the first level of $expand is supported.")
      }
      guard !item.query.count else { throw errors.badQuery("The query option '$count' is not supported inside $expand.") }
      if !item.query.expand.isEmpty, item.query.top != nil || !item.query.orderBy.isEmpty {
        throw errors.badQuery("The options '$orderby' and '$top' are not supported beside a nested $expand.")
      }
      try check(item.query)
    }
  }

  private func unsupportedOption(of query: Query) -> String? {
    if query.search != nil { return "$search" }
    if !query.apply.isEmpty, !rules.supportsApply { return "$apply" }
    if !query.compute.isEmpty { return "$compute" }
    if let format = query.format, !rules.supportsFormat || !PayloadFormat.isJSON(option: format) { return "$format" }
    if query.id != nil, !rules.supportsLinks { return "$id" }
    if query.index != nil { return "$index" }
    if query.schemaVersion != nil { return "$schemaversion" }
    return nil
  }

  private func expands(in query: Query) -> Int { query.expand.reduce(query.expand.count) { $0 + expands(in: $1.query) } }

  private func check(_ expression: Expression) throws {
    switch expression {
    case .literal, .alias: break
    case .path(let steps):
      if steps.count > 1, !rules.supportsPathsInFilter {
        throw errors.badQuery("'\(steps.joined(separator: "/"))': a filter over navigation properties is not supported.")
      }
    case .steps: throw errors.badQuery("The path '\(expression)' is not supported.")
    case .choice: throw errors.badQuery("The function 'case' is not supported.")
    case .array, .object: throw errors.badQuery("'\(expression)' is not supported.")
    case .comparison(let op, let a, let b):
      if op == .has { throw errors.badQuery("The operator 'has' is not supported.") }
      if rules.enumsCompareForEqualityOnly, op != .eq, op != .ne, isEnumeration(a) || isEnumeration(b) {
        throw errors.badQuery("Only the operators 'eq' and 'ne' are supported on enumerations.")
      }
      if !rules.comparesColumns, case .path = a, case .path = b {
        throw errors.badQuery("The comparison of two properties is not supported.")
      }
      try check(a)
      try check(b)
    case .and(let a, let b), .or(let a, let b):
      try check(a)
      try check(b)
    case .not(let a), .negate(let a): try check(a)
    case .arithmetic(let op, let a, let b):
      guard rules.supportsArithmetic else { throw errors.badQuery("The operator '\(op.rawValue)' is not supported.") }
      try check(a)
      try check(b)
    case .in(let a, let list):
      guard rules.supportsIn else { throw errors.badQuery("The operator 'in' is not supported.") }
      try check(a)
      for item in list { try check(item) }
    case .inCollection(let a, let collection):
      guard rules.supportsIn else { throw errors.badQuery("The operator 'in' is not supported.") }
      try check(a)
      try check(collection)
    case .call(let name, let arguments):
      guard rules.filterFunctions.contains(name) else { throw errors.badQuery("The function '\(name)' is not supported.") }
      for argument in arguments { try check(argument) }
    case .qualifiedCall(let name, _):
      guard rules.hasQueryFunctions else { throw errors.badQuery("The function '\(name)' is not supported.") }
    case .lambda(let op, _, _, let predicate):
      guard rules.supportsLambda else { throw errors.badQuery("The operator '\(op.rawValue)' is not supported.") }
      if let predicate { try check(predicate) }
    }
  }

  private func isEnumeration(_ expression: Expression) -> Bool {
    if case .literal(.enumeration) = expression { true } else { false }
  }
}
