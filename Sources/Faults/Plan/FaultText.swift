import OData

/// Writes values in one line of YAML, as a person would: words without quotes where they mean themselves.
enum FaultText {
  static func flow(_ json: JSON) -> String {
    switch json {
    case .object(let object): "{\(object.members.map { "\($0.name): \(flow($0.value))" }.joined(separator: ", "))}"
    case .array(let elements): "[\(elements.map(flow).joined(separator: ", "))]"
    case .string(let text) where isPlain(text): text
    case .string, .number, .bool, .null: json.text
    }
  }

  /// Whether a text can stand without quotes: letters, digits and a few signs, beginning with a letter or a year, and no word that
  /// readers of YAML take for something else.
  private static func isPlain(_ text: String) -> Bool {
    guard let first = text.utf8.first, isLetter(first) || Timestamp(text) != nil else { return false }
    let others = Set("-_.+".utf8)
    let isMoment = Timestamp(text) != nil
    guard isMoment || text.utf8.allSatisfy({ isLetter($0) || (0x30...0x39).contains($0) || others.contains($0) }) else { return false }
    return !["true", "false", "yes", "no", "on", "off", "null", "y", "n"].contains(text.lowercased())
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
}
