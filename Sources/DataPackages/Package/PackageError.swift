/// Why a data package was refused.
public enum PackageError: Error, Hashable, Sendable, CustomStringConvertible {
  case zip(ZipError)
  case missingFile(String)
  /// A file of the package cannot be read: its name and why not.
  case malformed(file: String, reason: String)
  /// The format is known to the product and not read here.
  case unsupportedFormat(String)

  public var description: String {
    switch self {
    case .zip(let error): error.description
    case .missingFile(let name): "the package has no \(name)"
    case .malformed(let file, let reason): "\(file): \(reason)"
    case .unsupportedFormat(let name): "data files in \(name) are not read; use CSV, CSV-Unicode, XML-Element or XML-Attribute"
    }
  }
}
