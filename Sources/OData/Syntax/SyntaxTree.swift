/// A tree of the parser in one uniform shape, for people and tools to look at: every node a kind, maybe a text, and children.
///
/// `p2c odata parse` shows it, and the grammar cases are written in its short form, `and(eq(path:name,string:'x'),path:active)`.
public struct SyntaxTree: Hashable, Sendable {
  /// `eq`, `and`, `path`, `string`, `call`, `$filter` …
  public let kind: String
  /// What the node says by itself: a name, a literal as OData text.
  public let text: String?
  public let children: [SyntaxTree]

  public init(_ kind: String, _ text: String? = nil, _ children: [SyntaxTree] = []) {
    self.kind = kind
    self.text = text
    self.children = children
  }

  /// The node and those below it, each on a line of its own.
  public var indented: String {
    var lines: [String] = []
    func write(_ tree: SyntaxTree, _ depth: Int) {
      lines.append(String(repeating: "  ", count: depth) + tree.kind + (tree.text.map { " " + $0 } ?? ""))
      for child in tree.children { write(child, depth + 1) }
    }
    write(self, 0)
    return lines.joined(separator: "\n")
  }

  /// `{"kind":"eq","children":[…]}`
  public var json: JSON {
    var object = JSONObject([.init("kind", .string(kind))])
    if let text { object.append("text", .string(text)) }
    if !children.isEmpty { object.append("children", .array(children.map(\.json))) }
    return .object(object)
  }
}

extension SyntaxTree: CustomStringConvertible {
  /// The short form, on one line.
  public var description: String {
    let head = kind + (text.map { ":" + $0 } ?? "")
    return children.isEmpty ? head : "\(head)(\(children.map(\.description).joined(separator: ",")))"
  }
}

// MARK: Expressions

extension SyntaxTree {
  public init(_ expression: Expression) {
    switch expression {
    case .literal(let literal): self.init(literal)
    case .path(let names): self.init("path", names.joined(separator: "/"))
    case .steps(let steps): self.init("steps", nil, steps.map { SyntaxTree($0) })
    case .comparison(let op, let a, let b): self.init(op.rawValue, nil, [SyntaxTree(a), SyntaxTree(b)])
    case .and(let a, let b): self.init("and", nil, [SyntaxTree(a), SyntaxTree(b)])
    case .or(let a, let b): self.init("or", nil, [SyntaxTree(a), SyntaxTree(b)])
    case .not(let a): self.init("not", nil, [SyntaxTree(a)])
    case .arithmetic(let op, let a, let b): self.init(op.rawValue, nil, [SyntaxTree(a), SyntaxTree(b)])
    case .negate(let a): self.init("negate", nil, [SyntaxTree(a)])
    case .in(let a, let members): self.init("in", nil, [SyntaxTree(a)] + members.map { SyntaxTree($0) })
    case .inCollection(let a, let collection): self.init("inCollection", nil, [SyntaxTree(a), SyntaxTree(collection)])
    case .call(let name, let arguments): self.init("call", name, arguments.map { SyntaxTree($0) })
    case .qualifiedCall(let name, let arguments): self.init("call", name, arguments.map { SyntaxTree($0) })
    case .choice(let branches):
      self.init("case", nil, branches.map { SyntaxTree("branch", nil, [SyntaxTree($0.condition), SyntaxTree($0.value)]) })
    case .array(let elements): self.init("array", nil, elements.map { SyntaxTree($0) })
    case .object(let members): self.init("object", nil, members.map { SyntaxTree($0) })
    case .lambda(let op, let path, let variable, let predicate):
      self.init(op.rawValue, path.joined(separator: "/"), Self.lambda(variable, predicate))
    case .alias(let name): self.init("alias", "@\(name)")
    }
  }

  private static func lambda(_ variable: String?, _ predicate: Expression?) -> [SyntaxTree] {
    (variable.map { [SyntaxTree("variable", $0)] } ?? []) + (predicate.map { [SyntaxTree($0)] } ?? [])
  }

  private init(_ argument: Expression.NamedArgument) { self.init("named", argument.name, [SyntaxTree(argument.value)]) }

  private init(_ literal: Literal) {
    switch literal {
    case .primitive(let value): self.init(value.kindName, value.isNull ? nil : value.literalText)
    case .enumeration(let type, let member): self.init("enum", "\(type)'\(member)'")
    case .list(let elements): self.init("list", nil, elements.map { SyntaxTree($0) })
    case .object(let members): self.init("object", nil, members.map { SyntaxTree("named", $0.name, [SyntaxTree($0.value)]) })
    case .typed(let type, let text): self.init(type, text)
    }
  }

  private init(_ step: PathStep) {
    switch step {
    case .name(let name): self.init("name", name)
    case .call(let name, let arguments): self.init("name", name, [SyntaxTree("arguments", nil, Self.children(arguments))])
    case .key(let arguments): self.init("key", nil, Self.children(arguments))
    case .filter(let condition): self.init("$filter", nil, [SyntaxTree(condition)])
    case .count(let query): self.init("$count", nil, SyntaxTree(query).children)
    case .lambda(let op, let variable, let predicate): self.init(op.rawValue, nil, Self.lambda(variable, predicate))
    case .aggregate(let item): self.init("aggregate", nil, [SyntaxTree(item)])
    }
  }

  private static func children(_ arguments: PathSegment.Arguments) -> [SyntaxTree] {
    switch arguments {
    case .single(let key): [SyntaxTree(key)]
    case .named(let list): list.map { SyntaxTree($0) }
    }
  }
}

extension Value {
  fileprivate var kindName: String {
    switch self {
    case .null: "null"
    case .string: "string"
    case .bool: "boolean"
    case .int: "int"
    case .decimal: "decimal"
    case .guid: "guid"
    case .date: "date"
    case .timestamp: "dateTimeOffset"
    }
  }
}

// MARK: Paths and queries

extension SyntaxTree {
  public init(_ path: ResourcePath) {
    self.init(
      "resource", nil,
      path.segments.map { segment in
        switch segment {
        case .name(let name, nil): SyntaxTree("name", name)
        case .name(let name, let arguments?): SyntaxTree("name", name, [SyntaxTree("arguments", nil, Self.children(arguments))])
        case .system(let name): SyntaxTree("system", name)
        case .key(let arguments): SyntaxTree("key", nil, Self.children(arguments))
        case .filter(let condition): SyntaxTree("$filter", nil, [SyntaxTree(condition)])
        case .crossJoin(let sets): SyntaxTree("$crossjoin", nil, sets.map { SyntaxTree("set", $0) })
        case .keyText(let text): SyntaxTree("keyText", text)
        }
      })
  }

  public init(_ query: Query) {
    var options: [SyntaxTree] = []
    func add(_ name: String, _ children: [SyntaxTree]) { if !children.isEmpty { options.append(SyntaxTree(name, nil, children)) } }
    func add(_ name: String, _ text: String?) { if let text { options.append(SyntaxTree(name, text)) } }
    add("$apply", query.apply.map { SyntaxTree($0) })
    add("$compute", query.compute.map { SyntaxTree($0) })
    add("$select", (query.select ?? []).map { SyntaxTree("item", $0.path, SyntaxTree($0.query).children) })
    add("$search", query.search.map { [SyntaxTree($0)] } ?? [])
    add("$filter", query.filter.map { [SyntaxTree($0)] } ?? [])
    add("$orderby", query.orderBy.map { SyntaxTree($0) })
    add("$expand", query.expand.map { SyntaxTree($0) })
    add("$top", query.top.map(String.init))
    add("$skip", query.skip.map(String.init))
    add("$count", query.count ? "true" : nil)
    add("$index", query.index.map(String.init))
    add("$skiptoken", query.skipToken)
    add("$deltatoken", query.deltaToken)
    add("$id", query.id)
    add("$schemaversion", query.schemaVersion)
    add("$format", query.format)
    add("custom", query.custom.map { SyntaxTree("option", $0.name + "=" + $0.value) })
    add("aliases", query.aliases.map { SyntaxTree("alias", "@" + $0.name, [SyntaxTree($0.value)]) })
    self.init("query", nil, options)
  }

  private init(_ item: OrderItem) { self.init(item.descending ? "desc" : "asc", nil, [SyntaxTree(item.expression)]) }

  private init(_ item: ComputeItem) { self.init("as", item.alias, [SyntaxTree(item.expression)]) }

  private init(_ item: ExpandItem) {
    let path = (item.path + (item.suffix.map { [$0] } ?? [])).joined(separator: "/")
    self.init("item", path, SyntaxTree(item.query).children + (item.levels.map { [SyntaxTree("$levels", $0)] } ?? []))
  }

  private init(_ search: SearchExpression) {
    switch search {
    case .word(let word): self.init("word", word)
    case .phrase(let phrase): self.init("phrase", phrase)
    case .text(let text): self.init("text", text)
    case .not(let a): self.init("NOT", nil, [SyntaxTree(a)])
    case .and(let a, let b): self.init("AND", nil, [SyntaxTree(a), SyntaxTree(b)])
    case .or(let a, let b): self.init("OR", nil, [SyntaxTree(a), SyntaxTree(b)])
    }
  }
}

// MARK: Transformations

extension SyntaxTree {
  public init(_ transformation: ApplyTransformation) {
    func sequence(_ kind: String, _ transformations: [ApplyTransformation]) -> [SyntaxTree] {
      transformations.isEmpty ? [] : [SyntaxTree(kind, nil, transformations.map { SyntaxTree($0) })]
    }
    func results(_ results: [ApplyTransformation.NestedResult]) -> [SyntaxTree] {
      results.map { SyntaxTree("as", $0.alias, $0.transformations.map { SyntaxTree($0) }) }
    }
    switch transformation {
    case .identity: self.init("identity")
    case .aggregate(let items): self.init("aggregate", nil, items.map { SyntaxTree($0) })
    case .groupBy(let elements, let then): self.init("groupby", nil, elements.map { SyntaxTree($0) } + sequence("then", then))
    case .filter(let condition): self.init("filter", nil, [SyntaxTree(condition)])
    case .search(let search): self.init("search", nil, [SyntaxTree(search)])
    case .compute(let items): self.init("compute", nil, items.map { SyntaxTree($0) })
    case .concat(let sequences): self.init("concat", nil, sequences.flatMap { sequence("sequence", $0) })
    case .orderBy(let items): self.init("orderby", nil, items.map { SyntaxTree($0) })
    case .top(let count): self.init("top", String(count))
    case .skip(let count): self.init("skip", String(count))
    case .ranked(let method, let limit, let value): self.init(method.rawValue, nil, [SyntaxTree(limit), SyntaxTree(value)])
    case .join(let isOuter, let path, let alias, let then):
      self.init(
        isOuter ? "outerjoin" : "join", nil,
        [SyntaxTree("as", alias, [SyntaxTree("path", path.joined(separator: "/"))])] + sequence("then", then))
    case .nest(let nested): self.init("nest", nil, results(nested))
    case .addNested(let path, let nested): self.init("addnested", path.joined(separator: "/"), results(nested))
    case .related(let direction, let hierarchy, let start, let distance, let keepsStart):
      self.init(
        direction.rawValue, nil,
        [SyntaxTree(hierarchy)] + sequence("start", start) + (distance.map { [SyntaxTree("distance", String($0))] } ?? [])
          + (keepsStart ? [SyntaxTree("keep start")] : []))
    case .traverse(let hierarchy, let isPostorder, let start, let order):
      self.init(
        "traverse", isPostorder ? "postorder" : "preorder",
        [SyntaxTree(hierarchy)] + sequence("start", start)
          + (order.isEmpty ? [] : [SyntaxTree("orderby", nil, order.map { SyntaxTree($0) })]))
    case .function(let name, let arguments): self.init("call", name, arguments.map { SyntaxTree($0) })
    }
  }

  private init(_ element: GroupingElement) {
    switch element {
    case .property(let path): self.init("path", path.joined(separator: "/"))
    case .rollup(let paths): self.init("rollup", nil, paths.map { SyntaxTree("path", $0.joined(separator: "/")) })
    case .rollupRecursive(let hierarchy, let start):
      self.init("rolluprecursive", nil, [SyntaxTree(hierarchy)] + start.map { SyntaxTree($0) })
    }
  }

  private init(_ hierarchy: Hierarchy) {
    self.init("hierarchy", hierarchy.qualifier, [SyntaxTree(hierarchy.nodes), SyntaxTree("path", hierarchy.node.joined(separator: "/"))])
  }

  private init(_ item: AggregateItem) {
    var tree = SyntaxTree(item.expression)
    if let method = item.method { tree = SyntaxTree("with", method, [tree]) }
    for step in item.from {
      tree = SyntaxTree("from", step.method, [tree] + step.grouping.map { SyntaxTree("path", $0.joined(separator: "/")) })
    }
    if let alias = item.alias { tree = SyntaxTree("as", alias, [tree]) }
    self = tree
  }
}
