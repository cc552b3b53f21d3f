/// A configuration that cannot be served.
public enum ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
  case badSolutionVersion(String)

  public var description: String {
    switch self {
    case .badSolutionVersion(let text):
      "solution version '\(text)' is not a version: write digits and dots such as 1.15.0.1, or leave it out for no solution"
    }
  }
}
