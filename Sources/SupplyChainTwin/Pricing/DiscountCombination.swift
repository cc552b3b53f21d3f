/// How a line discount and a multiline discount on one line work together: the field Discount of the Accounts receivable parameters
/// (its six choices are sourced: the AX 2012 page on that field; names of members proposed).
public enum DiscountCombination: String, CaseIterable, Hashable, Sendable {
  case line = "Line"
  case multiline = "Multiline"
  /// The one that takes more off.
  case larger = "MaxLineMultiline"
  /// The one that takes less off.
  case smaller = "MinLineMultiline"
  /// Amounts are added up, and so are percentages.
  case sum = "LinePlusMultiline"
  /// The multiline discount is taken of what the line discount leaves.
  case product = "LineTimesMultiline"
}
