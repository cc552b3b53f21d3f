public import OData

extension JSON {
  /// A number with every digit as it is written: a literal of Swift would pass through binary floating point. What is no number stays
  /// text, and is refused where a number belongs.
  public static func amount(_ text: String) -> JSON { ExactDecimal(text).map(JSON.number) ?? .string(text) }
}
