extension ApplyTransformation: CustomStringConvertible {
  /// The transformation as it stands in `$apply`, not percent-encoded. Reading it again gives the same tree.
  public var description: String {
    switch self {
    case .identity: return "identity"
    case .aggregate(let items): return "aggregate(\(list(items)))"
    case .groupBy(let elements, let sequence): return "groupby((\(list(elements)))\(further(sequence)))"
    case .filter(let condition): return "filter(\(condition))"
    case .search(let search): return "search(\(search))"
    case .compute(let items): return "compute(\(list(items)))"
    case .concat(let sequences): return "concat(\(sequences.map { Self.text(of: $0) }.joined(separator: ",")))"
    case .orderBy(let items): return "orderby(\(list(items)))"
    case .top(let count): return "top(\(count))"
    case .skip(let count): return "skip(\(count))"
    case .ranked(let method, let limit, let value): return "\(method.rawValue)(\(limit),\(value))"
    case .join(let isOuter, let path, let alias, let sequence):
      return "\(isOuter ? "outerjoin" : "join")(\(path.joined(separator: "/")) as \(alias)\(further(sequence)))"
    case .nest(let results): return "nest(\(list(results)))"
    case .addNested(let path, let results): return "addnested(\(path.joined(separator: "/")),\(list(results)))"
    case .related(let direction, let hierarchy, let start, let distance, let keepsStart):
      var text = "\(direction.rawValue)(\(hierarchy),\(Self.text(of: start))"
      if let distance { text += ",\(distance)" }
      if keepsStart { text += ",keep start" }
      return text + ")"
    case .traverse(let hierarchy, let isPostorder, let start, let order):
      let orderText = order.isEmpty ? "" : ",\(list(order))"
      return "traverse(\(hierarchy),\(isPostorder ? "postorder" : "preorder")\(further(start))\(orderText))"
    case .function(let name, let arguments): return "\(name)(\(list(arguments)))"
    }
  }

  private func list(_ items: [some CustomStringConvertible]) -> String { items.map(\.description).joined(separator: ",") }

  private func further(_ sequence: [ApplyTransformation]) -> String { sequence.isEmpty ? "" : ",\(Self.text(of: sequence))" }

  fileprivate static func text(of sequence: [ApplyTransformation]) -> String { sequence.map(\.description).joined(separator: "/") }
}

extension ApplyTransformation.NestedResult: CustomStringConvertible {
  public var description: String { "\(ApplyTransformation.text(of: transformations)) as \(alias)" }
}

extension GroupingElement: CustomStringConvertible {
  public var description: String {
    switch self {
    case .property(let path): return path.joined(separator: "/")
    case .rollup(let paths): return "rollup(\(paths.map { $0.joined(separator: "/") }.joined(separator: ",")))"
    case .rollupRecursive(let hierarchy, let sequence):
      return "rolluprecursive(\(hierarchy)\(sequence.isEmpty ? "" : ",\(ApplyTransformation.text(of: sequence))"))"
    }
  }
}

extension AggregateItem: CustomStringConvertible {
  public var description: String {
    var text = expression.description
    if let method { text += " with \(method)" }
    for step in from {
      text += " from \(step.grouping.map { $0.joined(separator: "/") }.joined(separator: ","))"
      if let method = step.method { text += " with \(method)" }
    }
    if let alias { text += " as \(alias)" }
    return text
  }
}

extension Hierarchy: CustomStringConvertible {
  public var description: String { "\(nodes),\(qualifier),\(node.joined(separator: "/"))" }
}
