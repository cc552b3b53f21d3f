/// Text as a part of an HTML page: in an element or in a quoted attribute.
enum Markup {
  /// Markup escaped; characters HTML has no form for replaced. Nothing that comes out can begin or end an element or an attribute.
  static func escaped(_ text: String) -> String {
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
      case let control where control.value < 0x20 || (0x7F...0x9F).contains(control.value): result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// `<tag>text</tag>`, the text escaped.
  static func element(_ tag: String, _ text: String, class name: String = "") -> String {
    "<\(tag)\(name.isEmpty ? "" : " class=\"\(name)\"")>\(escaped(text))</\(tag)>"
  }
}
