/// Cuts a text to the length of the destination field (behaviour sourced: CDSI-18; stored form proposed).
public struct TruncateTransform: Hashable, Sendable {
  public static let typeName = "Truncate"

  public init() {}

  /// Length counts UTF-16 units, as both systems do; a character is never cut in half.
  func applied(to text: String, maxLength: Int?) -> String {
    guard let maxLength, text.utf16.count > maxLength else { return text }
    var result = ""
    var length = 0
    for character in text {
      length += character.utf16.count
      if length > maxLength { break }
      result.append(character)
    }
    return result
  }
}
