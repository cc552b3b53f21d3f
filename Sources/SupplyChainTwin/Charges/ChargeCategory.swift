/// How the amount of a charge is worked out (the three categories and that pieces are for lines only are sourced: public descriptions of
/// the form Auto charges; `Proportional`, `External` and intercompany charges are not emulated).
public enum ChargeCategory: String, CaseIterable, Hashable, Sendable {
  /// So much, once.
  case fixed = "Fixed"
  /// So much for every unit of the line.
  case pieces = "Pcs"
  /// So many percent of the net amount of the line, or of all lines.
  case percent = "Percent"
}
