import SQLite

/// Exact arithmetic over scaled whole numbers, where SQLite's own operators turn into binary floating point on overflow.
///
/// A division by zero and a result beyond 64 bits have no value: null, so the row is left out. They must not be errors, because
/// SQLite may calculate for rows that another part of the condition keeps out (`x ne 0 and 10 div x gt 2`).
enum NumberFunctions {
  static let add = "exact_add"
  static let subtract = "exact_sub"
  static let multiply = "exact_mul"
  /// `exact_div(dividend, divisor, factor)`: dividend × factor ÷ divisor, half away from zero.
  static let divide = "exact_div"
  /// `exact_quo(dividend, divisor)`: cut to a whole number.
  static let quotient = "exact_quo"
  static let remainder = "exact_mod"

  static func add(to database: Database) throws(SQLiteError) {
    try binary(add, database) { $0.addingReportingOverflow($1) }
    try binary(subtract, database) { $0.subtractingReportingOverflow($1) }
    try binary(multiply, database) { $0.multipliedReportingOverflow(by: $1) }
    try binary(quotient, database) { $0.dividedReportingOverflow(by: $1) }
    try binary(remainder, database) { $0.remainderReportingOverflow(dividingBy: $1) }
    try database.addFunction(divide, argumentCount: 3) { arguments in
      if arguments.isNull(0) || arguments.isNull(1) { return .null }
      let divisor = Int128(arguments.int(1))
      if divisor == 0 { return .null }
      let (quotient, rest) = (Int128(arguments.int(0)) * Int128(arguments.int(2))).quotientAndRemainder(dividingBy: divisor)
      let away: Int128 = (rest < 0) != (divisor < 0) ? -1 : 1
      let rounded = rest.magnitude * 2 >= divisor.magnitude ? quotient + away : quotient
      return Int64(exactly: rounded).map { .int($0) } ?? .null
    }
  }

  private static func binary(
    _ name: String, _ database: Database, _ operation: @escaping (Int64, Int64) -> (partialValue: Int64, overflow: Bool)
  ) throws(SQLiteError) {
    try database.addFunction(name, argumentCount: 2) { arguments in
      if arguments.isNull(0) || arguments.isNull(1) { return .null }
      let (value, overflow) = operation(arguments.int(0), arguments.int(1))
      return overflow ? .null : .int(value)
    }
  }
}
