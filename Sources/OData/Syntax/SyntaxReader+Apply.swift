extension SyntaxReader {
  /// `filter(…)/groupby(…)`: the value of `$apply`, and of every place inside it that takes a sequence.
  mutating func transformations() throws(ODataSyntaxError) -> [ApplyTransformation] {
    try enter()
    var result: [ApplyTransformation] = []
    repeat {
      skipSpace()
      try countOperator()
      result.append(try transformation())
    } while skip(UInt8(ascii: "/"))
    leave()
    return result
  }

  private static let transformationNames =
    [
      "identity", "aggregate", "groupby", "filter", "search", "compute", "concat", "orderby", "top", "skip", "join", "outerjoin", "nest",
      "addnested", "ancestors", "descendants", "traverse",
    ] + RankingMethod.allCases.map(\.rawValue)

  private mutating func transformation() throws(ODataSyntaxError) -> ApplyTransformation {
    let start = position
    guard Self.startsName(peek()) else { throw unexpected(expected: Self.transformationNames) }
    let name = try qualifiedName()
    if name == "identity" { return .identity }
    guard name.utf8.contains(UInt8(ascii: ".")) || Self.transformationNames.contains(name) else {
      throw error("unknown transformation '\(name)'", at: start, expected: Self.transformationNames)
    }
    try expect(UInt8(ascii: "("))
    skipSpace()
    let result = try transformation(name)
    skipSpace()
    guard skip(UInt8(ascii: ")")) else { throw unexpected(expected: ["','", "')'"]) }
    return result
  }

  /// What stands in the parentheses behind the name.
  private mutating func transformation(_ name: String) throws(ODataSyntaxError) -> ApplyTransformation {
    switch name {
    case "aggregate":
      return .aggregate(try separatedByCommas { (reader) throws(ODataSyntaxError) in try reader.aggregateItem(isNamed: true) })
    case "groupby": return try grouping()
    case "filter": return .filter(try expression())
    case "search": return .search(try searchExpression())
    case "compute": return .compute(try computeItems())
    case "concat":
      let start = position
      let sequences = try separatedByCommas { (reader) throws(ODataSyntaxError) in try reader.transformations() }
      guard sequences.count > 1 else { throw error("concat needs two sequences", at: start, expected: ["','"]) }
      return .concat(sequences)
    case "orderby": return .orderBy(try orderItems())
    case "top": return .top(try wholeNumber())
    case "skip": return .skip(try wholeNumber())
    case "join", "outerjoin":
      let path = try propertyPath()
      return .join(outer: name == "outerjoin", path: path, alias: try alias(), try nextSequence() ?? [])
    case "nest": return .nest(try nestedResults())
    case "addnested":
      let path = try propertyPath()
      try nextArgument()
      return .addNested(path: path, try nestedResults())
    case "ancestors": return try related(.ancestors)
    case "descendants": return try related(.descendants)
    case "traverse": return try traversal()
    default:
      if let method = RankingMethod(rawValue: name) {
        let limit = try expression()
        try nextArgument()
        return .ranked(method, limit, by: try expression())
      }
      guard peek() != UInt8(ascii: ")") else { return .function(name, []) }
      return .function(name, try separatedByCommas { (reader) throws(ODataSyntaxError) in try reader.namedArgument() })
    }
  }

  private mutating func nextArgument() throws(ODataSyntaxError) {
    skipSpace()
    try expect(UInt8(ascii: ","))
    skipSpace()
  }

  /// A further sequence behind a comma, if there is one.
  private mutating func nextSequence() throws(ODataSyntaxError) -> [ApplyTransformation]? {
    skipSpace()
    return skip(UInt8(ascii: ",")) ? try transformations() : nil
  }

  /// `owner/name`, `N.Type/amount`
  private mutating func propertyPath() throws(ODataSyntaxError) -> [String] {
    var path: [String] = []
    repeat {
      path.append(peek() == UInt8(ascii: "@") ? try annotationName() : try qualifiedName())
    } while skip(UInt8(ascii: "/"))
    return path
  }

  // MARK: aggregate

  /// `revenue with sum from day with max as total`
  /// - Parameter isNamed: whether the result needs a name, as everywhere but in the function `aggregate(…)`.
  mutating func aggregateItem(isNamed: Bool) throws(ODataSyntaxError) -> AggregateItem {
    let start = position
    let operand = try expression()
    let method = try aggregationMethod()
    var isCount = false
    var isPath = false
    switch operand {
    case .path(let names):
      isPath = true
      isCount = names.last == "$count"
    case .steps(let steps):
      isPath = true
      switch steps.last {
      case .name("$count"), .count: isCount = true
      default: break
      }
    default: break
    }
    guard method != nil || isPath else { throw unexpected(expected: ["with"]) }
    if isCount, method != nil { throw error("$count takes no method", at: start, expected: ["$count as name"]) }
    var from: [AggregateItem.Step] = []
    while skip(spacedWord: "from") {
      try countOperator()
      skipSpace()
      let grouping = try groupingPaths()
      from.append(AggregateItem.Step(grouping: grouping, method: try aggregationMethod()))
    }
    guard isNamed else { return AggregateItem(operand, with: method, from: from) }
    if method == nil, !isCount, !skip(spacedWord: "as") { return AggregateItem(operand, from: from) }
    if method == nil, !isCount {
      skipSpace()
      return AggregateItem(operand, from: from, as: try simpleName())
    }
    return AggregateItem(operand, with: method, from: from, as: try alias())
  }

  private static let aggregationMethods = ["sum", "min", "max", "average", "countdistinct"]

  /// `with sum`, `with Name.Space.method`
  private mutating func aggregationMethod() throws(ODataSyntaxError) -> String? {
    guard skip(spacedWord: "with") else { return nil }
    skipSpace()
    let start = position
    let method = try qualifiedName()
    guard method.utf8.contains(UInt8(ascii: ".")) || Self.aggregationMethods.contains(method) else {
      throw error("unknown method '\(method)'", at: start, expected: Self.aggregationMethods + ["Namespace.method"])
    }
    return method
  }

  /// The properties behind `from`. Every comma is theirs: what has a method needs a name before the next item may begin.
  private mutating func groupingPaths() throws(ODataSyntaxError) -> [[String]] {
    var paths: [[String]] = []
    repeat {
      skipSpace()
      paths.append(try propertyPath())
      let end = position
      skipSpace()
      if peek() != UInt8(ascii: ",") { position = end }
    } while skip(UInt8(ascii: ","))
    return paths
  }

  // MARK: groupby

  private mutating func grouping() throws(ODataSyntaxError) -> ApplyTransformation {
    try expect(UInt8(ascii: "("))
    let elements = try separatedByCommas { (reader) throws(ODataSyntaxError) in try reader.groupingElement() }
    try expect(UInt8(ascii: ")"))
    return .groupBy(elements, try nextSequence() ?? [])
  }

  private mutating func groupingElement() throws(ODataSyntaxError) -> GroupingElement {
    if skip(word: "rollup") {
      try expect(UInt8(ascii: "("))
      let paths = try separatedByCommas { (reader) throws(ODataSyntaxError) in
        // The first drafts of the extension name the grand total so, and Microsoft's library took it from there.
        reader.skip(word: "$all") ? ["$all"] : try reader.propertyPath()
      }
      try expect(UInt8(ascii: ")"))
      return .rollup(paths)
    }
    if skip(word: "rolluprecursive") {
      try expect(UInt8(ascii: "("))
      skipSpace()
      let hierarchy = try hierarchy()
      let sequence = try nextSequence() ?? []
      skipSpace()
      try expect(UInt8(ascii: ")"))
      return .rollupRecursive(hierarchy, sequence)
    }
    return .property(try propertyPath())
  }

  // MARK: nest and hierarchies

  private mutating func nestedResults() throws(ODataSyntaxError) -> [ApplyTransformation.NestedResult] {
    try separatedByCommas { (reader) throws(ODataSyntaxError) in
      let sequence = try reader.transformations()
      return ApplyTransformation.NestedResult(sequence, as: try reader.alias())
    }
  }

  /// `$root/units,UnitHierarchy,unit/id`
  private mutating func hierarchy() throws(ODataSyntaxError) -> Hierarchy {
    let nodes = try expression()
    try nextArgument()
    let qualifier = try simpleName()
    try nextArgument()
    return Hierarchy(nodes: nodes, qualifier: qualifier, node: try propertyPath())
  }

  private mutating func related(_ direction: HierarchyDirection) throws(ODataSyntaxError) -> ApplyTransformation {
    let hierarchy = try hierarchy()
    try nextArgument()
    let start = try transformations()
    var distance: Int?
    var keepsStart = false
    skipSpace()
    while !keepsStart, skip(UInt8(ascii: ",")) {
      skipSpace()
      if distance == nil, Self.isDigit(peek()) {
        distance = try wholeNumber()
      } else if skip(word: "keep"), skip(spacedWord: "start") {
        keepsStart = true
      } else {
        throw unexpected(expected: distance == nil ? ["whole number", "keep start"] : ["keep start"])
      }
      skipSpace()
    }
    return .related(direction, hierarchy, start: start, distanceMax: distance, keepsStart: keepsStart)
  }

  private mutating func traversal() throws(ODataSyntaxError) -> ApplyTransformation {
    let hierarchy = try hierarchy()
    try nextArgument()
    let isPostorder = skip(word: "postorder")
    if !isPostorder, !skip(word: "preorder") { throw unexpected(expected: ["preorder", "postorder"]) }
    var start: [ApplyTransformation] = []
    var order: [OrderItem] = []
    skipSpace()
    if skip(UInt8(ascii: ",")) {
      skipSpace()
      if isTransformation {
        start = try transformations()
        skipSpace()
        if skip(UInt8(ascii: ",")) { order = try orderItems() }
      } else {
        order = try orderItems()
      }
    }
    return .traverse(hierarchy, postorder: isPostorder, start: start, orderBy: order)
  }

  /// Whether a transformation stands here and not a property to order by.
  private var isTransformation: Bool {
    var ahead = self
    guard let name = try? ahead.qualifiedName() else { return false }
    if name == "identity" {
      return ahead.peek() == UInt8(ascii: ",") || ahead.peek() == UInt8(ascii: ")") || ahead.peek() == UInt8(ascii: "/")
    }
    guard ahead.peek() == UInt8(ascii: "(") else { return false }
    return name != "concat" && Self.transformationNames.contains(name)
  }
}
