extension Query: CustomStringConvertible {
  /// The query as it stands behind the `?` of a URL, percent-encoded. Reading it again gives the same query.
  public var description: String {
    (options() + custom + aliases.map { Option(name: "@\($0.name)", value: $0.value.description) })
      .map { option in
        // The first equals sign ends the name.
        let name = PercentEncoding.encode(option.name, in: .queryValue).replacing("=", with: "%3D")
        return "\(name)=\(PercentEncoding.encode(option.value, in: .queryValue))"
      }
      .joined(separator: "&")
  }

  /// The options that OData defines, with plain values.
  fileprivate func options() -> [Option] {
    var options: [Option] = []
    func add(_ option: SystemOption, _ value: String?) {
      if let value { options.append(Option(name: option.rawValue, value: value)) }
    }
    add(.select, select?.joined(separator: ","))
    add(.filter, filter?.description)
    add(.orderBy, orderBy.isEmpty ? nil : orderBy.map(\.description).joined(separator: ","))
    add(.expand, expand.isEmpty ? nil : expand.map(\.description).joined(separator: ","))
    add(.top, top.map(String.init))
    add(.skip, skip.map(String.init))
    add(.count, count ? "true" : nil)
    add(.skipToken, skipToken)
    add(.deltaToken, deltaToken)
    return options + unevaluated
  }
}

extension OrderItem: CustomStringConvertible {
  public var description: String { descending ? "\(expression) desc" : expression.description }
}

extension ExpandItem: CustomStringConvertible {
  /// The item as it stands in `$expand`, not percent-encoded.
  public var description: String {
    var options = query.options()
    if let levels { options.append(Query.Option(name: SystemOption.levels.rawValue, value: levels)) }
    let target = (path + (suffix.map { [$0] } ?? [])).joined(separator: "/")
    return options.isEmpty ? target : "\(target)(\(options.map { "\($0.name)=\($0.value)" }.joined(separator: ";")))"
  }
}
