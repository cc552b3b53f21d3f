/// Where a secret is kept. Files people write name the place; the secret itself never stands in them.
public enum SecretReference: Hashable, Sendable {
  /// An environment variable: `env:NAME`.
  case environment(String)
  /// A file that holds nothing but the secret; a line end behind it does not count: `file:PATH`.
  case file(String)

  public static let form = "env:NAME or file:PATH"
}

extension SecretReference: LosslessStringConvertible {
  public init?(_ text: String) {
    if text.hasPrefix("env:"), text.utf8.count > 4 {
      self = .environment(String(text.dropFirst(4)))
    } else if text.hasPrefix("file:"), text.utf8.count > 5 {
      self = .file(String(text.dropFirst(5)))
    } else {
      return nil
    }
  }

  public var description: String {
    switch self {
    case .environment(let name): "env:\(name)"
    case .file(let path): "file:\(path)"
    }
  }
}

/// A text that may be a secret: written out where it is none, else named by its place.
public enum SecretText: Hashable, Sendable {
  case plain(String)
  case reference(SecretReference)

  /// Takes `env:` and `file:` for references, everything else as it stands.
  public init(_ text: String) { self = SecretReference(text).map { .reference($0) } ?? .plain(text) }

  /// What may be shown: of an address everything before its query, of a reference the reference.
  public var label: String {
    switch self {
    case .plain(let text): String(text.prefix { $0 != "?" })
    case .reference(let reference): "\(reference)"
    }
  }
}
