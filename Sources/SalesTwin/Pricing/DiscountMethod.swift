/// How a line's manual discount counts (`organization.discountcalculationmethod`). The numbers are the setting's [sourced: DISC].
enum DiscountMethod: Int64, Sendable {
  /// The amount stands for the whole line.
  case lineItem = 0
  /// The amount stands for one unit.
  case perUnit = 1
}
