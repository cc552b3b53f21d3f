/// Text as a part of an HTML or XML document that is put together as text: in an element, or in a quoted attribute.
public enum MarkupText {
  /// Markup as references; characters that documents have no form for replaced by U+FFFD. Nothing that comes out can begin or end an
  /// element or an attribute. Line breaks and tabs stay as they are; `appendXMLText` is for values that must come back with them.
  public static func escaped(_ text: String) -> String {
    var result = ""
    result.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "&": result += "&amp;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\n", "\t": result.unicodeScalars.append(scalar)
      case "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
      case let control where control.value < 0x20 || (0x7F...0x9F).contains(control.value): result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// `<tag>text</tag>`, the text escaped.
  /// - Parameter name: a class; none where it is empty.
  public static func element(_ tag: String, _ text: String, class name: String = "") -> String {
    "<\(tag)\(name.isEmpty ? "" : " class=\"\(name)\"")>\(escaped(text))</\(tag)>"
  }
}
