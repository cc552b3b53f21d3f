/// The eight templates by the short names scenarios use (data-integration.md 2.0).
enum ProjectNames {
  static let aliases = [
    "accounts", "contacts", "contacts to customers", "products", "quotes", "orders to supply chain", "orders to sales", "invoices",
  ]
  static let numbers = ["T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8"]

  /// Whether a word names a template: an alias, a number, or a template's full name.
  static func isKnown(_ word: String) -> Bool { aliases.contains(word) || numbers.contains(word) || word.contains(" - Direct") }

  /// `T1` … `T8` of an alias or number; `nil` for a full name.
  static func number(_ word: String) -> String? {
    if let index = aliases.firstIndex(of: word) { return numbers[index] }
    return numbers.contains(word) ? word : nil
  }
}
