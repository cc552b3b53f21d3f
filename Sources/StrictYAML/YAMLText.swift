/// Writing texts as YAML that reads back as the same text.
public enum YAMLText {
  /// A plain scalar where that is safe for a person's eye and every reader, else in double quotes.
  public static func scalar(_ text: String) -> String { isPlain(text) ? text : quoted(text) }

  public static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "\r": result += "\\r"
      case let other where other.value < 0x20 || (0x7F...0x9F).contains(other.value):
        let digits = String(other.value, radix: 16)
        result += "\\x" + (digits.count < 2 ? "0" : "") + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  /// `{a: b, c: "d"}`.
  public static func flow(_ pairs: [(key: String, value: String)]) -> String {
    "{" + pairs.map { "\(scalar($0.key)): \(scalar($0.value))" }.joined(separator: ", ") + "}"
  }

  /// `[a, "b"]`.
  public static func flow(_ texts: [String]) -> String { "[" + texts.map(scalar).joined(separator: ", ") + "]" }

  private static let reserved: Set<String> = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"]

  /// Letters first, then letters, digits and what has no meaning in YAML; no word that other readers take for something else.
  private static func isPlain(_ text: String) -> Bool {
    guard let first = text.utf8.first, (0x41...0x5A).contains(first) || (0x61...0x7A).contains(first), text.utf8.last != 0x20,
      !reserved.contains(text.lowercased())
    else { return false }
    return text.utf8.allSatisfy { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "("), UInt8(ascii: ")"),
        UInt8(ascii: "'"), UInt8(ascii: "/"), UInt8(ascii: "-"), 0x20:
        true
      default: false
      }
    }
  }
}
