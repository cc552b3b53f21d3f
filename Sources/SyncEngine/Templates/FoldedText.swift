import OData

extension StringProtocol {
  /// Equal but for case. ASCII letters take the fast way.
  func equalsFolded(_ other: some StringProtocol) -> Bool {
    equalsIgnoringASCIICase(other) || lowercased() == other.lowercased()
  }

  /// Nothing, or nothing but blanks.
  var isBlank: Bool { utf8.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D } }
}
