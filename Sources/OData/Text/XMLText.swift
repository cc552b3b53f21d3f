extension [UInt8] {
  /// Appends text as an XML attribute or element holds it: marks as references, and line breaks and tabs, too, which a reader would
  /// otherwise take for a blank. Other control characters are left out, since XML 1.0 has no way to write them.
  public mutating func appendXMLText(_ text: String) {
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "&"): self += "&amp;".utf8
      case UInt8(ascii: "<"): self += "&lt;".utf8
      case UInt8(ascii: ">"): self += "&gt;".utf8
      case UInt8(ascii: "\""): self += "&quot;".utf8
      case 0x09: self += "&#9;".utf8
      case 0x0A: self += "&#10;".utf8
      case 0x0D: self += "&#13;".utf8
      case ..<0x20: break
      default: append(byte)
      }
    }
  }
}
