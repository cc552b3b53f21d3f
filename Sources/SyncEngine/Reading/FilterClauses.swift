import OData

/// The clauses of a filter: what stands between its topmost `and`s, in its order. A row passes the filter when it passes each.
enum FilterClauses {
  /// A text that cannot be read is a clause by itself; a project with such a filter does not run.
  static func of(_ filter: String?) -> [String] {
    guard let filter else { return [] }
    guard let expression = try? ODataParser().parseFilter(filter) else { return [filter] }
    return split(expression).map(\.description)
  }

  private static func split(_ expression: Expression) -> [Expression] {
    if case .and(let left, let right) = expression { split(left) + split(right) } else { [expression] }
  }
}
