import StrictYAML

/// A fault that cannot be set up as it was asked for.
public struct FaultError: Error, Hashable, Sendable, CustomStringConvertible {
  public let message: String
  /// The word that was meant, where one is near.
  public let meant: String?
  public var description: String { message + (meant.map { "; did you mean '\($0)'?" } ?? "") }

  init(_ message: String, meant: String? = nil) {
    self.message = message
    self.meant = meant
  }

  static func unknown(_ what: String, _ name: String, _ known: [String]) -> FaultError {
    let meant = Suggestion.nearest(to: name, among: known)
    let list = known.isEmpty ? "; it has none" : known.count > 20 || meant != nil ? "" : "; there are \(known.joined(separator: ", "))"
    return FaultError("'\(name)' is no \(what)\(list)", meant: meant)
  }
}
