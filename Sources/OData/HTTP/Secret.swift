/// A password, client secret, token or key: usable, but never shown. Interpolated, printed, dumped or mirrored it reads
/// `‹secret›`, so that no log, error or report can give it away by accident.
public struct Secret: Sendable, Hashable, ExpressibleByStringLiteral, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  /// What stands for a secret wherever one is shown.
  public static let placeholder = "‹secret›"

  private let text: String

  public init(_ text: String) { self.text = text }
  public init(stringLiteral value: String) { text = value }

  public var isEmpty: Bool { text.isEmpty }
  public var description: String { Self.placeholder }
  public var debugDescription: String { Self.placeholder }
  public var customMirror: Mirror { Mirror(self, children: []) }

  /// The secret itself, for the request it belongs into and nothing else.
  public func reveal() -> String { text }

  /// Whether `candidate` is this secret. Takes a time that depends on the candidate's length only, so that nobody can guess it
  /// letter by letter.
  public func matches(_ candidate: some StringProtocol) -> Bool {
    let own = Array(text.utf8)
    let other = Array(candidate.utf8)
    var difference = own.count ^ other.count
    for (index, byte) in other.enumerated() {
      difference |= Int(byte ^ (own.isEmpty ? 0 : own[index % own.count]))
    }
    return difference == 0 && !own.isEmpty
  }
}
