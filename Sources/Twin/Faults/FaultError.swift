/// A fault that cannot be set up as it was asked for.
public struct FaultError: Error, Hashable, Sendable, CustomStringConvertible {
  public let message: String
  /// A word nobody knows, and those that would have been right: for a hint at what was meant.
  public let unknownWord: String?
  public let knownWords: [String]
  public var description: String { message }

  init(_ message: String, unknownWord: String? = nil, knownWords: [String] = []) {
    self.message = message
    self.unknownWord = unknownWord
    self.knownWords = knownWords
  }

  static func unknown(_ what: String, _ name: String, _ known: [String]) -> FaultError {
    let list = known.isEmpty ? "; it has none" : known.count > 40 ? "" : "; there are \(known.joined(separator: ", "))"
    return FaultError("'\(name)' is no \(what)\(list)", unknownWord: name, knownWords: known)
  }
}
