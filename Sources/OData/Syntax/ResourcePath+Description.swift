extension ResourcePath: CustomStringConvertible {
  /// The path as it stands in a URL below the service root, percent-encoded. Reading it again gives the same path.
  public var description: String {
    var text = ""
    for segment in segments {
      if case .key = segment {} else if !text.isEmpty { text += "/" }
      text += PercentEncoding.encode(segment.description, in: .pathSegment)
    }
    return text
  }
}

extension PathSegment: CustomStringConvertible {
  /// The segment, not percent-encoded.
  public var description: String {
    switch self {
    case .system(let name): name
    case .name(let name, nil): name
    case .name(let name, let arguments?): "\(name)(\(arguments))"
    case .key(let arguments): "(\(arguments))"
    case .filter(let condition): "$filter(\(condition))"
    case .crossJoin(let sets): "$crossjoin(\(sets.joined(separator: ",")))"
    case .keyText(let text): text
    }
  }
}

extension PathSegment.Arguments: CustomStringConvertible {
  /// What stands between the parentheses.
  public var description: String {
    switch self {
    case .single(let key): key.description
    case .named(let arguments): arguments.map(\.description).joined(separator: ",")
    }
  }
}
