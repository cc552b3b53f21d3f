extension ResourcePath: CustomStringConvertible {
  /// The path as it stands in a URL below the service root, percent-encoded. Reading it again gives the same path.
  public var description: String {
    segments.map { PercentEncoding.encode($0.description, in: .pathSegment) }.joined(separator: "/")
  }
}

extension PathSegment: CustomStringConvertible {
  /// The segment, not percent-encoded.
  public var description: String {
    switch self {
    case .system(let name): name
    case .name(let name, nil): name
    case .name(let name, .single(let key)): "\(name)(\(key))"
    case .name(let name, .named(let arguments)): "\(name)(\(arguments.map(\.description).joined(separator: ",")))"
    }
  }
}
