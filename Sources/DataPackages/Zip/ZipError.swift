/// Why a ZIP archive was refused.
public enum ZipError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The bytes are no archive, or a damaged one; the library's reason.
  case damaged(String)
  case tooManyEntries(Int, limit: Int)
  /// Name of the entry, or `nil` for all of them together.
  case tooLarge(name: String?, limit: Int)
  /// An entry would grow more than any honest data does.
  case suspiciousRatio(name: String)
  /// A name that leads out of the folder it is unpacked into, or is none at all.
  case badName(String)
  case duplicate(String)
  case encrypted(String)
  case unsupportedCompression(String)
  case notThere(String)

  public var description: String {
    switch self {
    case .damaged(let reason): "this is no ZIP archive, or it is damaged: \(reason)"
    case .tooManyEntries(let count, let limit): "the archive has \(count) entries; \(limit) are allowed"
    case .tooLarge(let name?, let limit): "'\(name)' would unpack to more than \(limit) bytes"
    case .tooLarge(nil, let limit): "the archive would unpack to more than \(limit) bytes"
    case .suspiciousRatio(let name): "'\(name)' would grow so much that it looks like a ZIP bomb"
    case .badName(let name):
      "'\(name)' is no name for a file of a package: it must be a plain name without '..', slash at the start or backslash"
    case .duplicate(let name): "there is more than one '\(name)'; names compare without regard to case"
    case .encrypted(let name): "'\(name)' is encrypted; packages are not"
    case .unsupportedCompression(let name): "'\(name)' is compressed in a way that is not read here; store it or use deflate"
    case .notThere(let name): "there is no '\(name)' in the archive"
    }
  }
}
