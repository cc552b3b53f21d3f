extension Query: CustomStringConvertible {
  /// The query as it stands behind the `?` of a URL, percent-encoded. Reading it again gives the same query.
  public var description: String {
    (options() + custom + aliasOptions())
      .map { option in
        // The first equals sign ends the name.
        let name = PercentEncoding.encode(option.name, in: .queryValue).replacing("=", with: "%3D")
        return "\(name)=\(PercentEncoding.encode(option.value, in: .queryValue))"
      }
      .joined(separator: "&")
  }

  /// The query as it stands in parentheses behind a property: not percent-encoded, with semicolons between.
  var nestedText: String { (options() + aliasOptions()).map { "\($0.name)=\($0.value)" }.joined(separator: ";") }

  private func aliasOptions() -> [Option] { aliases.map { Option(name: "@\($0.name)", value: $0.value.description) } }

  /// The options that OData defines, with plain values.
  private func options() -> [Option] {
    var options: [Option] = []
    func add(_ option: SystemOption, _ value: String?) {
      if let value { options.append(Option(name: option.rawValue, value: value)) }
    }
    func add(_ option: SystemOption, list: [some CustomStringConvertible], separator: String = ",") {
      if !list.isEmpty { add(option, list.map(\.description).joined(separator: separator)) }
    }
    add(.apply, list: apply, separator: "/")
    add(.compute, list: compute)
    add(.select, list: select ?? [])
    add(.search, search?.description)
    add(.filter, filter?.description)
    add(.orderBy, list: orderBy)
    add(.expand, list: expand)
    add(.top, top.map(String.init))
    add(.skip, skip.map(String.init))
    add(.count, count ? "true" : nil)
    add(.index, index.map(String.init))
    add(.skipToken, skipToken)
    add(.deltaToken, deltaToken)
    add(.id, id)
    add(.schemaVersion, schemaVersion)
    add(.format, format)
    return options
  }
}

extension OrderItem: CustomStringConvertible {
  public var description: String { descending ? "\(expression) desc" : expression.description }
}

extension SelectItem: CustomStringConvertible {
  /// The item as it stands in `$select`, not percent-encoded.
  public var description: String { hasOptions ? "\(path)(\(query.nestedText))" : path }
}

extension ComputeItem: CustomStringConvertible {
  public var description: String { "\(expression) as \(alias)" }
}

extension ExpandItem: CustomStringConvertible {
  /// The item as it stands in `$expand`, not percent-encoded.
  public var description: String {
    var options = query.nestedText
    if let levels { options += "\(options.isEmpty ? "" : ";")\(SystemOption.levels.rawValue)=\(levels)" }
    let target = (path + (suffix.map { [$0] } ?? [])).joined(separator: "/")
    return options.isEmpty ? target : "\(target)(\(options))"
  }
}

extension SearchExpression: CustomStringConvertible {
  /// The expression as it stands in `$search`, not percent-encoded. Reading it again gives the same tree.
  public var description: String {
    switch self {
    case .word(let word): ["AND", "OR", "NOT"].contains(word) ? "(\(word))" : word
    case .phrase(let phrase): "\"\(phrase)\""
    case .text(let text): Value.string(text).literalText
    case .not(let operand): "NOT \(operand.wrapped(below: 2))"
    case .and(let a, let b): "\(a.wrapped(below: 1)) AND \(b.wrapped(below: 2))"
    case .or(let a, let b): "\(a) OR \(b.wrapped(below: 1))"
    }
  }

  /// How tightly the operator binds: OR 0, AND 1, everything else 2. Operators of one level are read from the left.
  private var precedence: Int {
    switch self {
    case .or: 0
    case .and: 1
    case .word, .phrase, .text, .not: 2
    }
  }

  private func wrapped(below level: Int) -> String { precedence < level ? "(\(self))" : description }
}
